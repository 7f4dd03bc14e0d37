/** The end of an upload under kill -9: the real service on the real disk. */
import { fork } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { newId, randomBytes, toHex } from "@smp/shared/bytes"
import { afterEach, beforeEach, expect, test } from "vitest"
import { openFiles, UPLOAD_BYTES } from "../testing/files-to-kill.ts"

const PROGRAM = resolve(import.meta.dirname, "../testing/files-to-kill.ts")
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "smp-killed-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

function kept(): string[] {
  const repository = join(folder, "files")
  const names = existsSync(repository) ? readdirSync(repository, { recursive: true }).map(String) : []
  return names.filter((name) => statSync(join(repository, name)).isFile())
}

test("T2 R31 killed between the commit and the files, what was dropped goes at the next start, and what is listed stays", async () => {
  const key = toHex(randomBytes(32))
  const owner = newId("idn")
  const said: string[] = []
  const child = fork(PROGRAM, [folder, key, owner], { execArgv: ["--disable-warning=ExperimentalWarning"] })
  child.on("message", (word) => said.push(word as string))
  expect(await once(child, "exit")).toEqual([null, "SIGKILL"])
  const [listed = "", dropped = "", ...more] = said
  expect([more, kept().length]).toEqual([[], 2])
  const { files, organization, close } = openFiles(folder, key)
  expect(await organization.objects.find(dropped)).toBeNull()
  await files.sweep(0)
  expect([kept().length, await organization.objects.removals(0, 10)]).toEqual([1, []])
  expect(await files.readChunk(organization, listed, 0)).toHaveLength(UPLOAD_BYTES)
  await close()
})
