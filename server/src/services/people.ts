/** Addresses and names of people: blind index for finding, sealed profile for showing. */
import { normalizeAddress, ProtocolError } from "@smp/shared/bytes"
import { openText, sealText } from "../engines/crypto-engine/crypto-engine.ts"
import type { CryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import { refuseRequest } from "./refusal.ts"

export interface Profile {
  readonly address: string
  readonly name: string
}

/** @throws Refusal request.malformed */
export function readAddress(typed: string): string {
  try {
    return normalizeAddress(typed)
  } catch (error) {
    if (error instanceof ProtocolError) return refuseRequest("request.malformed", "That is not a mail address.")
    throw error
  }
}

const MOST_KNOWN = 10_000
const known = new WeakMap<CryptoEngine, Map<string, string>>()

/** Asked several times for the same few people in each request. */
export function addressIndex(engine: CryptoEngine, address: string): string {
  const held = known.get(engine) ?? new Map<string, string>()
  known.set(engine, held)
  const index = held.get(address) ?? engine.index(`address|${address}`)
  if (held.size >= MOST_KNOWN) held.clear()
  held.set(address, index)
  return index
}

export const sealProfile = (engine: CryptoEngine, context: string, profile: Profile): Buffer =>
  sealText(engine, context, JSON.stringify(profile))

export function openProfile(engine: CryptoEngine, context: string, box: Uint8Array): Profile {
  const { address, name } = JSON.parse(openText(engine, context, box)) as Profile
  return { address, name }
}
