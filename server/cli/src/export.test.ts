/** What people take away: read back by other programs, mailparser and the age of Debian. */
import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { existsSync } from "node:fs"
import { readdir, readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { copyBytes } from "@smp/shared/bytes"
import { verifyPack } from "@smp/shared/evidence"
import type { PackSource } from "@smp/shared/evidence"
import { simpleParser } from "mailparser"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startRealServer } from "./testing/real-server.ts"
import type { RealServer } from "./testing/real-server.ts"

const AGE = "/usr/bin/age"
const HTML = "<p>Dear <b>both</b>, ä</p>"
let server: RealServer
let first: string
let second: string
const bytes = randomBytes(1_200_000)
const file = (name: string) => join(server.home, name)

async function send(args: readonly string[], html: string): Promise<string> {
  await writeFile(file("body.html"), html)
  const done = await server.smp("alice", ["send", "--html", "--body-file", file("body.html"), "--json", ...args])
  expect(done.err).toBe("")
  return (done.json() as { id: string }).id
}

beforeAll(async () => {
  server = await startRealServer()
  await server.found("alice", "alice@example.com", ["--name", "Alice Ö"])
  await server.smp("alice", ["member", "add", "--email", "bob@example.com"])
  await server.register("bob", "bob@example.com")
  await writeFile(file("Vertrag – Entwurf.pdf"), bytes)
  const to = ["--to", "bob@example.com", "--bcc", "blind@example.net"]
  first = await send([...to, "--subject", "Über alles – 日本", "--attach", file("Vertrag – Entwurf.pdf")], HTML)
  second = await send(["--to", "bob@example.com", "--subject", "Second", "--hide-subject"], "<p>From here</p>")
}, 120_000)

afterAll(async () => {
  await server?.stop()
})

async function exported(person: string, args: readonly string[]): Promise<Buffer> {
  const done = await server.smp(person, ["export", ...args, "--json"])
  expect(done.err).toBe("")
  return readFile((done.json() as { path: string }).path)
}

/** A pack in memory, to be tampered with. */
function memoryPack(files: readonly (readonly [string, Buffer])[]) {
  const packOf = (held: ReadonlyMap<string, Buffer>): PackSource => ({
    list: () => Promise.resolve([...held.keys()]),
    // oxlint-disable-next-line require-await -- a generator of pieces
    read: async function* (name) {
      yield copyBytes(held.get(name) ?? Buffer.alloc(0))
    },
    slice: (name, from, to) => Promise.resolve(copyBytes((held.get(name) ?? Buffer.alloc(0)).subarray(from, to))),
  })
  const whole = new Map(files)
  return {
    pack: packOf(whole),
    sizeOf: (name: string) => whole.get(name)?.length ?? 0,
    flipped: (name: string, at: number) => {
      const changed = Buffer.from(whole.get(name) ?? [])
      changed[at] = (changed[at] ?? 0) ^ 1
      return packOf(new Map([...whole, [name, changed]]))
    },
    without: (name: string) => packOf(new Map([...whole].filter(([held]) => held !== name))),
  }
}

/** Both ends, and places between. */
function placesIn(size: number): number[] {
  const some = Array.from({ length: 24 }, (_, at) => Math.floor((size * at) / 24))
  return [...new Set([...some, size - 1])]
}

