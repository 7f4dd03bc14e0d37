/**
 * A signed-in person: own keys, ring, contacts' pins, the verified view of the Directory (docs/PROTOCOL.md §2, §7.2).
 * Promises: everything here was checked at sign-in: the ring is the newest one known, every own key is in it, the log
 * holds no statement for this address that the ring does not know (else: an alarm).
 * Never: shows a private key to a caller outside `shared`, or a server.
 */
import { concat, fromBase64url, label, normalizeAddress, ProtocolError, refuse, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { ApiClient, LocalStore } from "../client/index.ts"
import type { Statement } from "../slip/index.ts"
import type { KeySet } from "../suite/index.ts"
import { hkdf } from "../suite/index.ts"
import type { AccountReply, IdentityId, keyRing as keyRingReply, Membership, OrganizationId } from "../wire/index.ts"
import { loadContactPins, pinsKey } from "./contact-pins.ts"
import type { ContactPins } from "./contact-pins.ts"
import { directoryView } from "./directory-view.ts"
import type { DirectoryView } from "./directory-view.ts"
import { openRing, ringFromText } from "./key-ring.ts"
import type { RingBody } from "./key-ring.ts"
import { openLogPins } from "./log-pins.ts"
import type { LogPins } from "./log-pins.ts"
import { auditOwnLeaves } from "./own-audit.ts"
import type { AccountAlarm } from "./own-audit.ts"
import { showKnown } from "./known-device.ts"
import { loadOwnKeys, ownChainOf } from "./own-keys.ts"
import type { OwnKey, OwnKeys } from "./own-keys.ts"
import { openPolicyView } from "./policy-view.ts"
import type { PolicyView } from "./policy-view.ts"
import { holdRing } from "./ring-holder.ts"
import type { KeyRing } from "./ring-holder.ts"
import { storeOf } from "./store-of.ts"
import { verifyUnlocker } from "./unlockers.ts"
import type { OpenedUnlocker } from "./unlockers.ts"

export interface Account {
  readonly idn: IdentityId
  /** Normalised. */
  readonly address: string
  readonly name: string
  readonly memberships: readonly Membership[]
  readonly client: ApiClient
  readonly ring: KeyRing
  /** The newest own key set. */
  readonly keySet: KeySet
  readonly ownKeys: OwnKeys
  /** Own statements from the first one on, oldest first; of those before a reset the ring has no private half. */
  readonly ownChain: readonly Statement[]
  keySetOf(kid: Bytes): KeySet | null
  readonly pins: ContactPins
  readonly view: DirectoryView
  /** This person's part of the host's store: log pins, policies, journals. */
  readonly store: LocalStore
  readonly alarms: readonly AccountAlarm[]
  /** Organizations whose policy could not be believed, and why; sending in their name stops. */
  readonly distrusted: ReadonlyMap<OrganizationId, unknown>
  /** Seals what a host keeps on disk for this person; the label names what it is. */
  localKey(purpose: string): Promise<Bytes>
  saveRing(change: (body: RingBody) => Partial<RingBody>): Promise<void>
  /** Asks again for the memberships, after an organization was made or an invitation came. */
  refresh(): Promise<void>
  /** What this device shows when the password is asked for again. */
  knownHere(): Promise<{ known?: string }>
  /** For new unlockers only; stays inside `account`. */
  readonly accountKey: Bytes
  readonly policies: PolicyView
}

export interface AssemblyParts {
  readonly client: ApiClient
  readonly reply: AccountReply
  /** The address that was typed: the server may not exchange it (review L9). */
  readonly address: string
  readonly held: (typeof keyRingReply)["_zod"]["output"]
  readonly opened: OpenedUnlocker
  readonly pins: LocalStore
  readonly now?: () => number
}

const ASSEMBLY_TRIES = 3

/** @throws ProtocolError open-failed, log-rollback, log-fork. */
export async function assembleAccount(parts: AssemblyParts, tries = ASSEMBLY_TRIES): Promise<Account> {
  try {
    return await assembleOnce(parts)
  } catch (error) {
    if (!(error instanceof ProtocolError) || error.code !== "log-rollback" || tries <= 1) throw error
    // Another device may have saved the ring since this one fetched it: then the newer one is there, and is used.
    const held = await parts.client.keyRing()
    if (held.ring.ver <= parts.held.ring.ver) throw error
    return assembleAccount({ ...parts, held }, tries - 1)
  }
}

async function assembleOnce(parts: AssemblyParts): Promise<Account> {
  const { client, reply, opened } = parts
  const now = parts.now ?? Date.now
  const address = normalizeAddress(parts.address)
  const store = storeOf(parts.pins, `${new URL(client.origin).host}/${reply.idn}`)
  const sealed = ringFromText(parts.held.ring)
  const body = await openRing(sealed, opened.accountKey, reply.idn)
  if (body.addr !== address) refuse("open-failed", "the key ring of another address")
  const ownKeys = await loadOwnKeys(body.sets)
  await verifyUnlocker(
    opened,
    ownKeys.all.map(({ statement }) => statement),
  )
  checkOwnStatements(ownKeys.all, reply.idn, address)
  const ring = await holdRing({ client, accountKey: opened.accountKey, store }, sealed, body)
  const { keyLog } = await client.platform()
  const logs = await openLogPins({ client, store, keyLog: keyLog.origin }, body.seen)
  await logs.trust(keyLog.origin, fromBase64url(keyLog.pub), fromBase64url(keyLog.vrf))
  const key = await pinsKey(opened.accountKey, reply.idn)
  const pins = await loadContactPins({ client, idn: reply.idn, key }, parts.held.pins, body.pins)
  const policies = await openPolicyView({ client, store, fromRing: body.policies })
  const view = directoryView({
    client,
    logs,
    pins,
    policies,
    keyLog: keyLog.origin,
    now,
    own: { address, kid: () => ownKeys.newest.statement.kid },
  })
  let memberships: readonly Membership[] = reply.memberships
  const distrusted = new Map<OrganizationId, unknown>()
  await learnPolicies(view, memberships, distrusted)
  const ownChain = await ownChainOf(ownKeys, async () => (await view.chains([address])).get(address) ?? [])
  const alarms = await auditOwnLeaves(client, logs, {
    address,
    keyLog: keyLog.origin,
    statements: ownChain.map(({ hash }) => hash),
    ring: { ver: sealed.ver, akv: sealed.akv, hash: ring.hash },
  })
  return {
    idn: reply.idn,
    address,
    name: reply.name,
    client,
    ring,
    ownKeys,
    ownChain,
    pins,
    view,
    store,
    alarms,
    distrusted,
    policies,
    accountKey: opened.accountKey,
    get memberships() {
      return memberships
    },
    refresh: async () => {
      memberships = (await client.account()).memberships
      await learnPolicies(view, memberships, distrusted)
    },
    keySet: ownKeys.newest.keySet,
    knownHere: () => showKnown(parts.pins, { origin: client.origin, address }),
    keySetOf: (kid) => ownKeys.of(kid)?.keySet ?? null,
    saveRing: (change) => ring.save(change),
    localKey: (purpose) => hkdf(ring.body.dk, new Uint8Array(), concat(label(`local/${purpose}`), utf8(reply.idn)), 32),
  }
}

function checkOwnStatements(keys: readonly OwnKey[], idn: string, address: string): void {
  for (const { statement } of keys) {
    if (statement.prn !== idn || statement.addr !== address) refuse("open-failed", "a key of somebody else in the ring")
  }
}

async function learnPolicies(
  view: DirectoryView,
  memberships: readonly Membership[],
  distrusted: Map<OrganizationId, unknown>,
): Promise<void> {
  for (const { org, role } of memberships) {
    if (role === "guest") continue
    try {
      await view.policy(org)
      distrusted.delete(org)
    } catch (error) {
      // One organization's broken policy must not lock the person out of reading.
      distrusted.set(org, error)
    }
  }
}

const DAY_MS = 24 * 3600_000

/** Writes into the ring what a fresh client must know, at most daily unless a policy or the way to unlock changed. */
export async function rememberInRing(account: Account, logs: LogPins, now: number): Promise<void> {
  const { body } = account.ring
  const written = Number((await account.store.get("ring-remembered"))?.reduce((sum, byte) => sum * 256 + byte, 0) ?? 0)
  const policies = account.policies.marks()
  const isNewPolicy = policies.some(
    ([org, , , ver]) => !body.policies.some((held) => held[0] === org && held[3] === ver),
  )
  const isDue = body.seen.length === 0 || now - written > DAY_MS
  if (!isNewPolicy && !isDue) return
  await account.saveRing(() => ({ seen: logs.seen(), policies, pins: toMark(account.pins.mark()) }))
  const stamp = new Uint8Array(8)
  new DataView(stamp.buffer).setBigUint64(0, BigInt(now))
  await account.store.set("ring-remembered", stamp)
}

const toMark = (mark: readonly [number, Bytes] | null): [number, Bytes] | null => (mark === null ? null : [...mark])
