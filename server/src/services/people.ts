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

export const addressIndex = (engine: CryptoEngine, address: string): string => engine.index(`address|${address}`)

export const sealProfile = (engine: CryptoEngine, context: string, profile: Profile): Buffer =>
  sealText(engine, context, JSON.stringify(profile))

export function openProfile(engine: CryptoEngine, context: string, box: Uint8Array): Profile {
  const { address, name } = JSON.parse(openText(engine, context, box)) as Profile
  return { address, name }
}
