/** Sign-in with password, coming back on a trusted device, signing out (docs/PROTOCOL.md §2.2, §9). */
import {
  equalBytes,
  fromBase64url,
  label,
  normalizeAddress,
  refuse,
  sha256,
  toBase64url,
  utf8,
} from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { ApiProblem, makeProofKeys, proofPublicKey } from "../client/index.ts"
import type { ApiClient, LocalStore, Session } from "../client/index.ts"
import { hkdf, hmac } from "../suite/index.ts"
import type { AccountReply, UnlockerText } from "../wire/index.ts"
import { assembleAccount, rememberInRing } from "./account.ts"
import type { Account } from "./account.ts"
import type { DeviceKey } from "./device.ts"
import { keepKnown, showKnown } from "./known-device.ts"
import { renewPolicies } from "./organization.ts"
import type { OpaqueCalls } from "./opaque.ts"
import { openUnlocker, passwordKey, unlockerEntry } from "./unlockers.ts"
import type { OpenedUnlocker, UnlockerSecret } from "./unlockers.ts"

export interface SignInOptions {
  /** How the session is named in the list of devices. */
  readonly device: string
  readonly transport: "bearer" | "cookie"
  /** The person's own device: longer session. */
  readonly trusted: boolean
  /** Where this device remembers logs, policies and rings. */
  readonly pins: LocalStore
  /** Given only by hosts that cannot keep a key handle and must store bytes. */
  readonly proofKeys?: CryptoKeyPair
  readonly now?: () => number
}

export interface SignIn extends SignInOptions {
  readonly client: ApiClient
  readonly opaque: OpaqueCalls
  readonly address: string
  readonly password: string
}

/** @throws ApiProblem account.sign_in_refused for a wrong address or password alike; ProtocolError when what comes back does not hold. */
export async function signIn(input: SignIn): Promise<Account> {
  const { client, opaque } = input
  const address = normalizeAddress(input.address)
  const host = await serverHost(client)
  const { state, request } = await opaque.startSignIn(input.password)
  const started = await client.startSignIn({ address, request, ...(await showKnown(input.pins, whoIn(input))) })
  const done = await opaque.finishSignIn({
    state,
    response: started.response,
    password: input.password,
    idn: started.idn,
    host,
  })
  if (done === null) throw signInRefused()
  const reply = await openSession(input, started.signIn, done)
  if (reply.idn !== started.idn) refuse("open-failed", "signed in as somebody else")
  const held = await client.keyRing()
  const key = await passwordKey(reply.idn, done.exportKey)
  const opened = await openAny(held.unlockers, "password", (unl) => ({ idn: reply.idn, unl, kind: "password", key }))
  const account = await assembleAccount({
    client,
    reply,
    address,
    held,
    opened: opened.unlocker,
    pins: input.pins,
    ...(input.now ? { now: input.now } : {}),
  })
  await listUnlocker(account, opened.secret)
  await settle(account, (input.now ?? Date.now)())
  return account
}

export interface Resume {
  readonly client: ApiClient
  readonly session: Session
  readonly device: DeviceKey
  readonly pins: LocalStore
  readonly now?: () => number
}

/** Coming back without a password. @throws ProtocolError open-failed when this device's unlocker was withdrawn. */
export async function resume(input: Resume): Promise<Account> {
  const { client, device } = input
  client.session = input.session
  const reply = await client.account()
  if (reply.idn !== device.idn) refuse("open-failed", "the session of somebody else")
  const held = await client.keyRing()
  const text =
    held.unlockers.find(({ unl }) => unl === device.unl) ?? refuse("open-failed", "this device was withdrawn")
  const opened = await openUnlocker({ idn: device.idn, unl: device.unl, kind: "device", key: device.key }, text)
  const account = await assembleAccount({
    client,
    reply,
    address: reply.address,
    held,
    opened,
    pins: input.pins,
    ...(input.now ? { now: input.now } : {}),
  })
  await settle(account, (input.now ?? Date.now)())
  return account
}

/** Ends the session on the server. The device's unlocker stays; `forgetDevice` withdraws it. */
export async function signOut(account: Account): Promise<void> {
  await account.client.signOut()
  account.client.session = null
}

/**
 * The host that the account is bound to. A server that calls itself something else than what was dialled is not the one
 * that this password belongs to.
 */
export async function serverHost(client: ApiClient): Promise<string> {
  const dialled = new URL(client.origin)
  const { host } = await client.platform()
  if (host !== dialled.host && host !== dialled.hostname) refuse("open-failed", `the server calls itself ${host}`)
  return host
}

const whoIn = ({ client, address }: SignIn) => ({ origin: client.origin, address: normalizeAddress(address) })

async function openSession(
  input: SignIn,
  signInId: string,
  done: { finish: string; sessionKey: Bytes },
): Promise<AccountReply> {
  const { client } = input
  const keys = input.proofKeys ?? (await makeProofKeys())
  const pub = await proofPublicKey(keys)
  const binding = await hkdf(done.sessionKey, new Uint8Array(), label("sign-in"), 32)
  const { token, account, known } = await client.finishSignIn({
    signIn: signInId,
    finish: done.finish,
    pub: toBase64url(pub),
    mac: toBase64url(await hmac(binding, pub)),
    device: input.device,
    transport: input.transport,
    trusted: input.trusted,
  })
  if ((token === null) !== (input.transport === "cookie")) refuse("open-failed", "session transport")
  if (token !== null && !equalBytes(sha256(utf8(token)), fromBase64url(account.session.id))) {
    refuse("open-failed", "session id")
  }
  if (known !== null) await keepKnown(input.pins, whoIn(input), known)
  client.session = { origin: client.origin, id: account.session.id, token, proofKey: keys.privateKey }
  return account
}

/** Opens the first unlocker of this kind that the secret fits: after a change of password the old one may still lie there. */
export async function openAny(
  texts: readonly UnlockerText[],
  kind: UnlockerText["kind"],
  secretFor: (unl: UnlockerText["unl"]) => UnlockerSecret,
): Promise<{ unlocker: OpenedUnlocker; secret: UnlockerSecret }> {
  const candidates = texts.filter((text) => text.kind === kind)
  for (const text of candidates) {
    const secret = secretFor(text.unl)
    const [, , pub] = await unlockerEntry(secret)
    if (toBase64url(pub) === text.pub) return { unlocker: await openUnlocker(secret, text), secret }
  }
  return refuse("open-failed", `no unlocker of kind ${kind} fits`)
}

/** After recovery the new password's unlocker is not in the ring's list yet; it opened the ring, so it belongs there. */
async function listUnlocker(account: Account, secret: UnlockerSecret): Promise<void> {
  if (account.ring.body.unlockers.some(([unl]) => unl === secret.unl)) return
  const entry = await unlockerEntry(secret)
  await account.saveRing((body) => ({
    unlockers: [...body.unlockers.filter(([, kind]) => kind !== entry[1]), [...entry]],
  }))
}

async function settle(account: Account, now: number): Promise<void> {
  await renewPolicies(account, now)
  await account.pins.flush()
  await rememberInRing(account, account.view.logs, now)
}

function signInRefused(): ApiProblem {
  return new ApiProblem({
    type: "about:blank",
    title: "Address or password is not right.",
    status: 401,
    code: "account.sign_in_refused",
  })
}
