/** What the user has chosen and where the add-in is signed in. Small, not secret, kept over restarts. */
import { memory } from "./host/thunderbird-host.ts"

export interface Settings {
  /** `https://host[:port]`; null: not set up yet. */
  server: string | null
  /** Who is signed in on this computer; null: nobody. */
  account: { address: string; name: string; org: string | null; organization: string | null } | null
  /** What Thunderbird's own Send does. */
  ownSend: "ordinary" | "secure"
  /** Show the review page always, or only when something needs a look. */
  review: "surprises" | "always"
  /** Put a notice with the reference into the Sent folder. */
  sentCopy: boolean
  /** Close the sending window by itself after the message was handed over. */
  closeWhenDone: boolean
  /** Read in a window instead of the panel. */
  readInWindow: boolean
}

/** What an organization fixes through policies.json (3rdparty.Extensions). Users cannot change it. */
export interface Managed {
  server: string | null
  ownSend: "secure" | null
}

const KEY = "settings"
const defaults: Settings = {
  server: null,
  account: null,
  ownSend: "ordinary",
  review: "surprises",
  sentCopy: true,
  closeWhenDone: false,
  readInWindow: false,
}

export async function readSettings(): Promise<Settings> {
  return withManaged(
    { ...defaults, ...((await memory.local.get(KEY)) as Partial<Settings> | undefined) },
    await readManaged(),
  )
}

/** One change after the other, from whatever page: none is written over by one that was read before it. */
export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
  return navigator.locks.request("settings", async () => {
    const next = { ...(await readSettings()), ...change }
    await memory.local.set(KEY, next)
    return next
  })
}

export function onSettingsChange(listener: () => void): void {
  memory.local.onChange((keys) => {
    if (keys.includes(KEY)) listener()
  })
}

export async function readManaged(): Promise<Managed> {
  const values = await memory.managed()
  return {
    server: typeof values["server"] === "string" ? values["server"] : null,
    ownSend: values["ownSend"] === "secure" ? "secure" : null,
  }
}

function withManaged(settings: Settings, managed: Managed): Settings {
  return { ...settings, ownSend: managed.ownSend ?? settings.ownSend }
}
