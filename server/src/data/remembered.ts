/**
 * Answers of a database that seldom changes, kept for as long as nobody at all has committed anything to it.
 * Promises: never an answer from before a commit that was finished when it was asked for, in whatever process.
 */
import type { Database } from "./database.ts"

const MOST = 5_000

/** What `load` gives is shared by all who ask: nobody changes it. */
export function remembered<Value>(
  { version }: Pick<Database<unknown>, "version">,
  load: (key: string) => Promise<Value>,
): (key: string) => Promise<Value> {
  const held = new Map<string, Value>()
  let heldSince = Number.NaN
  return async (key) => {
    const asked = version()
    if (asked !== heldSince) held.clear()
    heldSince = asked
    const known = held.get(key)
    if (known !== undefined) return known
    const value = await load(key)
    // Loaded under an older number, it would outlive the commit between.
    if (heldSince !== asked) return value
    if (held.size >= MOST) held.delete(held.keys().next().value ?? "")
    held.set(key, value)
    return value
  }
}
