/** The signed policy of an organization: the only source of its holders, officers and provers (docs/PROTOCOL.md §2.4). */
import {
  asciiDomain,
  demand,
  equalBytes,
  hash,
  readBoolean,
  readBytes,
  readCount,
  readId,
  readList,
  readMap,
  readNullable,
  readOneOf,
  readPrincipalId,
  readText,
  readTime,
  readTuple,
  refuse,
} from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import { readSuite } from "../suite/index.ts"
import type { KeySet, SuiteId } from "../suite/index.ts"
import { isSameKey } from "./chains.ts"
import { labelRulesFields, readLabelRules } from "./label-rules.ts"
import type { LabelRule } from "./label-rules.ts"
import { mailRulesFields, readMailRules } from "./mail-rules.ts"
import type { MailRules } from "./mail-rules.ts"
import { parseBodyWith, signBody, verifyBody } from "./signed-bodies.ts"
import type { Statement } from "./statements.ts"

/** Who opens the way for a reader without a key: the grant agent, the sender, five words, a link of the sender's own mail. */
export const FIRST_CONTACT_MODES = ["agent", "sender", "pass", "link"] as const
export type FirstContactMode = (typeof FIRST_CONTACT_MODES)[number]
export type HolderKind = "archive" | "scanner" | "grant-agent"
export const HOLDER_KINDS = ["archive", "scanner", "grant-agent"] as const satisfies readonly HolderKind[]

export interface Policy {
  readonly org: string
  readonly name: string
  readonly ver: number
  /** Policy hash of version ver - 1; null for version 1. */
  readonly prev: Bytes | null
  /** Key id of the organization's root. */
  readonly root: Bytes
  readonly suites: readonly SuiteId[]
  readonly first: readonly FirstContactMode[]
  readonly holders: readonly { prn: string; kind: HolderKind; kid: Bytes }[]
  readonly officers: readonly { idn: string; kid: Bytes }[]
  readonly provers: readonly { prn: string; kid: Bytes }[]
  readonly keylog: { readonly origin: string; readonly pub: Bytes; readonly vrf: Bytes }
  /** Ed25519 key of the organization's log. */
  readonly logkey: Bytes
  readonly domains: readonly string[]
  /** `wait` in milliseconds. */
  readonly regrant: { readonly mode: "auto" | "ask" | "off"; readonly wait: number }
  readonly hide: boolean
  readonly pad: boolean
  /** Absent: the organization says nothing about ordinary mail. */
  readonly mail?: MailRules
  /** Absent: the organization has no labels of its own. */
  readonly labels?: readonly LabelRule[]
  readonly until: number
  readonly at: number
}

/** A policy whose signature by its root is verified. */
export interface SignedPolicy extends Policy {
  readonly hash: Bytes
  readonly raw: SignedObject
}

const KEYS = [
  "org",
  "name",
  "ver",
  "prev",
  "root",
  "suites",
  "first",
  "holders",
  "officers",
  "provers",
  "keylog",
  "logkey",
  "domains",
  "regrant",
  "hide",
  "pad",
  "until",
  "at",
] as const
const MAX_POLICY = 262_144
const MOST = 1000
const LONGEST_VALIDITY_MS = 30 * 86_400_000

export function policyHash(body: Bytes): Bytes {
  return hash("policy-hash", body)
}

export async function signPolicy(rootKeySet: KeySet, policy: Policy): Promise<SignedObject> {
  const { keylog } = policy
  const signed = await signBody(
    "policy",
    rootKeySet,
    {
      org: policy.org,
      name: policy.name,
      ver: policy.ver,
      prev: policy.prev,
      root: policy.root,
      suites: policy.suites,
      first: policy.first,
      holders: policy.holders.map(({ prn, kind, kid }) => [prn, kind, kid]),
      officers: policy.officers.map(({ idn, kid }) => [idn, kid]),
      provers: policy.provers.map(({ prn, kid }) => [prn, kid]),
      keylog: [keylog.origin, keylog.pub, keylog.vrf],
      logkey: policy.logkey,
      domains: policy.domains,
      regrant: { mode: policy.regrant.mode, wait: policy.regrant.wait },
      hide: policy.hide,
      pad: policy.pad,
      ...(policy.mail === undefined ? {} : { mail: mailRulesFields(policy.mail) }),
      ...(policy.labels === undefined ? {} : { labels: labelRulesFields(policy.labels) }),
      until: policy.until,
      at: policy.at,
    },
    MAX_POLICY,
  )
  demand(equalBytes(policy.root, rootKeySet.kid), "policy of another root")
  parsePolicy(signed)
  return signed
}

