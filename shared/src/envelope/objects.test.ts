import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { concat, equalBytes, newId, ProtocolError, randomBytes, sha256Async } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { NOW, person } from "../slip/testing/people.ts"
import {
  OBJECT_HEADER,
  objectAad,
  openObject,
  sealObject,
  SEGMENT_PLAIN,
  SEGMENT_STORED,
  segmentCount,
  segmentsRoot,
  shapeOf,
  storedLength,
} from "./index.ts"
import type { SealedFile } from "./index.ts"
import { openWhole, sealWhole } from "./objects.ts"
import { checkFileComplete, openFileSegment, prepareFile } from "./open.ts"
import { flipped, open, send, to } from "./testing/messages.ts"

const refused = expect.objectContaining({ code: "open-failed" }) as Error
const filled = (length: number): Bytes => Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 9)) & 255)

describe("S57 objects in segments", () => {
  it.each([0, 1, SEGMENT_PLAIN - 1, SEGMENT_PLAIN, SEGMENT_PLAIN + 1, 3 * SEGMENT_PLAIN])(
    "hold %i bytes",
    async (length) => {
      const [key, aad, plain] = [randomBytes(32), randomBytes(8), filled(length)]
      const stored = await sealWhole(key, aad, plain)
      expect(stored.length).toBe(storedLength(length))
      expect(shapeOf(stored.length)).toEqual({ segments: segmentCount(length), plain: length })
      expect(equalBytes(await openWhole(key, aad, stored), plain)).toBe(true)
      await expect(openWhole(randomBytes(32), aad, stored)).rejects.toThrow(refused)
      await expect(openWhole(key, randomBytes(8), stored)).rejects.toThrow(refused)
    },
  )

  it("lengths and shapes fit one another", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 34 }), (plain) => shapeOf(storedLength(plain)).plain === plain),
    )
    for (const impossible of [0, 73, 74, 105, OBJECT_HEADER + SEGMENT_STORED + 1])
      expect(() => shapeOf(impossible)).toThrow(ProtocolError)
  })

  it("a cut, dropped, swapped, doubled or appended segment is refused by the object alone", async () => {
    const [key, aad] = [randomBytes(32), randomBytes(8)]
    const stored = await sealWhole(key, aad, filled(2 * SEGMENT_PLAIN + 100))
    const header = stored.slice(0, OBJECT_HEADER)
    const [a, b, c] = [0, 1, 2].map((i) =>
      stored.slice(OBJECT_HEADER + i * SEGMENT_STORED, OBJECT_HEADER + (i + 1) * SEGMENT_STORED),
    )
    if (!a || !b || !c) throw new Error("segments")
    for (const segments of [
      [a, b],
      [a, c],
      [b, a, c],
      [a, a, b, c],
      [a, b, c, c],
      [a, b, b],
    ]) {
      await expect(openWhole(key, aad, concat(header, ...segments))).rejects.toThrow(refused)
    }
    for (const at of [0, 3, 4, 16, c.length - 1])
      await expect(openWhole(key, aad, concat(header, a, b, flipped(c, at)))).rejects.toThrow(refused)
    for (let at = 0; at < OBJECT_HEADER; at++)
      await expect(openWhole(key, aad, concat(flipped(header, at), a, b, c))).rejects.toThrow(refused)
  })

  it("sealing goes on after an interruption under the same header", async () => {
    const [key, aad, plain] = [randomBytes(32), randomBytes(8), filled(SEGMENT_PLAIN + 5)]
    const begun = await sealObject(key, aad)
    const first = await begun.seal(plain.slice(0, SEGMENT_PLAIN), 0, false)
    const again = await sealObject(key, aad, begun.header)
    const last = await again.seal(plain.slice(SEGMENT_PLAIN), 1, true)
    expect(equalBytes(await openWhole(key, aad, concat(begun.header, first, last)), plain)).toBe(true)
    await expect(sealObject(randomBytes(32), aad, begun.header)).rejects.toThrow(refused)
    await expect(begun.seal(plain.slice(0, 5), 0, false)).rejects.toThrow(refused)
  })
})

