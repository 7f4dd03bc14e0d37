/**
 * Who is signed in in this browser. The token lies in a cookie that no script can read; the ring is unlocked in memory,
 * and after a reload by a device key that no script can read out, as long as the session lasts.
 * The code of accounts and keys is fetched when somebody signs in or comes back; OPAQUE only when a password is near.
 */
import type { Account, OpaqueCalls, WorkerLike } from "@smp/shared/account"
import { ProtocolError } from "@smp/shared/bytes"
import { ApiProblem, createApiClient, segmentsInWorker } from "@smp/shared/client"
import type { ApiClient, Session } from "@smp/shared/client"
import { problem as problemSchema } from "@smp/shared/wire"
import { tellOtherTabs, whenEnded } from "./session-end.ts"
import { localStore, store } from "./store.ts"

const accounts = () => import("@smp/shared/account")

let opaque: OpaqueCalls | null = null
/** The password work of this page, in its worker. */
export async function opaqueCalls(): Promise<OpaqueCalls> {
  const { opaqueInWorker } = await accounts()
  const makeWorker = (): WorkerLike => new Worker(new URL("./opaque-worker.ts", import.meta.url), { type: "module" })
  opaque ??= opaqueInWorker(makeWorker)
  return opaque
}

/** A password is about to be typed: fetch and start what will stretch it. */
export function warmUp(): void {
  opaqueCalls()
    .then((calls) => calls.startSignIn("warm-up"))
    .catch(() => undefined)
}

const engine = segmentsInWorker(() => new Worker(new URL("./segment-worker.ts", import.meta.url), { type: "module" }))

/** A new client for every visit: a session belongs to exactly one account. */
export function newClient(): ApiClient {
  const client = createApiClient({
    client: "Message Center/0.1.0",
    origin: location.origin,
    engine,
    fetch: async (input, init) => {
      const { session } = client
      const response = await fetch(input, init)
      if (response.status === 401 && session !== null) void noticeEnd(response.clone(), session)
      return response
    },
  })
  return client
}

/** A session that the server ended, by time or from another device, ends here too, whatever was being asked. */
async function noticeEnd(response: Response, asked: Session): Promise<void> {
  const read = problemSchema.safeParse(await response.json().catch(() => null))
  if (!read.success || !read.data.code.startsWith("session.")) return
  await store.forgetAccess(asked)
  whenEnded.tell()
}

const common = { transport: "cookie", pins: localStore } as const

export interface Entrance {
  readonly address: string
  readonly password: string
  readonly trusted: boolean
}

export async function signInHere(entrance: Entrance): Promise<Account> {
  const { signIn } = await accounts()
  const account = await signIn({
    ...common,
    ...entrance,
    opaque: await opaqueCalls(),
    client: newClient(),
    device: deviceName(),
  })
  await keep(account)
  return account
}

export async function registerHere(
  entrance: Entrance & { name: string; code: string; nonce: string; setUp?: boolean },
): Promise<{ account: Account; recoveryCode: string }> {
  const { register } = await accounts()
  const made = await register({
    ...common,
    ...entrance,
    opaque: await opaqueCalls(),
    client: newClient(),
    device: deviceName(),
  })
  await keep(made.account)
  return made
}

export async function recoverHere(input: {
  address: string
  nonce: string
  mailboxCode: string
  recoveryCode: string
  newPassword: string
}): Promise<Account> {
  const { recoverWithCode } = await accounts()
  const account = await recoverWithCode({
    ...common,
    ...input,
    trusted: false,
    opaque: await opaqueCalls(),
    client: newClient(),
    device: deviceName(),
  })
  await keep(account)
  return account
}

/** @throws ApiProblem account.sign_in_refused when `old` is not the password. */
export async function changePasswordHere(account: Account, passwords: { old: string; next: string }): Promise<void> {
  const { changePassword } = await accounts()
  await changePassword(account, await opaqueCalls(), passwords)
}

/** Nothing is left but the mailbox: new keys. */
export async function resetHere(input: {
  address: string
  nonce: string
  mailboxCode: string
  newPassword: string
}): Promise<{ account: Account; recoveryCode: string }> {
  const { resetWithMailbox } = await accounts()
  const made = await resetWithMailbox({
    ...common,
    ...input,
    trusted: false,
    opaque: await opaqueCalls(),
    client: newClient(),
    device: deviceName(),
  })
  await keep(made.account)
  return made
}

/**
 * The account of this browser, or null when somebody has to sign in.
 * @throws NetworkError when the server does not answer; ProtocolError when it contradicts itself
 */
export async function resumeHere(): Promise<Account | null> {
  const { session, device } = await store.access()
  if (session === undefined || device === undefined || session.origin !== location.origin) return null
  const { resume } = await accounts()
  try {
    return await resume({ client: newClient(), session, device, pins: localStore })
  } catch (problem) {
    const isOver = problem instanceof ApiProblem && problem.code.startsWith("session.")
    const isWithdrawn = problem instanceof ProtocolError && problem.code === "open-failed"
    if (!isOver && !isWithdrawn) throw problem
    await store.forgetAccess(session)
    return null
  }
}

/** Also when the server does not answer: what is here is wiped, and other tabs follow. */
export async function signOutHere(account: Account): Promise<void> {
  const { forgetDevice, KNOWN_DEVICE, signOut } = await accounts()
  const { device } = await store.access()
  if (device !== undefined) await forgetDevice(account, device.unl).catch(() => undefined)
  await signOut(account).catch(() => undefined)
  account.client.session = null
  await store.forgetEverything(KNOWN_DEVICE)
  tellOtherTabs()
}

async function keep(account: Account): Promise<void> {
  const { makeDeviceSecret, trustDevice } = await accounts()
  const { device: before } = await store.access()
  const isListed = before?.idn === account.idn && account.ring.body.unlockers.some(([unl]) => unl === before.unl)
  const device = isListed ? before : await trustDevice(account, await makeDeviceSecret())
  const { session } = account.client
  if (session !== null) await store.keepAccess({ session, device })
}

function deviceName(): string {
  const [, browser = "Browser"] = /(Firefox|Edg|Chrome|Safari)\//.exec(navigator.userAgent) ?? []
  const [system = ""] = /Windows|Mac OS X|Android|iPhone|iPad|Linux/.exec(navigator.userAgent) ?? []
  return `${browser === "Edg" ? "Edge" : browser}${system === "" ? "" : `, ${system}`}`
}
