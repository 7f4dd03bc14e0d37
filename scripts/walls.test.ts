/** The walls check against planted imports: a copy of it looks at a small tree that it takes for the house. */
import { spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

let house: string
const TOPS = ["shared/src", "server/src", "addin-thunderbird", "addin-outlook", "manifest", "e2e", "docs"]

const write = (file: string, source: string): void => {
  mkdirSync(dirname(join(house, file)), { recursive: true })
  writeFileSync(join(house, file), source)
}
const check = (files: Record<string, string>): { code: number | null; said: string } => {
  for (const [file, source] of Object.entries(files)) write(file, source)
  const { status, stderr } = spawnSync(process.execPath, [join(house, "scripts", "walls.mjs")], { encoding: "utf8" })
  for (const file of Object.keys(files)) rmSync(join(house, file))
  return { code: status, said: stderr }
}

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), "smp-walls-"))
  for (const top of [...TOPS, "scripts"]) mkdirSync(join(house, top), { recursive: true })
  copyFileSync(join(import.meta.dirname, "walls.mjs"), join(house, "scripts", "walls.mjs"))
  write("server/src/http/keep.ts", `import { hash } from "@smp/shared/bytes"\n`)
})
afterAll(() => rmSync(house, { recursive: true, force: true }))

const OPENING = `import { openGrant } from "@smp/shared/envelope/open"\n`

describe("S27 the walls", () => {
  it("stand in a house that keeps to its doors", () => {
    expect(check({})).toEqual({ code: 0, said: "" })
    expect(check({ "server/src/roles/grant-agent/open.ts": OPENING }).code).toBe(0)
  })

  it.each(["http/route.ts", "services/reading.ts", "jobs/deliver.ts", "data/store.ts", "roles/web.ts", "compose.ts"])(
    "refuse opening code in server/src/%s: only the grant agent opens",
    (file) => {
      for (const source of [
        OPENING,
        OPENING.replace(" from ", " from\n  "),
        `await import("@smp/shared/envelope")\n`,
      ]) {
        const { code, said } = check({ [`server/src/${file}`]: source })
        expect([code, said]).toEqual([1, expect.stringContaining("only the grant agent may open envelopes")])
      }
      const around = check({ [`server/src/${file}`]: `export * from "../../../shared/src/envelope/index.ts"\n` })
      expect(around.code).toBe(1)
    },
  )

  it("S54 refuse a database's driver outside the room of the data", () => {
    const driver = `import SQLite from "better-sqlite3"\n`
    expect(check({ "server/src/data/dialects/sqlite.ts": driver }).code).toBe(0)
    for (const file of ["server/src/services/any.ts", "server/src/http/any.ts", "server/web/src/any.ts"])
      expect(check({ [file]: driver }).said).toContain("only server/src/data may name a database's driver")
    expect(check({ "server/src/jobs/any.ts": `import { eq } from "drizzle-orm"\n` }).code).toBe(1)
  })

  it("refuse a door that is not in the table", () => {
    const { said } = check({ "server/src/http/list.ts": `import { messageStore } from "../data/message.store.ts"\n` })
    expect(said).toContain("server/src/http has no door to server/src/data")
  })
})
