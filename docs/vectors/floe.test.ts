import { describe, expect, it } from "vitest"
import { concat, equalBytes, fromHex, utf8 } from "../../shared/src/bytes/index.ts"
import type { Bytes } from "../../shared/src/bytes/index.ts"
import { OBJECT_HEADER, openObject, sealObject } from "../../shared/src/envelope/index.ts"
import { hasPublished, readPublished } from "./published.ts"

const KEY = new Uint8Array(32)
const AAD = utf8("This is AAD")
const names = [
  ...["go", "java", "pub_java", "cpp", "rust"].flatMap((by) => [`${by}_GCM256_IV256_4K`, `${by}_GCM256_IV256_64`, `${by}_rotation`]),
  "java_lastSegAligned",
  "java_lastSegEmpty",
]

function readVector(name: string): { segment: number; rotation: number; header: Bytes; segments: Bytes[]; plain: Bytes } {
  const stored = fromHex(readPublished(`floe/${name}_ct.txt`).trim())
  const plain = fromHex(readPublished(`floe/${name}_pt.txt`).trim())
  const segment = new DataView(stored.buffer).getUint32(2)
  const segments: Bytes[] = []
  for (let at = OBJECT_HEADER; at < stored.length; at += segment) segments.push(stored.slice(at, at + segment))
  return { segment, rotation: name.endsWith("rotation") ? 2 : 20, header: stored.slice(0, OBJECT_HEADER), segments, plain }
}

describe.runIf(hasPublished)("FLOE known answers", () => {
  it.each(names)("%s opens, and seals to the same bytes", async (name) => {
    const { segment, rotation, header, segments, plain } = readVector(name)
    const opener = await openObject(KEY, AAD, header, { segment, rotation })
    const parts: Bytes[] = []
    for (const [i, stored] of segments.entries()) parts.push(await opener.open(stored, i, i === segments.length - 1))
    expect(equalBytes(concat(...parts), plain)).toBe(true)

    const nonces = segments.map((stored) => stored.slice(4, 16))
    const sealer = await sealObject(KEY, AAD, null, { segment, rotation, iv: header.slice(10, 42), nonce: () => nonces.shift() ?? new Uint8Array() })
    expect(equalBytes(sealer.header, header)).toBe(true)
    for (const [i, part] of parts.entries()) {
      expect(equalBytes(await sealer.seal(part, i, i === parts.length - 1), segments[i] ?? new Uint8Array())).toBe(true)
    }
  })
})
