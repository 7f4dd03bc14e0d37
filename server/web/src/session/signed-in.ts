/**
 * Who is signed in in this browser. The token lies in a cookie that no script can read; the ring is unlocked in memory,
 * and after a reload by a device key that no script can read out, as long as the session lasts.
 */
import {
  forgetDevice,
  makeDeviceSecret,
  opaqueInWorker,
  recoverWithCode,
  register,
  resume,
  signIn,
  signOut,
  trustDevice,
} from "@smp/shared/account"
import type { Account, DeviceKey, WorkerLike } from "@smp/shared/account"
import { ApiProblem, createApiClient } from "@smp/shared/client"
import type { ApiClient, Session } from "@smp/shared/client"
import { forgetEverything, handles, localStore } from "./store.ts"

const makeWorker = (): WorkerLike => new Worker(new URL("./opaque-worker.ts", import.meta.url), { type: "module" })

export const opaque = opaqueInWorker(makeWorker)
/** A new client for every visit: a session belongs to exactly one account. */
export const newClient = (): ApiClient => createApiClient({ origin: location.origin })
const common = { opaque, transport: "cookie", pins: localStore } as const

export interface Entrance {
  readonly address: string
  readonly password: string
  readonly trusted: boolean
}

export async function signInHere(entrance: Entrance): Promise<Account> {
  const account = await signIn({ ...common, ...entrance, client: newClient(), device: deviceName() })
  await keep(account)
  return account
}

export async function registerHere(
  entrance: Entrance & { name: string; code: string; nonce: string; setUp?: boolean },
): Promise<{ account: Account; recoveryCode: string }> {
  const made = await register({ ...common, ...entrance, client: newClient(), device: deviceName() })
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
  const account = await recoverWithCode({
    ...common,
    ...input,
    trusted: false,
    client: newClient(),
    device: deviceName(),
  })
  await keep(account)
  return account
}

/** The account of this browser, or null when somebody has to sign in. */
export async function resumeHere(): Promise<Account | null> {
  const session = (await handles.get("session")) as Session | undefined
  const device = (await handles.get("device")) as DeviceKey | undefined
  if (session === undefined || device === undefined || session.origin !== location.origin) return null
  try {
    return await resume({ client: newClient(), session, device, pins: localStore })
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.code !== "session.required") throw problem
    return null
  }
}

/** Also when the server does not answer: what is here is wiped. */
export async function signOutHere(account: Account): Promise<void> {
  const device = (await handles.get("device")) as DeviceKey | undefined
  if (device !== undefined) await forgetDevice(account, device.unl).catch(() => undefined)
  await signOut(account).catch(() => undefined)
  await forgetEverything()
}

async function keep(account: Account): Promise<void> {
  const before = (await handles.get("device")) as DeviceKey | undefined
  const isListed = before?.idn === account.idn && account.ring.body.unlockers.some(([unl]) => unl === before.unl)
  await handles.set("device", isListed ? before : await trustDevice(account, await makeDeviceSecret()))
  await handles.set("session", account.client.session)
}

function deviceName(): string {
  const [, browser = "Browser"] = /(Firefox|Edg|Chrome|Safari)\//.exec(navigator.userAgent) ?? []
  const [system = ""] = /Windows|Mac OS X|Android|iPhone|iPad|Linux/.exec(navigator.userAgent) ?? []
  return `${browser === "Edg" ? "Edge" : browser}${system === "" ? "" : `, ${system}`}`
}
