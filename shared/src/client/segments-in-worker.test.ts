import { describe, expect, it } from "vitest"
import { newId, randomBytes, sha256Async } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { objectAad, openObject, SEGMENT_PLAIN, sealObject, webCryptoEngine } from "../envelope/index.ts"
import { answerSegments } from "./answer-segments.ts"
import { segmentsInWorker } from "./segments-in-worker.ts"
import type { SegmentScope, SegmentWorker } from "./segments-in-worker.ts"

const bytesOf = (length: number): Bytes => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) bytes.set(randomBytes(Math.min(65_536, length - at)), at)
  return bytes
}

/** The two ends of a real channel: what crosses is cloned or given away, as between page and Worker. */
function overChannel(tasksUntilEnd = Number.POSITIVE_INFINITY): SegmentWorker {
  const { port1, port2 } = new MessageChannel()
  answerSegments(port2 as unknown as SegmentScope)
  let end = () => undefined as unknown
  let tasks = 0
  return {
    postMessage: (request, transfer) => {
      tasks += 1
      if (tasks <= tasksUntilEnd) return port1.postMessage(request, transfer)
      port1.close()
      end()
    },
    addEventListener: (type: string, listener: (event: never) => void) => {
      if (type === "message") port1.onmessage = listener as never
      else end = () => listener({} as never)
    },
  }
}

const unloadable = (): SegmentWorker => ({
  postMessage: () => undefined,
  addEventListener: (type: string, listener: (event: never) => void) => {
    if (type === "error") setTimeout(() => listener({} as never), 0)
  },
})

describe("S57 segments in a Worker", () => {
  it.each([0, 1, 65_537, SEGMENT_PLAIN])("seals and hashes %i bytes as the page does", async (length) => {
    const engine = segmentsInWorker(() => overChannel())
    const [fk, aad, plain] = [randomBytes(32), objectAad(1, newId("org"), newId("obj")), bytesOf(length)]
    const before = plain.slice()
    const sealer = await sealObject(fk, aad, null, { engine })
    const room = new Uint8Array(SEGMENT_PLAIN + 64).fill(7)
    const stored = await sealer.sealInto(room, plain, 0, true)
    const opener = await openObject(fk, aad, sealer.header)
    expect(await opener.open(stored, 0, true)).toEqual(before)
    expect(room.subarray(stored.length).every((byte) => byte === 7)).toBe(true)
    expect(plain).toEqual(before)
    expect(await engine.sha256(plain)).toEqual(await sha256Async(before))
  })

  it("keeps two files that are hashed at the same time apart", async () => {
    const engine = segmentsInWorker(() => overChannel())
    const files = [bytesOf(200_000), bytesOf(130_000)] as const
    const hashes = files.map(() => engine.hasher())
    for (let at = 0; at < 200_000; at += 65_536)
      await Promise.all(files.map((file, index) => hashes[index]?.update(file.subarray(at, at + 65_536))))
    for (const [index, file] of files.entries()) expect(await hashes[index]?.digest()).toEqual(await sha256Async(file))
  })

  it.each([
    [
      "it is refused",
      () => {
        throw new TypeError("no Worker here")
      },
    ],
    ["its file does not load", unloadable],
  ])("works in the page where no Worker can run: %s", async (_why, makeWorker: () => SegmentWorker) => {
    const engine = segmentsInWorker(makeWorker)
    const plain = bytesOf(70_000)
    const hash = engine.hasher()
    await hash.update(plain)
    expect(await hash.digest()).toEqual(await webCryptoEngine.sha256(plain))
  })

  it("fails what a Worker was doing when it ended, and makes another one for what comes then", async () => {
    const engine = segmentsInWorker(() => overChannel(1))
    const plain = bytesOf(70_000)
    expect(await engine.sha256(plain)).toEqual(await sha256Async(plain))
    await expect(engine.sha256(plain)).rejects.toThrow("ended")
    expect(await engine.sha256(plain)).toEqual(await sha256Async(plain))
  })
})