describe("S35 attachments", () => {
  const org = newId("org")

  async function upload(
    plain: Bytes,
    padded = plain,
  ): Promise<{ file: SealedFile; segments: Bytes[]; header: Bytes; hashes: Bytes }> {
    const [obj, fk] = [newId("obj"), randomBytes(32)]
    const object = await sealObject(fk, objectAad(2, org, obj))
    const segments: Bytes[] = []
    const count = segmentCount(padded.length)
    for (let i = 0; i < count; i++)
      segments.push(await object.seal(padded.slice(i * SEGMENT_PLAIN, (i + 1) * SEGMENT_PLAIN), i, i === count - 1))
    const hashes = await Promise.all(segments.map(sha256Async))
    const entry = {
      obj,
      fk,
      name: "a.bin",
      type: "application/octet-stream",
      size: plain.length,
      sha: await sha256Async(plain),
      cid: null,
      disp: "attachment",
    } as const
    return {
      file: { entry, object: [obj, storedLength(padded.length), segmentsRoot(object.header, hashes)] },
      segments,
      header: object.header,
      hashes: concat(...hashes),
    }
  }

  async function received(plain: Bytes, padded?: Bytes) {
    const [alice, bob] = [await person("alice@example.com"), await person("bob@example.com")]
    const up = await upload(plain, padded)
    const sent = await send(alice, { org, to: [to(bob)], files: [up.file], at: NOW })
    return { ...up, opened: await open(sent, bob, "to") }
  }

  it("open segment by segment, in any order, and are complete after the last", async () => {
    const plain = filled(2 * SEGMENT_PLAIN + 100)
    const { opened, header, hashes, segments } = await received(plain)
    const file = await prepareFile({ opened, index: 0, objectHeader: header, hashes })
    const parts = new Map<number, Bytes>()
    for (const i of [1, 0, 2]) {
      expect(() => checkFileComplete(file)).toThrow(refused)
      parts.set(i, await openFileSegment(file, segments[i] ?? new Uint8Array(), i))
    }
    checkFileComplete(file)
    expect(equalBytes(concat(...[0, 1, 2].map((i) => parts.get(i) ?? new Uint8Array())), plain)).toBe(true)
  })

  it("S22 no segment is decrypted that the signed root does not bind", async () => {
    const { opened, header, hashes, segments } = await received(filled(SEGMENT_PLAIN + 10))
    await expect(prepareFile({ opened, index: 0, objectHeader: header, hashes: flipped(hashes, 40) })).rejects.toThrow(
      refused,
    )
    await expect(prepareFile({ opened, index: 0, objectHeader: header, hashes: hashes.slice(32) })).rejects.toThrow(
      refused,
    )
    await expect(prepareFile({ opened, index: 0, objectHeader: flipped(header, 20), hashes })).rejects.toThrow(refused)
    await expect(prepareFile({ opened, index: 1, objectHeader: header, hashes })).rejects.toThrow(refused)
    const file = await prepareFile({ opened, index: 0, objectHeader: header, hashes })
    const [first, second] = segments
    if (!first || !second) throw new Error("segments")
    // A reader who works with the server seals another segment under the same key: the object alone would accept it.
    const entry = opened.manifest.files[0]
    if (!entry) throw new Error("entry")
    const forged = await (await sealObject(entry.fk, objectAad(2, org, entry.obj), header)).seal(filled(10), 1, true)
    expect(
      (await (await openObject(entry.fk, objectAad(2, org, entry.obj), header)).open(forged, 1, true)).length,
    ).toBe(10)
    await expect(openFileSegment(file, forged, 1)).rejects.toThrow(refused)
    await expect(openFileSegment(file, second, 0)).rejects.toThrow(refused)
    await expect(openFileSegment(file, first, 2)).rejects.toThrow(refused)
  })

  it("lose their filling, which must be zeros of the right length", async () => {
    const plain = filled(1000)
    const padded = new Uint8Array(1024)
    padded.set(plain)
    const good = await received(plain, padded)
    const file = await prepareFile({ opened: good.opened, index: 0, objectHeader: good.header, hashes: good.hashes })
    expect(equalBytes(await openFileSegment(file, good.segments[0] ?? new Uint8Array(), 0), plain)).toBe(true)
    const dirty = padded.slice()
    dirty[1023] = 1
    const bad = await received(plain, dirty)
    const hidden = await prepareFile({ opened: bad.opened, index: 0, objectHeader: bad.header, hashes: bad.hashes })
    await expect(openFileSegment(hidden, bad.segments[0] ?? new Uint8Array(), 0)).rejects.toThrow(refused)
    const odd = await received(plain, new Uint8Array(1025))
    await expect(
      prepareFile({ opened: odd.opened, index: 0, objectHeader: odd.header, hashes: odd.hashes }),
    ).rejects.toThrow(refused)
  })

  it("of another digest than the sender signed are refused at the last segment", async () => {
    const up = await upload(filled(500))
    const [alice, bob] = [await person("alice@example.com"), await person("bob@example.com")]
    const wrong: SealedFile = { ...up.file, entry: { ...up.file.entry, sha: randomBytes(32) } }
    const opened = await open(await send(alice, { org, to: [to(bob)], files: [wrong] }), bob, "to")
    const file = await prepareFile({ opened, index: 0, objectHeader: up.header, hashes: up.hashes })
    await expect(openFileSegment(file, up.segments[0] ?? new Uint8Array(), 0)).rejects.toThrow(refused)
  })
})
