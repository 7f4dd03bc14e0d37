/**
 * Registration, sign-in, key ring (docs/PROTOCOL.md §2.2, §6.2, §9).
 * Promises: unknown addresses get answers of the same form and cost; a ring is written by compare-and-swap only.
 * Never: learns a password, opens a ring.
 */
import {
  equalBytes,
  ProtocolError,
  sha256,
  toBase64url,
  utf8,
  decodeCbor,
  readTuple,
  readText,
  readBytes,
} from "@smp/shared/bytes"
import type { SignedObject } from "@smp/shared/bytes"
import { readStatement } from "@smp/shared/slip"
import type { Statement } from "@smp/shared/slip"
import { verify } from "@smp/shared/suite"
import { ready, server as opaque } from "@serenity-kit/opaque"
import type { IdentityId, OrganizationId, UnlockerText, AccountReply } from "@smp/shared/wire"
import type { Identity, IdentityStore } from "../data/identity.store.ts"
import type { OrganizationStore } from "../data/organization.store.ts"
import type { GrantAgent } from "../engines/agent-client.ts"
import type { CryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import { translated } from "./agent-refusals.ts"
import { storedUnlocker, unlockerText } from "./unlocker-texts.ts"
import { resetAccount } from "./account-reset.ts"
import type { ResetRequest } from "./account-reset.ts"
import type { Directory } from "./directory.service.ts"
import type { KnownDevices } from "./known-devices.ts"
import type { Logs } from "./log.service.ts"
import type { OrganizationHouse } from "./organization-house.ts"
import { addressIndex, openProfile, readAddress, sealProfile } from "./people.ts"
import type { RateLimits } from "./rate-limits.ts"
import { refuseRequest } from "./refusal.ts"
import { opaqueStep, pendingMap, signInSteps } from "./sign-in.ts"
import type { PasswordProof } from "./sign-in.ts"
import type { LiveSession, Sessions } from "./sessions.service.ts"
import { bytesOfText, checked, signedOfText, statementOfText, textOfSigned } from "./texts.ts"
import type { StoredSession } from "../data/session.store.ts"

export interface AccountParts {
  readonly identities: IdentityStore
  readonly organizations: OrganizationStore
  readonly house: OrganizationHouse
  readonly directory: Directory
  readonly logs: Logs
  readonly sessions: Sessions
  readonly devices: KnownDevices
  readonly agent: GrantAgent
  readonly platform: CryptoEngine
  readonly limits: RateLimits
  /** OPAQUE server set-up: OPRF seed and server key, kept outside every database. */
  readonly opaqueSetUp: string
  readonly host: string
  readonly now: () => number
}
export interface Registration {
  readonly idn: string
  readonly address: string
  readonly name: string
  readonly statement: Parameters<typeof statementOfText>[0]
  readonly claim: { nonce: string; mac: string; setUp: boolean }
  readonly record: string
  readonly ring: { ver: 1; akv: 1; box: string }
  readonly unlockers: readonly UnlockerText[]
}

export type Accounts = ReturnType<typeof accountsService>

export function accountsService(parts: AccountParts) {
  const { identities, agent, platform, limits, now } = parts
  const recoveries = pendingMap<{ identity: Identity }>(now)

  const accountOf = async (identity: Identity, session: StoredSession): Promise<AccountReply> => {
    const { address, name } = openProfile(platform, `identity|${identity.id}`, identity.profileSealed)
    const memberships = await parts.organizations.membershipsOf(identity.addressIndex)
    return {
      idn: identity.id as IdentityId,
      address,
      name,
      memberships: memberships
        .filter(({ state }) => state === "active")
        .map(({ org, role }) => ({ org: org as OrganizationId, name: parts.house.get(org).name, role })),
      session: {
        id: session.id,
        device: session.device,
        absoluteEnd: session.absoluteEnd,
        idleEnd: Math.min(session.lastUsedAt + session.idleMs, session.absoluteEnd),
      },
    }
  }
  const signIns = signInSteps(parts, accountOf)
  return {
    requestCode: async (input: { address: string; locale: string | null; asker: string }) => {
      const address = readAddress(input.address)
      await limits.spend("codeAsker", input.asker)
      const { nonce, expiresAt, resendAt } = await translated(() =>
        agent.mailCode({ address, locale: input.locale ?? "en", asker: input.asker }),
      )
      return { nonce: toBase64url(nonce), expiresAt, resendAt }
    },
    startRegistration: async (idn: string, request: string) => {
      await ready
      return {
        response: opaqueStep(
          () =>
            opaque.createRegistrationResponse({
              serverSetup: parts.opaqueSetUp,
              userIdentifier: idn,
              registrationRequest: request,
            }).registrationResponse,
        ),
      }
    },
    register: (input: Registration) => register(parts, input),

    ...signIns,
    account: async (session: LiveSession) => {
      const identity = await identities.byId(session.identity)
      return identity === null ? refuseRequest("session.required") : accountOf(identity, session)
    },

    keyRing: async (identity: string) => {
      const held = await identities.ring(identity)
      if (held === null) return refuseRequest("not_found")
      const unlockers = await identities.unlockers(identity)
      return {
        ring: { ver: held.ver, akv: held.akv, box: toBase64url(new Uint8Array(held.box)) },
        pins: held.pins === null ? null : { ver: held.pins.ver, box: toBase64url(new Uint8Array(held.pins.box)) },
        unlockers: unlockers.map(unlockerText),
      }
    },
    writeRing: async (
      { identity, address }: Pick<LiveSession, "identity" | "address">,
      write: {
        expected: number
        ring: { ver: number; akv: number; box: string }
        unlockers?: readonly UnlockerText[] | undefined
      },
    ) => {
      const ring = { ...write.ring, box: bytesOfText(write.ring.box) }
      const entry = await parts.directory.ringEntry(address, ring)
      const unlockers = write.unlockers?.map(storedUnlocker) ?? null
      const conflict = await identities.writeRing(identity, write.expected, { ...ring, entry }, unlockers)
      if (conflict === null) parts.logs.keys.nudge()
      else refuseRequest("key_ring.version_conflict", undefined, { version: conflict })
    },
    writePins: async (identity: string, write: { expected: number; pins: { ver: number; box: string } }) => {
      const conflict = await identities.writePins(identity, write.expected, {
        ver: write.pins.ver,
        box: bytesOfText(write.pins.box),
      })
      if (conflict !== null) refuseRequest("key_ring.version_conflict", undefined, { version: conflict })
    },
    addUnlocker: (identity: string, unlocker: UnlockerText) =>
      identities.addUnlocker(identity, storedUnlocker(unlocker)),
    removeUnlocker: (identity: string, id: string) => identities.removeUnlocker(identity, id),
    /** Every other session ends in the same write, and that the owner is told is owed. */
    changePassword: async (
      session: LiveSession,
      change: { record: string; unlocker: UnlockerText; removes: readonly string[]; proof: PasswordProof },
    ) => {
      const before = await signIns.provedRecord(session, change.proof)
      if (before === null) return refuseRequest("account.sign_in_refused")
      const next = { ...change, unlocker: storedUnlocker(change.unlocker) }
      const isDone = await identities.changePassword(session.identity, { ...next, before, keep: session.id })
      // Another change came in between: what was proved is not the password any more.
      if (!isDone) return refuseRequest("account.sign_in_refused")
      await parts.sessions.endOthers(session.identity, session.id)
    },

    /** Boxes that only the recovery code opens, after the mailbox was proved. */
    startRecovery: async (input: { address: string; nonce: string; mac: string; asker: string }) => {
      const address = readAddress(input.address)
      await translated(() =>
        agent.checkCode({
          address,
          nonce: bytesOfText(input.nonce),
          mac: bytesOfText(input.mac),
          bound: new Uint8Array(32),
        }),
      )
      const identity = await identities.byAddress(addressIndex(platform, address))
      const ring = identity === null ? null : await identities.ring(identity.id)
      if (identity === null || ring === null) return refuseRequest("not_found")
      const unlockers = (await identities.unlockers(identity.id)).filter(
        ({ kind }) => kind === "recovery" || kind === "password",
      )
      return {
        recovery: recoveries.put({ identity }),
        idn: identity.id as IdentityId,
        ring: { ver: ring.ver, akv: ring.akv, box: toBase64url(new Uint8Array(ring.box)) },
        unlockers: unlockers.map(unlockerText),
        statements: await parts.directory.statementTexts(identity.id),
      }
    },
    reset: async (input: ResetRequest & { recovery: string }): Promise<{ known: string }> => {
      const started = recoveries.take(input.recovery)
      if (started === null) return refuseRequest("account.sign_in_refused")
      const { address } = openProfile(platform, `identity|${started.identity.id}`, started.identity.profileSealed)
      await resetAccount(parts, { idn: started.identity.id, address }, input)
      return { known: await parts.devices.introduce(started.identity.id) }
    },
    finishRecovery: async (input: {
      recovery: string
      record: string
      unlocker: UnlockerText
      removes: readonly string[]
      signature: { b: string; k: string; s: string }
    }) => {
      const started = recoveries.take(input.recovery)
      const newest = started === null ? undefined : (await parts.directory.chainOf(started.identity.id)).at(-1)
      if (started === null || newest === undefined) return refuseRequest("account.sign_in_refused")
      await checkRecovery(signedOfText(input.signature), newest, input)
      await identities.recoverPassword(started.identity.id, { ...input, unlocker: storedUnlocker(input.unlocker) })
      await parts.sessions.endOthers(started.identity.id, null)
      return { known: await parts.devices.introduce(started.identity.id) }
    },
    /** One of the own sessions, ended from another one: its device is a stranger from now on. */
    endSession: async (identity: string, session: string) => {
      await parts.devices.forget(identity, session)
      await parts.sessions.end(identity, session)
    },
  }
}

async function register(parts: AccountParts, input: Registration) {
  const { identities, agent, platform, now } = parts
  const address = readAddress(input.address)
  const statement = await checked("directory.statement_refused", () => readStatement(statementOfText(input.statement)))
  const isFirst =
    statement.kind === "person" && statement.seq === 0 && statement.addr === address && statement.prn === input.idn
  if (!isFirst) refuseRequest("directory.statement_refused")
  if ((await identities.byAddress(addressIndex(platform, address))) !== null) refuseRequest("account.exists")
  const claim = { nonce: bytesOfText(input.claim.nonce), mac: bytesOfText(input.claim.mac), setUp: input.claim.setUp }
  const proof = textOfSigned(await translated(() => agent.prove({ statement: statement.raw, claim })))
  const row = await parts.directory.rowOf(statement, proof)
  const identity: Identity = {
    id: input.idn,
    addressIndex: addressIndex(platform, address),
    profileSealed: sealProfile(platform, `identity|${input.idn}`, { address, name: input.name }),
    record: input.record,
    createdAt: now(),
    setUp: claim.setUp,
  }
  const ring = { ver: 1, akv: 1, box: bytesOfText(input.ring.box) }
  const entry = await parts.directory.ringEntry(address, ring)
  const leaf = await identities.create(identity, { ...ring, entry }, input.unlockers.map(storedUnlocker), row)
  if (leaf === null) refuseRequest("account.exists")
  await parts.organizations.activate(identity.addressIndex)
  await parts.logs.keys.sync()
  return { idn: input.idn as IdentityId, mailboxProof: proof, known: await parts.devices.introduce(input.idn) }
}

/** What the recovered key must have signed: this very write, nothing else. */
async function checkRecovery(
  signed: SignedObject,
  newest: Statement,
  input: { recovery: string; record: string; unlocker: UnlockerText },
): Promise<void> {
  try {
    await verify("request", newest, signed)
    const [recovery, record, unl, box] = readTuple(decodeCbor(signed.b, 8192), 4)
    const isThis =
      readText(recovery, 200) === input.recovery &&
      readText(unl, 64) === input.unlocker.unl &&
      equalBytes(readBytes(record, 32), sha256(utf8(input.record))) &&
      equalBytes(readBytes(box, 32), sha256(bytesOfText(input.unlocker.box)))
    if (!isThis) refuseRequest("account.sign_in_refused")
  } catch (error) {
    if (error instanceof ProtocolError) refuseRequest("account.sign_in_refused")
    throw error
  }
}
