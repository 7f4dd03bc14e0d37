/**
 * What this device shows when somebody signs in here again, so that strangers who use up an address' tries keep its
 * owner out nowhere that he was before (docs/PROTOCOL.md §9). Random; opens nothing; stays when he signs out.
 */
import { fromBase64url, hash, toBase64url, utf8 } from "../bytes/index.ts"
import type { LocalStore } from "../client/index.ts"

/** Keys of a host's store that begin so outlive signing out. */
export const KNOWN_DEVICE = "known-device/"

/** Names nobody to whoever looks into the store and does not know whom to look for. */
const nameOf = (origin: string, address: string): string =>
  KNOWN_DEVICE + toBase64url(hash("known-device", utf8(`${origin} ${address}`)))

/** @param who `origin` of the server, and the normal address */
export async function showKnown(
  store: LocalStore,
  who: { origin: string; address: string },
): Promise<{ known?: string }> {
  const held = await store.get(nameOf(who.origin, who.address))
  return held === null ? {} : { known: toBase64url(held) }
}

export const keepKnown = (store: LocalStore, who: { origin: string; address: string }, known: string): Promise<void> =>
  store.set(nameOf(who.origin, who.address), fromBase64url(known))
