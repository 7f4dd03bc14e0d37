/** Organizations: making one, its signed policy, its members (shared/wire: organizations). */
import { members, organizationPrepareReply, policyReply } from "../wire/index.ts"
import type {
  memberAdd,
  organizationCreate,
  OrganizationId,
  PolicyReply,
  SignedObjectText,
  SignedStatementText,
} from "../wire/index.ts"
import { asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"

type Input<Schema extends { _zod: { input: unknown } }> = Schema["_zod"]["input"]
type Output<Schema extends { _zod: { output: unknown } }> = Schema["_zod"]["output"]

export interface OrganizationCalls {
  prepareOrganization(): Promise<Output<typeof organizationPrepareReply>>
  createOrganization(body: Input<typeof organizationCreate>, idempotencyKey: string): Promise<void>
  /** The newest policy, or the one with this hash (base64url of 32 bytes). */
  policy(org: OrganizationId, hash?: string): Promise<PolicyReply>
  /** `principals`: first statements of archives that it names anew. */
  writePolicy(org: OrganizationId, policy: SignedObjectText, principals?: readonly SignedStatementText[]): Promise<void>
  members(org: OrganizationId, cursor?: string): Promise<Output<typeof members>>
  addMember(org: OrganizationId, body: Input<typeof memberAdd>, idempotencyKey: string): Promise<void>
}

export function organizationCalls(line: Line): OrganizationCalls {
  const once = (path: string, json: unknown, key: string) =>
    exchange(line, { method: "POST", path, json, idempotent: true, headers: { "idempotency-key": key } }, asNothing)
  return {
    prepareOrganization: () =>
      exchange(line, { method: "POST", path: "/api/organizations/prepare" }, asJson(organizationPrepareReply)),
    createOrganization: (body, key) => once("/api/organizations", body, key),
    policy: (org, hash) => {
      const query = hash === undefined ? "" : `?hash=${hash}`
      return exchange(line, { method: "GET", path: `/api/organizations/${org}/policy${query}` }, asJson(policyReply))
    },
    writePolicy: (org, policy, principals = []) => {
      const json = principals.length === 0 ? { policy } : { policy, principals }
      return exchange(line, { method: "PUT", path: `/api/organizations/${org}/policy`, json }, asNothing)
    },
    members: (org, cursor) => {
      const query = cursor === undefined ? "" : `?cursor=${encodeURIComponent(cursor)}`
      return exchange(line, { method: "GET", path: `/api/organizations/${org}/members${query}` }, asJson(members))
    },
    addMember: (org, body, key) => once(`/api/organizations/${org}/members`, body, key),
  }
}
