/** What people take away: read back by other programs, mailparser and the age of Debian. */
import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { existsSync } from "node:fs"
import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { simpleParser } from "mailparser"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PASSWORD, startRealServer } from "./testing/real-server.ts"
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
  const setUp = ["setup", server.setUpLink(), "--organization", "Example", "--email", "alice@example.com"]
  await server.smp("alice", [...setUp, "--name", "Alice Ö", "--password-stdin"], PASSWORD)
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

describe("smp export", () => {
  it("S31 export: a message as a mail file has its headers, both texts, its file and the slip", async () => {
    const mail = await simpleParser(await exported("bob", [first, "--out", file("bob-out")]))
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
    const own = await simpleParser(await exported("alice", [first, "--out", file("alice-out")]))
    expect([own.bcc].flat()[0]?.text).toMatch("blind@example.net")
  })

  it("S31 export: a hidden subject stands in the file, and exporting tells the sender nothing", async () => {
    const mail = await simpleParser(await exported("bob", [second, "--out", file("bob-out")]))
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
