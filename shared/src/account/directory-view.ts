/**
 * What this client believes of the Directory (docs/PROTOCOL.md §2.3): verified look-ups with the contact pins applied,
 * policies, and checkpoints that extend the client's own.
 * Promises: first use is pinned, a chain of rotations moves the pin silently, anything else is `key-changed` until the
 * person decides; a signed "no key" for an address that had one is a fork, never a first contact.
 */
import { equalBytes, normalizeAddress, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { ApiClient, LogName } from "../client/index.ts"
import type { Checkpoint } from "../log/index.ts"
import { isPolicyHolder, reachedByRotate } from "../slip/index.ts"
import type { HolderKind, Statement } from "../slip/index.ts"
import { principalId } from "../wire/index.ts"
import type { OrganizationId } from "../wire/index.ts"
import type { ContactPins } from "./contact-pins.ts"
import { checkEntry } from "./directory-entry.ts"
import type { CheckedEntry } from "./directory-entry.ts"
import { requireFresh } from "./log-pins.ts"
import type { LogPins } from "./log-pins.ts"
import type { PolicyView, VerifiedPolicy } from "./policy-view.ts"

export type Purpose = "send" | "read"
export type Relation = CheckedEntry["relation"]

export interface History {
  /** Oldest first; empty: no key. */
  readonly chain: readonly Statement[]
  readonly isMailboxProved: boolean
}

interface Shown {
  readonly relation: Relation
  readonly displayName: string | null
}
export type Verified =
  | (Shown & {
      readonly state: "verified"
      readonly statement: Statement
      readonly chain: readonly Statement[]
      /** Since when this key is known here, milliseconds since 1970. */
      readonly since: number
      /** Pinned by this very look-up. */
      readonly first: boolean
    })
  | (Shown & { readonly state: "none" })
  | (Shown & {
      readonly state: "key-changed"
      readonly old: Bytes
      readonly statement: Statement
      readonly chain: readonly Statement[]
    })

export interface LookUpOptions {
  /** Whose provers and log keys count: the organization in whose name one sends, or the one of the message. */
  readonly policy: VerifiedPolicy | null
}

export interface DirectoryView {
  /** Every name (address or principal id), verified. @throws ProtocolError for an answer that does not hold. */
  lookUp(names: readonly string[], purpose: Purpose, options?: LookUpOptions): Promise<Map<string, Verified>>
  /** The logged statements of every name, with every proof of the log but without pins: who held which key. */
  chains(names: readonly string[]): Promise<Map<string, readonly Statement[]>>
  /**
   * Fresh and completely verified histories of addresses, without pins: whose key is it now, by which steps, and did a
   * prover of the policy vouch for every first key and every reset?
   */
  histories(names: readonly string[], policy: VerifiedPolicy): Promise<Map<string, History>>
  /** Fresh notes of the key log and the organization's log, both proved consistent with the pins. */
  checkpoints(org: OrganizationId): Promise<[string, string]>
  /** The newest policy, or the one that a message names by hash. */
  policy(org: OrganizationId, hash?: Bytes): Promise<VerifiedPolicy>
  /** The person looked at both fingerprints and believes the new key of this address. */
  acceptKey(statement: Statement, state: "seen" | "verified"): Promise<void>
  readonly logs: LogPins
}

interface ViewParts {
  readonly client: Pick<ApiClient, "lookUp" | "checkpoint">
  readonly logs: LogPins
  readonly pins: ContactPins
  readonly policies: PolicyView
  /** Origin of the platform's key log. */
  readonly keyLog: string
  /** Own address: its key is known from the ring, not from a pin. */
  readonly own: { readonly address: string; readonly kid: () => Bytes }
  readonly now: () => number
}

const BATCH = 100

export function directoryView(parts: ViewParts): DirectoryView {
  const { client, logs, policies, now } = parts
  const trustPolicy = async (verified: VerifiedPolicy) => {
    const { origin, pub, vrf } = verified.policy.keylog
    if (origin !== parts.keyLog) refuse("log-fork", "the policy names another key log")
    await logs.trust(origin, pub, vrf)
    await logs.trust(organizationLog(parts.keyLog, verified.org), verified.policy.logkey, null)
    return verified
  }
  const fetchBatch = async (names: readonly string[], purpose: Purpose, policy: VerifiedPolicy | null) => {
    const notBelow = logs.sizeOf(parts.keyLog)
    const reply = await client.lookUp(names)
    const checkpoint = await logs.accept({ log: "keys", origin: parts.keyLog, note: reply.checkpoint, notBelow })
    const freshAt = purpose === "send" ? now() : null
    if (freshAt !== null) requireFresh(checkpoint.at, freshAt)
    const pin = logs.pinOf(parts.keyLog) ?? refuse("log-missing", "key log")
    const entries = new Map(reply.entries.map((entry) => [entry.name, entry]))
    if (entries.size !== names.length) refuse("open-failed", "other names than asked for")
    return Promise.all(
      names.map((name) => {
        const entry = entries.get(name) ?? refuse("open-failed", "other names than asked for")
        return checkEntry(entry, { pin, checkpoint, policy, freshAt })
      }),
    )
  }
  const fetchAll = async (names: readonly string[], purpose: Purpose, policy: VerifiedPolicy | null) => {
    const wanted = [...new Set(names.map((name) => (name.includes("@") ? normalizeAddress(name) : name)))]
    const found: CheckedEntry[] = []
    for (let at = 0; at < wanted.length; at += BATCH)
      found.push(...(await fetchBatch(wanted.slice(at, at + BATCH), purpose, policy)))
    return found
  }
  return {
    logs,
    lookUp: async (names, purpose, options) => {
      const policy = options?.policy ?? null
      const judge = (checked: CheckedEntry) =>
        checked.name.includes("@") ? judgePerson(parts, checked) : judgePrincipal(checked, policy)
      return new Map((await fetchAll(names, purpose, policy)).map((checked) => [checked.name, judge(checked)]))
    },
    chains: async (names) => new Map((await fetchAll(names, "read", null)).map(({ name, chain }) => [name, chain])),
    histories: async (names, policy) =>
      new Map(
        (await fetchAll(names, "send", policy)).map(({ name, chain, isMailboxProved }) => [
          name,
          { chain, isMailboxProved },
        ]),
      ),
    policy: async (org, hash) =>
      trustPolicy(hash === undefined ? await policies.newest(org) : await policies.byHash(org, hash)),
    checkpoints: async (org) => {
      const fetchFresh = async (log: LogName, origin: string): Promise<string> => {
        const notBelow = logs.sizeOf(origin)
        const { note } = await client.checkpoint(log)
        const checkpoint: Checkpoint = await logs.accept({ log, origin, note, notBelow })
        requireFresh(checkpoint.at, now())
        return note
      }
      return [await fetchFresh("keys", parts.keyLog), await fetchFresh(org, organizationLog(parts.keyLog, org))]
    },
    acceptKey: async (statement, state) => {
      const addr = statement.addr ?? refuse("address-refused", "only addresses are pinned")
      parts.pins.set({
        addr,
        prn: principalId.parse(statement.prn),
        kid: statement.kid,
        seq: statement.seq,
        state,
        at: now(),
      })
      await parts.pins.flush()
    },
  }
}

/** `<host>/log/keys` -> `<host>/log/<org>` (docs/PROTOCOL.md §7.2). */
export function organizationLog(keyLog: string, org: OrganizationId): string {
  return keyLog.replace(/keys$/, org)
}

function judgePerson(parts: ViewParts, checked: CheckedEntry): Verified {
  const shown = { relation: checked.relation, displayName: checked.displayName }
  const statement = checked.chain.at(-1)
  const isOwn = checked.name === parts.own.address
  const pin = isOwn ? null : parts.pins.get(checked.name)
  if (statement === undefined) {
    if (pin !== null || isOwn) return refuse("log-fork", "a signed 'no key' for an address that has one")
    return { ...shown, state: "none" }
  }
  const verified = { ...shown, state: "verified", statement, chain: checked.chain } as const
  const known = isOwn ? parts.own.kid() : (pin?.kid ?? null)
  if (known === null) return firstUse(parts, checked, verified)
  if (equalBytes(known, statement.kid)) return { ...verified, since: pin?.at ?? statement.at, first: false }
  if (reachedByRotate(checked.chain, known, statement.kid)) {
    if (pin !== null) parts.pins.set({ ...pin, kid: statement.kid, seq: statement.seq })
    return { ...verified, since: pin?.at ?? statement.at, first: false }
  }
  return { ...shown, state: "key-changed", old: known, statement, chain: checked.chain }
}

type Candidate = Shown & { state: "verified"; statement: Statement; chain: readonly Statement[] }

function firstUse(parts: ViewParts, checked: CheckedEntry, verified: Candidate): Verified {
  // H4: any organization's prover could vouch for any address; only the one of the asker's policy counts.
  if (!checked.isMailboxProved) return refuse("proof-refused", "no mailbox proof by a prover of the policy")
  const { statement } = verified
  const at = parts.now()
  const prn = principalId.parse(statement.prn)
  parts.pins.set({ addr: checked.name, prn, kid: statement.kid, seq: statement.seq, state: "seen", at })
  return { ...verified, since: at, first: true }
}

/** Agent, archive, scanner: only what the policy names, or what rotations alone lead to from there. */
function judgePrincipal(checked: CheckedEntry, known: VerifiedPolicy | null): Verified {
  const statement = checked.chain.at(-1) ?? refuse("hidden-reader", "a principal without a key")
  const isNamed = HOLDER_KINDS.some((kind) => known !== null && isPolicyHolder(known.policy, kind, statement))
  if (!isNamed) refuse("hidden-reader", "another key than the policy names")
  return {
    relation: checked.relation,
    displayName: checked.displayName,
    state: "verified",
    statement,
    chain: checked.chain,
    since: statement.at,
    first: false,
  }
}

const HOLDER_KINDS: readonly HolderKind[] = ["archive", "scanner", "grant-agent"]
