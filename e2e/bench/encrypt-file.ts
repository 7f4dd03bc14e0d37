/** Encrypting a large file in Node: FLOE segments beside bare WebCrypto AES-256-GCM on segments of the same size. */
import { randomFillSync } from "node:crypto"
import { objectAad, sealObject, SEGMENT_PLAIN } from "@smp/shared/envelope"
import { newId, randomBytes, type Bytes } from "@smp/shared/bytes"
import { interleave, rateFigure, type Benchmark } from "./bench.ts"

const MIB = 1 << 20
const SIZE = 256 * MIB
const IN_FLIGHT = 3
const plain = new Uint8Array(SEGMENT_PLAIN)

export const encryptFile: Benchmark = {
  name: "encrypt-file",
  async run() {
    randomFillSync(plain)
    const alone = await interleave(
      5,
      () => rate(floe(false)),
      () => rate(bare(false)),
    )
    const hashed = await interleave(
      5,
      () => rate(floe(true)),
      () => rate(bare(true)),
    )
    return [
      rateFigure("encrypt 256 MiB in Node", "MiB/s", alone, 0.5),
      rateFigure("encrypt and hash 256 MiB in Node", "MiB/s", hashed, null),
    ]
  },
}

type SegmentWork = (segment: Bytes, index: number, isLast: boolean) => Promise<unknown>

function floe(hash: boolean): () => Promise<SegmentWork> {
  return async () => {
    const object = await sealObject(randomBytes(32), objectAad(1, newId("org"), newId("obj")))
    return async (segment, index, isLast) => {
      const stored = await object.seal(segment, index, isLast)
      return hash ? crypto.subtle.digest("SHA-256", stored) : stored
    }
  }
}

function bare(hash: boolean): () => Promise<SegmentWork> {
  return async () => {
    const key = await crypto.subtle.importKey("raw", randomBytes(32), "AES-GCM", false, ["encrypt"])
    return async (segment) => {
      const stored = await crypto.subtle.encrypt({ name: "AES-GCM", iv: randomBytes(12) }, key, segment)
      return hash ? crypto.subtle.digest("SHA-256", stored) : stored
    }
  }
}

/** MiB per second with three segments in flight, as the upload has them. */
async function rate(make: () => Promise<SegmentWork>): Promise<number> {
  const count = Math.ceil(SIZE / SEGMENT_PLAIN)
  const start = performance.now()
  const work = await make()
  let next = 0
  const lane = async () => {
    while (next < count) {
      const index = next++
      await work(plain, index, index === count - 1)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  return SIZE / MIB / ((performance.now() - start) / 1000)
}
