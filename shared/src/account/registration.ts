/** A new account: keys, ring and unlockers are made here; the server gets only what it cannot open (docs/PROTOCOL.md §6.2). */
import { fromBase64url, normalizeAddress, randomBytes, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { statementToText } from "../client/index.ts"
import type { ApiClient } from "../client/index.ts"
import { mailboxMac, makeStatement } from "../slip/index.ts"
import type { Statement } from "../slip/index.ts"
import { generateKeySet } from "../suite/index.ts"
import type { KeySet, KeySetSecret } from "../suite/index.ts"
import { identityId } from "../wire/index.ts"
import type { IdentityId, UnlockerText } from "../wire/index.ts"
import type { Account } from "./account.ts"
import { ringToText, sealRing } from "./key-ring.ts"
import type { RingBody } from "./key-ring.ts"
import type { OpaqueCalls } from "./opaque.ts"
import { keepKnown } from "./known-device.ts"
import { heldSet } from "./own-keys.ts"
import { makeRecoveryCode, typedCharacters } from "./recovery-code.ts"
import { serverHost, signIn } from "./sign-in.ts"
import type { SignInOptions } from "./sign-in.ts"
import { newUnlockerId, passwordKey, recoveryKey, sealUnlocker, unlockerEntry } from "./unlockers.ts"
import type { UnlockerSecret } from "./unlockers.ts"

export interface Registration extends SignInOptions {
  readonly client: ApiClient
  readonly opaque: OpaqueCalls
  readonly address: string
  readonly name: string
  readonly password: string
  /** The mailed code as typed, or the token of a set-up link. */
  readonly code: string
  /** base64url, from `requestCode`; random for a set-up link. */
  readonly nonce: string
  readonly setUp?: boolean
}

export interface Registered {
  /** 26 characters; shown once, to be written down. */
  readonly recoveryCode: string
  readonly account: Account
}

/** @throws ApiProblem account.code_refused, account.code_expired, account.exists. */
export async function register(input: Registration): Promise<Registered> {
  const { client, opaque } = input
  const address = normalizeAddress(input.address)
  const host = await serverHost(client)
  const made = await makeIdentity(address, (input.now ?? Date.now)())
  const { state, request } = await opaque.startRegistration(input.password)
  const { response } = await client.startRegistration({ idn: made.idn, request })
  const { record, exportKey } = await opaque.finishRegistration({
    state,
    response,
    password: input.password,
    idn: made.idn,
    host,
  })
  const recoveryCode = makeRecoveryCode()
  const sealed = await sealNewRing(made, { exportKey, recoveryCode, ver: 1, akv: 1 })
  const { known } = await client.finishRegistration({
    idn: made.idn,
    address,
    name: input.name,
    statement: statementToText(made.statement.raw),
    claim: {
      nonce: input.nonce,
      mac: toBase64url(
        await mailboxMac(typedCharacters(input.code), address, made.statement.hash, fromBase64url(input.nonce)),
      ),
      setUp: input.setUp ?? false,
    },
    record,
    ring: { ver: 1, akv: 1, box: sealed.box },
    unlockers: sealed.unlockers,
  })
  await keepKnown(input.pins, { origin: client.origin, address }, known)
  return { recoveryCode, account: await signIn(input) }
}

/** Keys made here, and the statement that announces them. */
export interface NewIdentity {
  readonly idn: IdentityId
  readonly address: string
  readonly keySet: KeySet
  readonly secret: KeySetSecret
  readonly statement: Statement
}

async function makeIdentity(address: string, at: number): Promise<NewIdentity> {
  const { keySet, secret } = await generateKeySet(1)
  const statement = await makeStatement(keySet, { kind: "person", addr: address, at })
  return { idn: identityId.parse(statement.prn), address, keySet, secret, statement }
}

/** A ring with nothing in it but these keys, and the two ways to unlock it. */
export async function sealNewRing(
  made: NewIdentity,
  secrets: { exportKey: Bytes; recoveryCode: string; ver: number; akv: number },
): Promise<{ box: string; unlockers: UnlockerText[] }> {
  const { idn } = made
  const { ver, akv } = secrets
  const accountKey = randomBytes(32)
  const ways: UnlockerSecret[] = [
    { idn, unl: newUnlockerId(), kind: "password", key: await passwordKey(idn, secrets.exportKey) },
    { idn, unl: newUnlockerId(), kind: "recovery", key: await recoveryKey(idn, secrets.recoveryCode) },
  ]
  const entries = await Promise.all(ways.map(unlockerEntry))
  const unlockers = await Promise.all(
    entries.map((entry) => sealUnlocker(entry, { idn, akv }, { accountKey, signer: made.keySet })),
  )
  const body: RingBody = {
    v: 1,
    idn,
    addr: made.address,
    ver,
    prev: null,
    sets: [heldSet(made.secret, made.statement)],
    groups: [],
    dk: randomBytes(32),
    seen: [],
    unlockers: entries.map((entry) => [...entry]),
    roots: [],
    policies: [],
    pins: null,
  }
  const sealed = await sealRing(body, accountKey, akv)
  return { box: ringToText(sealed).box, unlockers }
}
