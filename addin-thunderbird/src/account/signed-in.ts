/**
 * Who is signed in on this computer. The password is needed once; afterwards a device key that no script can read out
 * unlocks the key ring, and the session's token proves nothing without its own such key.
 * Never: keeps a password or an account key.
 */
import {
  forgetDevice,
  makeDeviceSecret,
  opaqueInWorker,
  register,
  resume,
  signIn,
  signOut,
  trustDevice,
} from "@smp/shared/account"
import type { Account, DeviceKey } from "@smp/shared/account"
import { ApiProblem, createApiClient, segmentsInWorker } from "@smp/shared/client"
import type { ApiClient, Session } from "@smp/shared/client"
import { changeSettings, readSettings } from "../settings.ts"
import { forgetEverything, handles, localStore } from "./local-store.ts"

/** Proves the password to the server without sending it. */
export const opaque = opaqueInWorker(
  () => new Worker(new URL("./opaque-worker.ts", import.meta.url), { type: "module" }),
)
const engine = segmentsInWorker(() => new Worker(new URL("./segment-worker.ts", import.meta.url), { type: "module" }))
const common = { opaque, device: "Thunderbird", transport: "bearer", trusted: true, pins: localStore } as const

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
  const session = (await handles.get("session")) as Session | undefined
  const device = (await handles.get("device")) as DeviceKey | undefined
  if (server === null || session === undefined || device === undefined || session.origin !== server) return null
  try {
    return await resume({ client: clientOf(server), session, device, pins: localStore })
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.code !== "session.required") throw problem
    await handles.delete("session")
    await changeSettings({ account: null })
    return null
  }
}

/** Ends the session, withdraws this computer's key and forgets everything local, also when the server does not answer. */
export async function signOutHere(account: Account | null): Promise<void> {
  const device = (await handles.get("device")) as DeviceKey | undefined
  if (account !== null) {
    if (device !== undefined) await forgetDevice(account, device.unl).catch(() => undefined)
    await signOut(account).catch(() => undefined)
  }
  await forgetEverything()
  await changeSettings({ account: null })
}

async function keep(account: Account): Promise<void> {
  const before = (await handles.get("device")) as DeviceKey | undefined
  const device =
    before?.idn === account.idn && stillListed(account, before)
      ? before
      : await trustDevice(account, await makeDeviceSecret())
  await handles.set("device", device)
  await handles.set("session", account.client.session)
  const membership = account.memberships.find((one) => one.role !== "guest") ?? account.memberships[0]
  await changeSettings({
    server: account.client.origin,
    account: {
      address: account.address,
      name: account.name,
      org: membership?.org ?? null,
      organization: membership?.name ?? null,
    },
  })
}

const stillListed = (account: Account, device: DeviceKey): boolean =>
  account.ring.body.unlockers.some(([unlocker]) => unlocker === device.unl)
