/**
 * The two steps of a sign-in by OPAQUE (docs/PROTOCOL.md §9), and how many tries there are (threat model R28).
 * Promises: an unknown address gets an answer of the same form and cost; strangers together get no more than 20 tries
 * per address and hour, and who signed in before has tries that no stranger can use up.
 * Never: learns a password.
 */
import { createHmac, randomBytes } from "node:crypto"
import { equalBytes, label, newId } from "@smp/shared/bytes"
import { hkdf, hmac } from "@smp/shared/suite"
import { ready, server as opaque } from "@serenity-kit/opaque"
import type { AccountReply, IdentityId } from "@smp/shared/wire"
import type { Identity } from "../data/identity.store.ts"
import type { StoredSession } from "../data/session.store.ts"
import type { AccountParts } from "./accounts.service.ts"
import { addressIndex, readAddress } from "./people.ts"
import { refuseRequest } from "./refusal.ts"
import { checkProofKey } from "./sessions.service.ts"
import type { LiveSession } from "./sessions.service.ts"
import { bytesOfText } from "./texts.ts"

export interface SignInStart {
  readonly address: string
  readonly request: string
  readonly known?: string | undefined
  readonly asker: string
}
export interface SignInFinish {
  readonly signIn: string
  readonly finish: string
  readonly pub: string
  readonly mac: string
  readonly device: string
  readonly trusted: boolean
}
/** Whose tries these are; a right answer gives back what it took. */
interface Tries {
  spend(): Promise<void>
  forgive(): Promise<void>
}
/** A sign-in begun within two minutes and finished without a session. */
export interface PasswordProof {
  readonly signIn: string
  readonly finish: string
}
interface Started {
  readonly state: string
  readonly identity: Identity | null
  readonly idn: string
  /** null: a stranger. */
  readonly device: string | null
  readonly tries: Tries
}

const PENDING_MS = 120_000
const MOST_PENDING = 20_000

export function signInSteps(
  parts: AccountParts,
  accountOf: (identity: Identity, session: StoredSession) => Promise<AccountReply>,
) {
  const { identities, platform, limits, devices, now } = parts
  const pending = pendingMap<Started>(now)
  const identifiers = (idn: string) => ({ client: idn, server: `SMP-v1/${parts.host}` })
  /** The same answer for the same unknown address, every time. */
  const inventedId = (address: string): string =>
    newId("idn", createHmac("sha256", parts.opaqueSetUp).update(`no account|${address}`).digest().subarray(0, 16))

  const triesOfDevice = (device: string): Tries => ({
    spend: () => limits.spend("signInDevice", device),
    forgive: () => limits.forgive("signInDevice", device),
  })
  const triesOfStranger = (address: string, asker: string): Tries => ({
    spend: async () => {
      await limits.spend("signInAsker", asker)
      await limits.spend("signInFrom", `${address} ${asker}`)
      await limits.spend("signInStranger", address)
    },
    // What others tried stays counted: a right answer gives a guesser no further tries.
    forgive: async () => {
      await limits.giveBack("signInFrom", `${address} ${asker}`)
      await limits.giveBack("signInStranger", address)
    },
  })
  /**
   * Was this sign-in, begun within two minutes, finished with the password of this very person? Counts once.
   * @returns the record of the password that was proved
   */
  const provedRecord = async (session: LiveSession, proof: PasswordProof): Promise<string | null> => {
    const started = pending.take(proof.signIn)
    if (started === null || started.identity?.id !== session.identity) return null
    if (finishOpaque(proof.finish, started.state, identifiers(started.idn)) === null) return null
    await started.tries.forgive()
    return started.identity.record
  }
  return {
    startSignIn: async (input: SignInStart) => {
      await ready
      const address = readAddress(input.address)
      const identity = await identities.byAddress(addressIndex(platform, address))
      const device = await devices.recognise(identity?.id ?? null, input.known)
      const tries = device === null ? triesOfStranger(address, input.asker) : triesOfDevice(device)
      await tries.spend()
      const idn = identity?.id ?? inventedId(address)
      const { serverLoginState, loginResponse } = opaqueStep(() =>
        opaque.startLogin({
          serverSetup: parts.opaqueSetUp,
          userIdentifier: idn,
          registrationRecord: identity?.record ?? null,
          startLoginRequest: input.request,
          identifiers: identifiers(idn),
        }),
      )
      const signIn = pending.put({ state: serverLoginState, identity, idn, device, tries })
      return { signIn, idn: idn as IdentityId, response: loginResponse }
    },
    /** @throws Refusal account.sign_in_refused, one for all causes */
    finishSignIn: async (input: SignInFinish) => {
      const started = pending.take(input.signIn)
      if (started === null) return refuseRequest("account.sign_in_refused")
      const sessionKey = finishOpaque(input.finish, started.state, identifiers(started.idn))
      const proofKey = bytesOfText(input.pub)
      checkProofKey(proofKey)
      if (sessionKey === null || started.identity === null) return refuseRequest("account.sign_in_refused")
      const mac = await hmac(await hkdf(bytesOfText(sessionKey), new Uint8Array(), label("sign-in"), 32), proofKey)
      if (!equalBytes(mac, bytesOfText(input.mac))) return refuseRequest("account.sign_in_refused")
      await started.tries.forgive()
      const { token, session } = await parts.sessions.start({
        identity: started.identity.id,
        device: input.device,
        proofKey,
        trusted: input.trusted,
      })
      // A new password since the first step has ended every other session; this one was not there yet.
      const identity = await identities.byId(started.identity.id)
      if (identity?.record !== started.identity.record) {
        await parts.sessions.end(started.identity.id, session.id)
        return refuseRequest("account.sign_in_refused")
      }
      if (started.device !== null) await devices.use(started.device, session.id)
      const known = started.device === null ? await devices.introduce(identity.id, session.id) : null
      return { token, account: await accountOf(identity, session), known }
    },
    isPasswordProved: async (session: LiveSession, proof: PasswordProof): Promise<boolean> =>
      (await provedRecord(session, proof)) !== null,
    provedRecord,
  }
}

export function opaqueStep<T>(work: () => T): T {
  try {
    return work()
  } catch {
    return refuseRequest("request.malformed", "That is not an OPAQUE message.")
  }
}

function finishOpaque(finish: string, state: string, identifiers: { client: string; server: string }): string | null {
  try {
    return opaque.finishLogin({ finishLoginRequest: finish, serverLoginState: state, identifiers }).sessionKey
  } catch {
    return null
  }
}

/** Steps begun and not finished: each is taken once, within two minutes. */
export function pendingMap<Step>(now: () => number) {
  const steps = new Map<string, { step: Step; until: number }>()
  return {
    put: (step: Step): string => {
      for (const [id, { until }] of steps) if (until < now() || steps.size >= MOST_PENDING) steps.delete(id)
      const id = randomBytes(24).toString("base64url")
      steps.set(id, { step, until: now() + PENDING_MS })
      return id
    },
    take: (id: string): Step | null => {
      const held = steps.get(id)
      steps.delete(id)
      return held === undefined || held.until < now() ? null : held.step
    },
  }
}
