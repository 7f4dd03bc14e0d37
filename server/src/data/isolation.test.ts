/** What a thief of files, or one organization's database, can and cannot tell: over a server that carried messages. */
import { randomBytes } from "node:crypto"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join, relative } from "node:path"
import SQLite from "better-sqlite3"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import { founder, invite, registered, sendLetter } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
const organizations: string[] = []
const messages: string[] = []

const rows = (file: string, query: string): Record<string, unknown>[] => {
  const database = new SQLite(file, { readonly: true })
  try {
    return database.prepare(query).all() as Record<string, unknown>[]
  } finally {
    database.close()
  }
}
const databaseOf = (org: string): string => join(server.dataDir, "db", "organizations", `${org}.db`)
const platform = (): string => join(server.dataDir, "db", "platform.db")
const dataKeyOf = (org: string): Buffer => {
  const engine = cryptoEngine(Buffer.from(readFileSync(join(server.dataDir, "keys", "platform.key"), "utf8"), "hex"))
  const wrapped = rows(platform(), `SELECT data_key FROM organization WHERE id = '${org}'`)[0]?.["data_key"]
  return engine.open(`data-key|${org}`, wrapped as Buffer)
}

beforeAll(async () => {
  server = await startTestServer()
  for (const domain of ["example.com", "example.net"]) {
    const head = await founder(server, `head@${domain}`, `Firm ${domain}`)
    await invite(head, `member@${domain}`)
    await registered(server, `member@${domain}`)
    organizations.push(head.org)
    messages.push(await sendLetter(head, head.org, [`member@${domain}`], new Uint8Array(randomBytes(1_300_000))))
  }
}, 60_000)
afterAll(async () => {
  await server?.stop()
})

describe("S48 every organization has a database of its own", () => {
  test("a message and its files stand in the database of its organization and in no other", () => {
    for (const [place, org] of organizations.entries()) {
      expect(rows(databaseOf(org), "SELECT id FROM message").map(({ id }) => id)).toEqual([messages[place]])
      expect(rows(databaseOf(org), "SELECT id FROM object")).toHaveLength(1)
      const other = organizations[1 - place] ?? ""
      for (const suffix of ["", "-wal"])
        expect(readFileSync(databaseOf(other) + suffix).includes(messages[place] ?? "?")).toBe(false)
    }
  })

  test("S21 what one organization's key sealed opens neither under another's nor in another context", () => {
    const [first = "", second = ""] = organizations
    const held = rows(databaseOf(first), "SELECT id, location FROM object")[0] as { id: string; location: Buffer }
    const context = `location|${held.id}`
    expect(cryptoEngine(dataKeyOf(first)).open(context, held.location)).toHaveLength(16)
    expect(() => cryptoEngine(dataKeyOf(second)).open(context, held.location)).toThrow("unable to authenticate data")
    expect(() => cryptoEngine(dataKeyOf(first)).open("location|another", held.location)).toThrow(
      "unable to authenticate data",
    )
  })

  test("S54 databases and keys are readable for the server's own user alone, and keys lie in none of the databases", () => {
    const all = readdirSync(server.dataDir, { recursive: true }).map((name) => join(server.dataDir, String(name)))
    const folders = all.filter((name) => statSync(name).isDirectory())
    const databases = all.filter((name) => /\.db(-wal)?$/.test(name))
    expect(databases.length).toBeGreaterThanOrEqual(6)
    for (const name of databases) {
      const guarded = folders.some((folder) => name.startsWith(`${folder}/`) && (statSync(folder).mode & 0o077) === 0)
      expect([relative(server.dataDir, name), guarded]).toEqual([relative(server.dataDir, name), true])
    }
    const secrets = [
      readFileSync(join(server.dataDir, "keys", "platform.key"), "utf8"),
      readFileSync(join(server.dataDir, "keys", "opaque.setup"), "utf8"),
    ]
    const raw = [Buffer.from(secrets[0] ?? "", "hex"), ...organizations.map(dataKeyOf)]
    for (const name of databases)
      for (const secret of [...secrets, ...raw]) expect(readFileSync(name).includes(secret)).toBe(false)
  })
})

describe("S58 where a file's segments lie", () => {
  test("a copy of all databases and of the repository does not tell which files are of which message", () => {
    const repository = join(server.dataDir, "files")
    const names = readdirSync(repository, { recursive: true })
      .map(String)
      .filter((name) => statSync(join(repository, name)).isFile())
    expect(names.length).toBeGreaterThanOrEqual(2)
    const databases = [platform(), ...organizations.map(databaseOf)].flatMap((file) => [file, `${file}-wal`])
    for (const name of names) {
      const opaque = name.replaceAll(/[^0-9a-f]/g, "")
      for (const file of databases) {
        const bytes = readFileSync(file)
        expect(bytes.includes(opaque.slice(0, 16))).toBe(false)
        expect(bytes.includes(Buffer.from(opaque.slice(0, 16), "hex"))).toBe(false)
      }
    }
    const places = organizations.flatMap((org) =>
      rows(databaseOf(org), "SELECT id, location FROM object").map((held) =>
        cryptoEngine(dataKeyOf(org)).open(`location|${String(held["id"])}`, held["location"] as Buffer),
      ),
    )
    for (const place of places) for (const file of databases) expect(readFileSync(file).includes(place)).toBe(false)
  })
})
