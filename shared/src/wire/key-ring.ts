/** The sealed key ring: versioned compare-and-swap (docs/PROTOCOL.md §2.2). */
import * as z from "zod/mini"
import { unlocker } from "./accounts.ts"
import { bytes } from "./primitives.ts"

/** GET /api/key-ring */
export const keyRing = z.object({
  ring: z.object({ ver: z.int(), akv: z.int(), box: bytes(1 << 20) }),
  pins: z.nullable(z.object({ ver: z.int(), box: bytes(8 << 20) })),
  unlockers: z.array(unlocker),
})
/** PUT /api/key-ring: stored only while the server still holds `expected`; else key_ring.version_conflict. */
export const keyRingWrite = z.strictObject({
  expected: z.int(),
  ring: z.strictObject({ ver: z.int(), akv: z.int(), box: bytes(1 << 20) }),
  unlockers: z.optional(z.array(unlocker).check(z.maxLength(32))),
})
/** PUT /api/key-ring/pins */
export const pinsWrite = z.strictObject({
  expected: z.int(),
  pins: z.strictObject({ ver: z.int(), box: bytes(8 << 20) }),
})
/** POST /api/key-ring/unlockers (body: unlocker) -> 204; DELETE /api/key-ring/unlockers/{unl} -> 204 */
export { unlocker }
