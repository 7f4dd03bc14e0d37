/**
 * Nothing is left but the mailbox (docs/PROTOCOL.md §2.3): a new key set under the same principal, a new ring, new ways
 * to unlock. Every contact is told that the key is another one; what was locked for the old key stays closed until
 * somebody who can open it locks it again.
 */
import { fromBase64url, normalizeAddress, refuse, toBase64url } from "../bytes/index.ts"
import { statementFromText, statementToText } from "../client/index.ts"
import type { ApiClient } from "../client/index.ts"
import { checkChain, mailboxMac, makeStatement, readStatement } from "../slip/index.ts"
import type { Statement } from "../slip/index.ts"
import { generateKeySet } from "../suite/index.ts"
import type { IdentityId } from "../wire/index.ts"
import type { OpaqueCalls } from "./opaque.ts"
import { keepKnown } from "./known-device.ts"
import { makeRecoveryCode, typedCharacters } from "./recovery-code.ts"
import { NO_STATEMENT } from "./recovery.ts"
import { sealNewRing } from "./registration.ts"
import type { NewIdentity, Registered } from "./registration.ts"
import { serverHost, signIn } from "./sign-in.ts"
import type { SignInOptions } from "./sign-in.ts"

export interface Reset extends SignInOptions {
  readonly client: ApiClient
  readonly opaque: OpaqueCalls
  readonly address: string
  /** base64url, from `requestCode`. */
  readonly nonce: string
  readonly mailboxCode: string
  readonly newPassword: string
}

/** @throws ApiProblem account.code_refused, account.code_expired; not_found where nobody has an account. */
export async function resetWithMailbox(input: Reset): Promise<Registered> {
  const { client, opaque } = input
  const address = normalizeAddress(input.address)
  const host = await serverHost(client)
  const nonce = fromBase64url(input.nonce)
  const mac = async (bound: Uint8Array<ArrayBuffer>) =>
    toBase64url(await mailboxMac(typedCharacters(input.mailboxCode), address, bound, nonce))
  const started = await client.startRecovery({ address, nonce: input.nonce, mac: await mac(NO_STATEMENT) })
  const { idn } = started
  const before = await checkChain(
    await Promise.all(started.statements.map((text) => readStatement(statementFromText(text)))),
  )
  if (before.addr !== address || before.prn !== idn) refuse("open-failed", "the statements of another address")
  const made = await makeSuccessor(before, idn, (input.now ?? Date.now)())
  const { state, request } = await opaque.startRegistration(input.newPassword)
  const { response } = await client.startRegistration({ idn, request })
  const { record, exportKey } = await opaque.finishRegistration({
    state,
    response,
    password: input.newPassword,
    idn,
    host,
  })
  const recoveryCode = makeRecoveryCode()
  // Above everything that any device of this person has seen: none of them takes it for an older ring.
  const [ver, akv] = [started.ring.ver + 1, started.ring.akv + 1]
  const { box, unlockers } = await sealNewRing(made, { exportKey, recoveryCode, ver, akv })
  const { known } = await client.finishReset({
    recovery: started.recovery,
    statement: statementToText(made.statement.raw),
    claim: { nonce: input.nonce, mac: await mac(made.statement.hash) },
    record,
    ring: { ver, akv, box },
    unlockers,
  })
  await keepKnown(input.pins, { origin: client.origin, address }, known)
  return { recoveryCode, account: await signIn({ ...input, password: input.newPassword }) }
}

async function makeSuccessor(before: Statement, idn: IdentityId, at: number): Promise<NewIdentity> {
  const { keySet, secret } = await generateKeySet(1)
  const { addr, prn, seq, kid } = before
  const address = addr ?? refuse("address-refused", "a principal without a mailbox")
  const statement = await makeStatement(keySet, {
    kind: "person",
    addr,
    at,
    prn,
    seq: seq + 1,
    how: "reset",
    prev: kid,
  })
  return { idn, address, keySet, secret, statement }
}
