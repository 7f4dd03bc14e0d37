/** Organizations, their signed policy, their members. */
import * as z from "zod/mini"
import {
  address,
  bytesOf,
  displayName,
  organizationId,
  organizationRole,
  principalId,
  signedObject,
  signedStatement,
  instant,
} from "./primitives.ts"

/** POST /api/organizations: by the identity whose mailbox was proved through a set-up link. */
export const organizationCreate = z.strictObject({
  org: organizationId,
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  root: signedStatement,
  policy: signedObject,
})
/** POST /api/organizations/prepare -> the log key of a new organization, to be named in its policy. */
export const organizationPrepareReply = z.object({
  org: organizationId,
  logKey: bytesOf(32),
  keyLog: z.object({ origin: z.string(), pub: bytesOf(32), vrf: bytesOf(32) }),
})
/** GET /api/organizations/{org}/policy?hash= (newest, or the one with this hash) */
export const policyReply = z.object({
  name: z.string(),
  policy: signedObject,
  /** Statements of the organization's root, oldest first. */
  root: z.array(signedStatement),
  /** Statements of the holders that the policy names (agent epochs newest last). */
  principals: z.array(z.object({ prn: principalId, statements: z.array(signedStatement) })),
})
export type PolicyReply = z.infer<typeof policyReply>
/** PUT /api/organizations/{org}/policy */
export const policyWrite = z.strictObject({
  policy: signedObject,
  /** First statements of archives that it names and that the Directory does not have yet. */
  principals: z.optional(z.array(signedStatement).check(z.maxLength(10))),
})

export const member = z.object({
  id: z.string(),
  address,
  name: displayName,
  role: organizationRole,
  state: z.enum(["invited", "active", "disabled"]),
  since: instant,
})
export type MemberReply = z.infer<typeof member>
/** GET /api/organizations/{org}/members?cursor= */
export const members = z.object({ members: z.array(member), next: z.nullable(z.string()) })
/** POST /api/organizations/{org}/members (Idempotency-Key): adds and invites by mail. */
export const memberAdd = z.strictObject({
  address,
  name: displayName,
  role: z.enum(["member", "officer", "administrator"]),
})
