import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { randomBytes } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bytesCanary, newMark, search, sweepFolder, textCanary } from "./canaries.ts"

const mark = newMark()
const secret = randomBytes(32)
const canaries = [textCanary("text", mark), bytesCanary("key", secret)]
const around = (bytes: Buffer | string, before: number) =>
  Buffer.concat([Buffer.alloc(before, 7), Buffer.from(bytes), Buffer.alloc(5, 9)])

describe("S9 the search for canaries finds a planted one", () => {
  it("as UTF-8, UTF-16 in both orders and hex", () => {
    const little = Buffer.from(mark, "utf16le")
    const spellings = [
      Buffer.from(mark),
      little,
      Buffer.from(little).swap16(),
      Buffer.from(Buffer.from(mark).toString("hex")),
    ]
    for (const spelling of spellings) expect(search("place", around(spelling, 3), canaries)).toHaveLength(1)
  })

  it("in base64 and base64url at any alignment, wrapped or not", () => {
    for (let before = 0; before < 6; before++)
      for (const encoding of ["base64", "base64url"] as const) {
        const text = around(secret, before).toString(encoding)
        const wrapped = text.replaceAll(/(.{20})/g, "$1\r\n")
        expect(search("place", Buffer.from(text), canaries).length, `${encoding} after ${before}`).toBeGreaterThan(0)
        expect(search("place", Buffer.from(wrapped), canaries).length, `wrapped after ${before}`).toBeGreaterThan(0)
      }
  })

  it("and finds nothing in other random bytes", () => {
    expect(search("place", randomBytes(1 << 20), canaries)).toEqual([])
  })
})

describe("S9 a sweep reads every file of a folder and its name", () => {
  const folder = mkdtempSync(join(tmpdir(), "smp-canary-"))
  beforeAll(() => writeFileSync(join(folder, `${mark}.bin`), "nothing"))
  afterAll(() => rmSync(folder, { recursive: true }))

  it("and finds a mark in a file name", () => {
    const sweep = sweepFolder(folder, canaries)
    expect(sweep.files).toBe(1)
    expect(sweep.sightings.map((sighting) => sighting.canary)).toEqual(["text"])
  })
})
