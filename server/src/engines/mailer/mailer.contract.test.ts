import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { generateKeyPairSync } from "node:crypto"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { simpleParser } from "mailparser"
import type { ParsedMail } from "mailparser"
import { SMTPServer } from "smtp-server"
import type { SMTPServerOptions } from "smtp-server"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { devOutbox, readOutbox } from "./dev-outbox.ts"
import type { Mail, Mailer } from "./mailer.ts"
import { smtpMailer } from "./smtp-mailer.ts"

interface Caught {
  raw: string
  from: string
  to: string[]
}
interface Place {
  mailer: Mailer
  readonly mails: () => Promise<Caught[]>
  readonly close: () => Promise<void>
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mailer-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function sink(
  options: SMTPServerOptions = {},
): Promise<{ url: string; mails: Caught[]; close: () => Promise<void> }> {
  const mails: Caught[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? "" : mailFrom.address
        mails.push({ raw: Buffer.concat(chunks).toString("utf8"), from, to: rcptTo.map(({ address }) => address) })
        done()
      })
    },
    ...options,
  })
  server.on("error", () => undefined)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  return { url, mails, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

async function smtpPlace(): Promise<Place> {
  const { url, mails, close } = await sink()
  const mailer = smtpMailer(url, null)
  return {
    mailer,
    mails: () => Promise.resolve(mails),
    close: async () => {
      await mailer.close()
      await close()
    },
  }
}

function outboxPlace(): Promise<Place> {
  const file = join(folder, "outbox.jsonl")
  const mailer = devOutbox(file)
  const mails = () => Promise.resolve(readOutbox(file).map(({ raw, from, to }) => ({ raw, from, to: [to] })))
  return Promise.resolve({ mailer, mails, close: () => mailer.close() })
}

const mail = (change: Partial<Mail> = {}): Mail => ({
  messageId: "<one@mail.example.com>",
  date: new Date("2026-11-23T12:00:00Z"),
  from: { name: "Anna Example, Example Works", address: "notice@mail.example.com" },
  to: "bob@example.org",
  replyTo: { name: "Anna Example", address: "anna@example.com" },
  subject: "Message 7HK2-PQ9D from Anna Example",
  text: "One line\nÄnderung, 日本, a dot:\n.\nend",
  html: "<p>One line</p>",
  references: ["<zero@mail.example.com>"],
  fields: { "Auto-Submitted": "auto-generated", "X-Delivery-Slip": "msg_x; origin=https://mail.example.com" },
  ...change,
})
const header = (parsed: ParsedMail, name: string): string =>
  parsed.headerLines.find(({ key }) => key === name)?.line ?? ""

describe.each([
  ["SMTP", smtpPlace],
  ["local outbox", outboxPlace],
])("S62 %s", (_name, open) => {
  let place: Place
  beforeEach(async () => {
    place = await open()
  })
  afterEach(() => place.close())

  test("a mail arrives as it was given", async () => {
    await place.mailer.send(mail())
    const [caught] = await place.mails()
    const parsed = await simpleParser(caught?.raw ?? "")
    expect(caught?.to).toEqual(["bob@example.org"])
    expect(parsed.text?.trimEnd()).toBe(mail().text)
    expect(parsed.html).toBe(mail().html)
    expect(parsed.subject).toBe(mail().subject)
    expect(parsed.messageId).toBe("<one@mail.example.com>")
    expect(parsed.from?.value).toEqual([mail().from])
    expect(parsed.replyTo?.value).toEqual([mail().replyTo])
    expect(parsed.inReplyTo).toBe("<zero@mail.example.com>")
    expect(header(parsed, "auto-submitted")).toBe("Auto-Submitted: auto-generated")
    expect(header(parsed, "x-delivery-slip")).toContain("msg_x; origin=https://mail.example.com")
    expect(parsed.attachments).toEqual([])
  })

  test("R24 whatever people are called, no header field is added and no address", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("a\r\nBcc: eve@example.org", "x\u2028Bcc: y", "\u202eevil", '", eve@example.org'),
    )
    let count = 0
    await fc.assert(
      fc.asyncProperty(text, text, async (name, subject) => {
        await place.mailer.send(
          mail({
            from: { name, address: "notice@mail.example.com" },
            replyTo: { name, address: "anna@example.com" },
            subject,
          }),
        )
        const caught = (await place.mails())[count++]
        const parsed = await simpleParser(caught?.raw ?? "")
        expect(caught?.to).toEqual(["bob@example.org"])
        expect(parsed.from?.value.map(({ address }) => address)).toEqual(["notice@mail.example.com"])
        expect(parsed.replyTo?.value.map(({ address }) => address)).toEqual(["anna@example.com"])
        expect(parsed.bcc).toBeUndefined()
        expect(parsed.headerLines.map(({ key }) => key).sort()).toEqual(
          [
            "auto-submitted",
            "content-type",
            "date",
            "from",
            "in-reply-to",
            "message-id",
            "mime-version",
            "references",
            "reply-to",
            "subject",
            "to",
            "x-delivery-slip",
          ].filter((key) => key !== "subject" || parsed.headers.has("subject")),
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe("what a mail server says", () => {
  const refusing = (responseCode: number) =>
    sink({ onRcptTo: (_address, _session, done) => done(Object.assign(new Error("no"), { responseCode })) })

  test.each([
    [550, "refused"],
    [554, "refused"],
    [421, "later"],
    [451, "later"],
  ])("%i is %s", async (code, failure) => {
    const { url, close } = await refusing(code)
    const mailer = smtpMailer(url, null)
    await expect(mailer.send(mail())).rejects.toMatchObject({ failure, replyCode: code })
    await mailer.close()
    await close()
  })

  test("nobody there is unreachable; it works again when the server is back", async () => {
    const first = await sink()
    await first.close()
    const mailer = smtpMailer(first.url, null)
    await expect(mailer.send(mail())).rejects.toMatchObject({ failure: "unreachable", replyCode: null })
    await mailer.close()
  })

  test("a connection that is cut after the mail was taken is unreachable: nobody knows", async () => {
    const server = createServer((socket) => {
      socket.write("220 mail.example.org\r\n")
      socket.on("error", () => undefined)
      let mail: string | null = null
      socket.on("data", (chunk) => {
        const text = chunk.toString("latin1")
        if (mail !== null) {
          mail += text
          if (mail.endsWith("\r\n.\r\n")) socket.destroy()
        } else if (text.startsWith("DATA")) {
          mail = ""
          socket.write("354 go on\r\n")
        } else socket.write("250 well\r\n")
      })
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const mailer = smtpMailer(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, null)
    await expect(mailer.send(mail())).rejects.toMatchObject({ failure: "unreachable" })
    await mailer.close()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })

  test("a wrong password is no refusal of the mail", async () => {
    const { url, close } = await sink({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(Object.assign(new Error("no"), { responseCode: 535 })),
    })
    const mailer = smtpMailer(url.replace("smtp://", "smtp://user:wrong@"), null)
    await expect(mailer.send(mail())).rejects.toMatchObject({ failure: "later" })
    await mailer.close()
    await close()
  })

  test("S68 mails are signed by DKIM when there is a key", async () => {
    const { url, mails, close } = await sink()
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
    const keyFile = join(folder, "dkim.pem")
    writeFileSync(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }))
    const mailer = smtpMailer(url, { domainName: "mail.example.com", keySelector: "one", keyFile })
    await mailer.send(mail())
    expect(mails[0]?.raw).toMatch(/^DKIM-Signature: v=1;.*d=mail\.example\.com/)
    await mailer.close()
    await close()
  })
})