describe("smp export", () => {
  it("S31 export: a message as a mail file has its headers, both texts, its file and the slip", async () => {
    const mail = await simpleParser(await exported("bob", [first, "--mail-only", "--out", file("bob-out")]))
    expect(mail.subject).toBe("Über alles – 日本")
    expect(mail.from?.value).toEqual([{ address: "alice@example.com", name: "Alice Ö" }])
    expect(mail.messageId).toBe(`<${first}@localhost>`)
    expect(mail.html).toBe(HTML)
    expect(mail.text?.trim()).toBe("Dear both, ä")
    expect(mail.bcc).toBeUndefined()
    const [contract, slipText, slipBytes] = mail.attachments
    expect(contract).toMatchObject({ filename: "Vertrag – Entwurf.pdf" })
    expect(contract?.content.equals(bytes)).toBe(true)
    expect(slipText?.content.toString()).toMatch(/bob@example\.com/)
    expect(slipText?.content.toString()).not.toMatch(/blind@/)
    expect(slipBytes).toMatchObject({ filename: "delivery-slip.cbor", contentType: "application/cbor" })
    const own = await simpleParser(await exported("alice", [first, "--mail-only", "--out", file("alice-out")]))
    expect([own.bcc].flat()[0]?.text).toMatch("blind@example.net")
  })

  it("S31 export: a hidden subject stands in the file, and exporting tells the sender nothing of a reading", async () => {
    const mail = await simpleParser(await exported("bob", [second, "--mail-only", "--out", file("bob-out")]))
    expect(mail.subject).toBe("Second")
    const slip = (await server.smp("alice", ["slip", second])).out
    expect(slip).not.toMatch(/displayed/)
  })

  it.skipIf(!existsSync(AGE))(
    "S31 export: the age of Debian opens a file that is locked for an X25519 key",
    async () => {
      const identity = execFileSync("age-keygen", { stdio: ["ignore", "pipe", "ignore"] })
      await writeFile(file("key.txt"), identity)
      const recipient = /public key: (age1\w+)/.exec(identity.toString())?.[1] ?? ""
      const locked = await exported("bob", [first, "--out", file("bob-out"), "--age", recipient])
      expect(locked.includes("Vertrag")).toBe(false)
      const opened = execFileSync(AGE, ["--decrypt", "-i", file("key.txt")], { input: locked, maxBuffer: 1 << 26 })
      expect((await simpleParser(opened)).attachments[0]?.content.equals(bytes)).toBe(true)
      const wrong = await server.smp("bob", ["export", first, "--out", file("bob-out"), "--age", "age1nobody"])
      expect(wrong.code).toBe(2)
    },
  )

  it("S37 S52 evidence: a folder that proves the message without any server; each flipped byte names its file", async () => {
    await server.smp("bob", ["read", first])
    const done = await server.smp("bob", ["export", first, "--out", file("bob-out"), "--json"])
    expect(done.err).toBe("")
    const folder = dirname((done.json() as { path: string }).path)
    const names = await readdir(folder)
    expect(names.map((name) => (name.startsWith("obj_") ? "obj" : name)).toSorted()).toEqual([
      "answers.cbor",
      "delivery-slip.txt",
      "evidence.smpe",
      "message.eml",
      "obj",
      "report.html",
    ])
    expect(
      (await simpleParser(await readFile(join(folder, "message.eml")))).attachments[0]?.content.equals(bytes),
    ).toBe(true)
    expect(await readFile(join(folder, "report.html"), "utf8")).toMatch(/Signed by .*Alice Ö.*unchanged/)
    const source = memoryPack(
      await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
    )
    expect((await verifyPack(source.pack)).problems).toEqual([])
    for (const name of names) {
      for (const at of placesIn(source.sizeOf(name))) {
        const { problems } = await verifyPack(source.flipped(name, at))
        expect(
          problems.map((problem) => problem.file),
          `${name} at ${at}`,
        ).toEqual([name])
      }
    }
    expect((await verifyPack(source.without("report.html"))).problems).toMatchObject([
      { file: "report.html", reason: "missing" },
    ])
  })

  it("S37 evidence: smp verify needs no server, and says what does not fit", async () => {
    const done = await server.smp("alice", ["export", first, "--out", file("alice-out"), "--json"])
    const path = (done.json() as { path: string }).path
    const offline = ["--server", "http://127.0.0.1:9"]
    const good = await server.smp("nobody", ["verify", path, "--json", ...offline])
    expect(good.err).toBe("")
    expect(good.code).toBe(0)
    expect(good.json()).toMatchObject({
      ok: true,
      verdict: "intact",
      problems: [],
      organization: "Example",
      log: "proved",
    })
    const zipped = await server.smp("alice", ["export", first, "--out", file("alice-out"), "--zip", "--json"])
    const unpacked = await server.smp("nobody", [
      "verify",
      (zipped.json() as { path: string }).path,
      "--json",
      ...offline,
    ])
    expect(unpacked.json()).toMatchObject({ ok: true, verdict: "intact", problems: [] })
    const mail = join(dirname(path), "message.eml")
    await writeFile(mail, (await readFile(mail, "latin1")).replace("Subject:", "subject:"), "latin1")
    const bad = await server.smp("nobody", ["verify", dirname(path), "--json", ...offline])
    expect(bad.code).toBe(1)
    expect(bad.json()).toMatchObject({ ok: false, problems: [{ file: "message.eml", reason: "changed" }] })
  })

  it("S23 leaving: everything as mailbox files, oldest first; what cannot be opened is named", async () => {
    const done = await server.smp("bob", ["export", "--all", "--out", file("bob-all"), "--json"])
    expect(done.code).toBe(0)
    const mailbox = await readFile(join(file("bob-all"), "Inbox.mbox"), "latin1")
    const mails = mailbox.split(/^From [^\r\n]*\r\n/m).slice(1)
    const subjects = await Promise.all(
      mails.map(async (mail) => (await simpleParser(Buffer.from(mail, "latin1"))).subject),
    )
    expect(subjects).toEqual(["Über alles – 日本", "Second"])
    expect((await readdir(file("bob-all"))).filter((name) => name.endsWith(".part"))).toEqual([])
  })
})
