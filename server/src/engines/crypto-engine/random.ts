/** Few random bytes, often: asked of the system together, because one call costs as much as sealing a notice. */
import { randomBytes } from "node:crypto"

const POOL = 4_096
let pool = Buffer.alloc(0)
let used = 0

/** At most POOL bytes; nobody else is given the same ones. */
export function drawRandom(length: number): Buffer {
  if (used + length > pool.length) {
    pool = randomBytes(POOL)
    used = 0
  }
  return pool.subarray(used, (used += length))
}
