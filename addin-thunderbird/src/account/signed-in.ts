/**
 * Who is signed in on this computer. The password is needed once; afterwards a device key that no script can read out
 * unlocks the key ring, and the session's token proves nothing without its own such key.
 * Never: keeps a password or an account key.
 */
import {
  forgetDevice,
  KNOWN_DEVICE,
  makeDeviceSecret,
  opaqueInWorker,
  register,
  resume,
  signIn,
  signOut,
  trustDevice,
} from "@smp/shared/account"
import type { Account } from "@smp/shared/account"
import type { Access } from "@smp/shared/account/browser-store"
import { ApiProblem, createApiClient, segmentsInWorker } from "@smp/shared/client"
import type { ApiClient } from "@smp/shared/client"
import { changeSettings, readSettings } from "../settings.ts"
import type { Settings } from "../settings.ts"
import { store } from "./local-store.ts"

/** Proves the password to the server without sending it. */
export const opaque = opaqueInWorker(
  () => new Worker(new URL("./opaque-worker.ts", import.meta.url), { type: "module" }),
)
const engine = segmentsInWorker(() => new Worker(new URL("./segment-worker.ts", import.meta.url), { type: "module" }))
const common = { opaque, device: "Thunderbird", transport: "bearer", trusted: true, pins: store.bytes } as const

export const clientOf = (origin: string): ApiClient =>
  createApiClient({ origin, client: "Send Secure for Thunderbird/0.1.0", engine })

interface Entrance {
  readonly origin: string
  readonly address: string
  readonly password: string
}

/** @throws ApiProblem account.sign_in_refused, request.rate_limited; ProtocolError when the server's answer does not hold. */
export async function signInHere({ origin, ...who }: Entrance): Promise<Account> {
  const account = await signIn({ ...common, ...who, client: clientOf(origin) })
  await keep(account)
  return account
}

/** @throws ApiProblem account.code_refused, account.code_expired, account.exists. */
export async function registerHere({
  origin,
  ...who
}: Entrance & { name: string; code: string; nonce: string }): Promise<{ account: Account; recoveryCode: string }> {
  const made = await register({ ...common, ...who, client: clientOf(origin) })
  await keep(made.account)
  return made
}

/**
 * The account of this computer, or null when somebody has to sign in.
 * @throws NetworkError when the server does not answer; ProtocolError when what it says does not hold.
 */
export async function resumeHere(): Promise<Account | null> {
  const { server } = await readSettings()
  const { session, device } = await store.access()
  if (server === null || session === undefined || device === undefined || session.origin !== server) return null
  try {
    return await resume({ client: clientOf(server), session, device, pins: store.bytes })
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.code !== "session.required") throw problem
    await inTurn(async () => {
      if (await store.forgetAccess(session, ["session"])) await changeSettings({ account: null })
    })
    return null
  }
}

/** Ends the session, withdraws this computer's key and forgets everything local, also when the server does not answer. */
export async function signOutHere(account: Account | null): Promise<void> {
  const { device } = await store.access()
  if (account !== null) {
    if (device !== undefined) await forgetDevice(account, device.unl).catch(() => undefined)
    await signOut(account).catch(() => undefined)
  }
  await inTurn(async () => {
    await store.forgetEverything(KNOWN_DEVICE)
    await changeSettings({ account: null })
  })
}

/** What is kept and what the settings say about it change together, whatever another page does at the same time. */
const inTurn = (work: () => Promise<void>): Promise<void> => navigator.locks.request("session", work)

async function keep(account: Account): Promise<void> {
  const { device: before } = await store.access()
  const device =
    before?.idn === account.idn && stillListed(account, before)
      ? before
      : await trustDevice(account, await makeDeviceSecret())
  const { session } = account.client
  await inTurn(async () => {
    if (session !== null) await store.keepAccess({ session, device })
    await changeSettings(named(account))
  })
}

function named({ client, address, name, memberships }: Account): Pick<Settings, "server" | "account"> {
  const membership = memberships.find((one) => one.role !== "guest") ?? memberships[0]
  const organization = { org: membership?.org ?? null, organization: membership?.name ?? null }
  return { server: client.origin, account: { address, name, ...organization } }
}

const stillListed = (account: Account, device: Access["device"]): boolean =>
  account.ring.body.unlockers.some(([unlocker]) => unlocker === device.unl)
