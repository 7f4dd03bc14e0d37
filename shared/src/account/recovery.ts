/** A new password: changed while signed in, or set after the recovery code opened the ring (docs/PROTOCOL.md §2.2). */
import { encodeCbor, fromBase64url, normalizeAddress, refuse, sha256, toBase64url, utf8 } from "../bytes/index.ts"
import { signedToText } from "../client/index.ts"
import type { ApiClient } from "../client/index.ts"
import { mailboxMac } from "../slip/index.ts"
import { sign } from "../suite/index.ts"
import type { IdentityId } from "../wire/index.ts"
import type { Account } from "./account.ts"
import { keepKnown } from "./known-device.ts"
import { openRing, ringFromText } from "./key-ring.ts"
import type { OpaqueCalls } from "./opaque.ts"
import { loadOwnKeys } from "./own-keys.ts"
import { provePassword } from "./prove-password.ts"
import { readRecoveryCode, typedCharacters } from "./recovery-code.ts"
import { openAny, serverHost, signIn } from "./sign-in.ts"
import type { SignInOptions } from "./sign-in.ts"
import { newUnlockerId, passwordKey, recoveryKey, sealUnlocker, unlockerEntry, verifyUnlocker } from "./unlockers.ts"

export interface Recovery extends SignInOptions {
  readonly client: ApiClient
  readonly opaque: OpaqueCalls
  readonly address: string
  /** base64url, from `requestCode`. */
  readonly nonce: string
  readonly mailboxCode: string
  readonly recoveryCode: string
  readonly newPassword: string
}

/** No statement is being proved when an account is recovered: the mac covers a hash of nothing but this purpose. */
export const NO_STATEMENT = new Uint8Array(32)

/** @throws ProtocolError open-failed for a wrong recovery code; ApiProblem account.code_refused for a wrong mailbox code. */
export async function recoverWithCode(input: Recovery): Promise<Account> {
  const { client, opaque } = input
  const address = normalizeAddress(input.address)
  const code = readRecoveryCode(input.recoveryCode) ?? refuse("open-failed", "recovery code mistyped")
  const mac = await mailboxMac(typedCharacters(input.mailboxCode), address, NO_STATEMENT, fromBase64url(input.nonce))
  const started = await client.startRecovery({ address, nonce: input.nonce, mac: toBase64url(mac) })
  const { idn } = started
  const key = await recoveryKey(idn, code)
  const opened = await openAny(started.unlockers, "recovery", (unl) => ({ idn, unl, kind: "recovery", key }))
  const ring = ringFromText(started.ring)
  const body = await openRing(ring, opened.unlocker.accountKey, idn)
  if (body.addr !== address) refuse("open-failed", "the key ring of another address")
  const own = await loadOwnKeys(body.sets)
  await verifyUnlocker(
    opened.unlocker,
    own.all.map(({ statement }) => statement),
  )
  const made = await makePassword({ client, opaque, idn, password: input.newPassword })
  const unlocker = await sealUnlocker(
    made.entry,
    { idn, akv: ring.akv },
    {
      accountKey: opened.unlocker.accountKey,
      signer: own.newest.keySet,
    },
  )
  const signed = encodeCbor([
    started.recovery,
    sha256(utf8(made.record)),
    unlocker.unl,
    sha256(fromBase64url(unlocker.box)),
  ])
  const { known } = await client.finishRecovery({
    recovery: started.recovery,
    record: made.record,
    unlocker,
    removes: started.unlockers.filter(({ kind }) => kind === "password").map(({ unl }) => unl),
    signature: signedToText(await sign("request", own.newest.keySet, signed)),
  })
  await keepKnown(input.pins, { origin: client.origin, address }, known)
  return signIn({ ...input, password: input.newPassword })
}

/**
 * Changes the password of a signed-in person, proved with the old one; every other session ends.
 * @throws ApiProblem account.sign_in_refused when `old` is not the password, or is not any more.
 */
export async function changePassword(
  account: Account,
  opaque: OpaqueCalls,
  { old, next }: { readonly old: string; readonly next: string },
): Promise<void> {
  const { client, idn } = account
  const made = await makePassword({ client, opaque, idn, password: next })
  const unlocker = await sealUnlocker(
    made.entry,
    { idn, akv: account.ring.akv },
    {
      accountKey: account.accountKey,
      signer: account.keySet,
    },
  )
  const removes = account.ring.body.unlockers.filter(([, kind]) => kind === "password").map(([unl]) => unl)
  const proof = await provePassword(account, opaque, old)
  await client.changePassword({ record: made.record, unlocker, removes, proof })
  await account.saveRing((body) => ({
    unlockers: [...body.unlockers.filter(([unl]) => !removes.includes(unl)), [...made.entry]],
  }))
}

interface NewPassword {
  readonly client: ApiClient
  readonly opaque: OpaqueCalls
  readonly idn: IdentityId
  readonly password: string
}

async function makePassword({ client, opaque, idn, password }: NewPassword) {
  const host = await serverHost(client)
  const { state, request } = await opaque.startRegistration(password)
  const { response } = await client.startRegistration({ idn, request })
  const { record, exportKey } = await opaque.finishRegistration({ state, response, password, idn, host })
  const entry = await unlockerEntry({
    idn,
    unl: newUnlockerId(),
    kind: "password",
    key: await passwordKey(idn, exportKey),
  })
  return { record, entry }
}