/** Verifies form and signature. Throws open-failed unless this root signed it. */
export async function readPolicy(signed: SignedObject, rootStatement: Statement): Promise<SignedPolicy> {
  await verifyBody("policy", rootStatement, signed)
  const policy = parsePolicy(signed)
  demand(equalBytes(policy.root, rootStatement.kid), "policy of another root")
  return { ...policy, hash: policyHash(signed.b), raw: signed }
}

function parsePolicy(signed: SignedObject): Policy {
  const fields = parseBodyWith(signed, { keys: KEYS, optional: ["mail", "labels"] }, MAX_POLICY)
  const [origin, pub, vrf] = readTuple(fields.keylog, 3)
  const regrant = readMap(fields.regrant, ["mode", "wait"])
  const policy: Policy = {
    org: readId("org", fields.org),
    name: readText(fields.name, 800),
    ver: readCount(fields.ver),
    prev: readNullable(fields.prev, (value) => readBytes(value, 32)),
    root: readBytes(fields.root, 32),
    suites: readList(fields.suites, 2, (value) => readSuite(value)),
    first: readList(fields.first, 4, (value) => readOneOf(value, FIRST_CONTACT_MODES)),
    holders: readList(fields.holders, MOST, readHolder),
    officers: readList(fields.officers, MOST, readOfficer),
    provers: readList(fields.provers, MOST, readProver),
    keylog: { origin: readText(origin, 255), pub: readBytes(pub, 32), vrf: readBytes(vrf, 32) },
    logkey: readBytes(fields.logkey, 32),
    domains: readList(fields.domains, MOST, readDomain),
    regrant: { mode: readOneOf(regrant.mode, ["auto", "ask", "off"]), wait: readCount(regrant.wait) },
    hide: readBoolean(fields.hide),
    pad: readBoolean(fields.pad),
    ...(fields.mail === undefined ? {} : { mail: readMailRules(fields.mail) }),
    ...(fields.labels === undefined ? {} : { labels: readLabelRules(fields.labels) }),
    until: readTime(fields.until),
    at: readTime(fields.at),
  }
  demand(policy.ver >= 1 && (policy.ver === 1) === (policy.prev === null), "policy version")
  demand(policy.suites.length > 0, "policy without a suite")
  demand(policy.until > policy.at && policy.until - policy.at <= LONGEST_VALIDITY_MS, "policy validity")
  return policy
}

function readHolder(value: unknown): Policy["holders"][number] {
  const [prn, kind, kid] = readTuple(value, 3)
  return { prn: readId("prn", prn), kind: readOneOf(kind, HOLDER_KINDS), kid: readBytes(kid, 32) }
}

function readOfficer(value: unknown): Policy["officers"][number] {
  const [idn, kid] = readTuple(value, 2)
  return { idn: readId("idn", idn), kid: readBytes(kid, 32) }
}

function readProver(value: unknown): Policy["provers"][number] {
  const [prn, kid] = readTuple(value, 2)
  return { prn: readPrincipalId(prn), kid: readBytes(kid, 32) }
}

function readDomain(value: unknown): string {
  const domain = readText(value, 253)
  demand(asciiDomain(domain) === domain, "domain form")
  return domain
}

/**
 * May `next` take the place of `known`? `root` is the newest statement of a checked root chain: the roots of both must
 * be the same key, rotated at most. Throws policy-rollback when it is older, another one of the same version, or not
 * its successor.
 */
export function checkPolicyStep(known: SignedPolicy, next: SignedPolicy, root?: Statement): void {
  if (next.org !== known.org) refuse("policy-rollback", "another organization")
  if (next.ver < known.ver) refuse("policy-rollback", "older version")
  if (next.ver === known.ver && !equalBytes(next.hash, known.hash))
    refuse("policy-rollback", "two policies of one version")
  const isSameRoot =
    equalBytes(next.root, known.root) ||
    (root !== undefined && equalBytes(root.kid, next.root) && isSameKey(root, known.root))
  if (!isSameRoot) refuse("policy-rollback", "another root")
  const isFollowing = next.ver !== known.ver + 1 || (next.prev !== null && equalBytes(next.prev, known.hash))
  if (!isFollowing || next.at < known.at) refuse("policy-rollback", "not the successor")
}

/** Throws policy-rollback when the policy's time is over: a server that freezes must not go on for ever. */
export function checkPolicyCurrent(policy: Policy, now: number): void {
  if (now > policy.until) refuse("policy-rollback", "policy out of date")
}

/** Does the policy name this principal's key as a holder of this kind? Weekly agent keys are rotations of the named one. */
export function isPolicyHolder(policy: Policy, kind: HolderKind, statement: Statement): boolean {
  return policy.holders.some(
    (holder) =>
      holder.kind === kind &&
      statement.kind === kind &&
      holder.prn === statement.prn &&
      isSameKey(statement, holder.kid),
  )
}
