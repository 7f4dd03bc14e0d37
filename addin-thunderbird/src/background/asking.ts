/** Who asks to be let in again: a decision for the person at this computer. Kept over restarts. */
import { memory } from "../host/thunderbird-host.ts"

const ASKING = "asking"

export async function peopleAsking(): Promise<readonly string[]> {
  const held = await memory.local.get(ASKING)
  return Array.isArray(held) ? held.filter((one) => typeof one === "string") : []
}

/** @returns null when nothing changed; otherwise whether somebody is new among them. */
export async function noteAsking(addresses: readonly string[]): Promise<{ readonly hasNew: boolean } | null> {
  const people = [...new Set(addresses)].toSorted()
  const before = await peopleAsking()
  if (people.join() === before.join()) return null
  await memory.local.set(ASKING, people)
  return { hasNew: people.some((one) => !before.includes(one)) }
}

export const onAskingChange = (listener: () => void): (() => void) =>
  memory.local.onChange((keys) => {
    if (keys.includes(ASKING)) listener()
  })
