/** The Message Center of the configured server as a space of Thunderbird, beside mail and calendar. */
import { space } from "../host/thunderbird-space.ts"
import { memory } from "../host/thunderbird-host.ts"
import { readSettings } from "../settings.ts"
import { backgroundStrings } from "../strings/background.ts"
import { peopleAsking } from "./asking.ts"
import { spaceAddress } from "./space-address.ts"

/** Which address the space has; it lives as long as the space does. */
const SHOWN = "space"

/** One after the other: the event page wakes and settings change at the same moment. */
let last: Promise<void> = Promise.resolve()

/** To be called when the event page comes to life, and when settings change. */
export function showSpace(): Promise<void> {
  // Without the space everything else works.
  last = last.then(placeSpace).catch(() => undefined)
  return last
}

async function placeSpace(): Promise<void> {
  const { server } = await readSettings()
  const wanted = spaceAddress(server)
  const [shown, isThere] = await Promise.all([memory.session.get(SHOWN), space.exists()])
  if (isThere && shown === wanted) return
  // A tab of the server before must not stay under the name of the new one.
  await space.remove()
  if (wanted === null) return
  await space.create(wanted, backgroundStrings().space)
  await memory.session.set(SHOWN, wanted)
  await showBadge()
}

/** How many people wait for a decision. */
export async function showBadge(): Promise<void> {
  const { length } = await peopleAsking()
  await space.badge(length === 0 ? "" : String(length))
}
