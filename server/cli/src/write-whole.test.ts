import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { writeWhole } from "./write-whole.ts"

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "smp-whole-"))
})
afterAll(() => rm(folder, { recursive: true }))

it("S22 two files of one name are both saved, also where the name is as long as names may be", async () => {
  for (const name of ["plan.pdf", `${"p".repeat(251)}.pdf`, `${"ü".repeat(125)}x.pdf`]) {
    const paths = [await writeWhole(folder, name, [Buffer.of(1)]), await writeWhole(folder, name, [Buffer.of(2)])]
    expect(basename(paths[0] ?? "")).toBe(name)
    expect(paths[1]).toMatch(/ \(2\)\.pdf$/)
  }
  expect(await readdir(folder)).toHaveLength(6)
})
