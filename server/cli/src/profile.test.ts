import { spawnSync } from "node:child_process"
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, expect, it } from "vitest"
import { openProfile } from "./profile.ts"

let dir: string
afterEach(() => rm(dir, { recursive: true, force: true }))

it("S34 what a killed process had begun to write is gone at the next start; what one writes now stays", async () => {
  dir = await mkdtemp(join(tmpdir(), "smp-profile-"))
  const { journal } = await openProfile(dir)
  await journal.set("kept", new Uint8Array([1]))
  const gone = spawnSync(process.execPath, ["-e", ""]).pid
  await writeFile(join(dir, "journal", `half.${gone}-0123456789ab.tmp`), "half")
  await writeFile(join(dir, "journal", `writing.${process.pid}-0123456789ab.tmp`), "half")
  await openProfile(dir)
  expect(await readdir(join(dir, "journal"))).toEqual(["kept", `writing.${process.pid}-0123456789ab.tmp`])
})

it("S34 what is kept is listed by its name, and halves are not", async () => {
  dir = await mkdtemp(join(tmpdir(), "smp-profile-"))
  const { journal } = await openProfile(dir)
  for (const name of ["a/record", "a/commit", "b*/record"]) await journal.set(name, new Uint8Array([1]))
  await writeFile(join(dir, "journal", `c%2Frecord.${process.pid}-0123456789ab.tmp`), "half")
  expect((await journal.names("")).toSorted()).toEqual(["a/commit", "a/record", "b*/record"])
  expect((await journal.names("a/")).toSorted()).toEqual(["a/commit", "a/record"])
})
