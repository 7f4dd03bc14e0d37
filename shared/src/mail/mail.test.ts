import { simpleParser } from "mailparser"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { dateText, encodedWords, mailboxSeparator, mailboxText, writeMail } from "./index.ts"
import type { MailPart } from "./index.ts"

const AT = Date.UTC(2026, 10, 27, 8, 5, 9)
const text = (content: string): MailPart => ({ type: "text/plain; charset=utf-8", content: () => [utf8(content)] })

async function written(fields: [string, string][], body: MailPart): Promise<Buffer> {
  const pieces: Bytes[] = []
  for await (const piece of writeMail({ seed: "msg_1", fields, body })) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Free text as people may have it, without controls, which become blanks. */
const words = fc
  .string({ unit: "grapheme", maxLength: 120 })
  .map((value) => value.replace(/[\p{Cc}\p{Cs}\s]+/gu, " ").trim())
const files = fc.array(
  fc.record({ name: words.filter((name) => name !== ""), bytes: fc.uint8Array({ maxLength: 4000 }) }),
  {
    maxLength: 3,
  },
)

describe("mail as bytes, read by another program", () => {
  it("S31 export: subject, names, text and files come out as they went in", async () => {
    await fc.assert(
      fc.asyncProperty(words, words, fc.string({ unit: "grapheme" }), files, async (subject, name, body, attached) => {
        const content = body.replace(/\r\n?|\p{Cs}/gu, "\n")
        const mail = await written(
          [
            ["Date", dateText(AT)],
            ["From", mailboxText([{ name, address: "anna@example.org" }])],
            ["To", mailboxText([{ name: "", address: "bob@example.com" }])],
            ["Subject", encodedWords(subject)],
          ],
          {
            multipart: "mixed",
            parts: [
              text(content),
              ...attached.map((file): MailPart => ({
                type: "application/octet-stream",
                name: file.name,
                disposition: "attachment",
                content: () => [file.bytes.slice(0, 7), file.bytes.slice(7)],
              })),
            ],
          },
        )
        expect(
          Math.max(
            ...mail
              .toString("latin1")
              .split("\r\n")
              .map((line) => line.length),
          ),
        ).toBeLessThanOrEqual(200)
        const parsed = await simpleParser(mail)
        expect(parsed.subject ?? "").toBe(subject)
        expect(parsed.from?.value[0]?.address).toBe("anna@example.org")
        expect(parsed.from?.value[0]?.name).toBe(name)
        expect(parsed.date?.getTime()).toBe(AT)
        expect((parsed.text ?? "").trimEnd()).toBe(content.trimEnd())
        expect(parsed.attachments.map(({ filename }) => filename)).toEqual(attached.map((file) => file.name))
        expect(parsed.attachments.map((file) => [...file.content])).toEqual(attached.map(({ bytes }) => [...bytes]))
      }),
      { numRuns: 150 },
    )
  })

  it.each(["message/rfc822", "Message/Partial", "multipart/mixed"])(
    "S31 export: a file of type %s, which no mail program reads as base64, comes out as it went in",
    async (type) => {
      const bytes = utf8("From: anna@example.org\r\nSubject: Inner\r\n\r\n--x\r\nInner text\r\n")
      const file: MailPart = { type, name: "inner.eml", disposition: "attachment", content: () => [bytes] }
      const mail = await written([["Subject", "Outer"]], { multipart: "mixed", parts: [text("outer"), file] })
      const [attached, ...more] = (await simpleParser(mail)).attachments
      expect(more).toEqual([])
      expect(mail.toString("latin1")).toContain("\r\nContent-Type: application/octet-stream;\r\n")
      expect(attached?.filename).toBe("inner.eml")
      expect(attached?.content.equals(bytes)).toBe(true)
    },
  )

  it("S31 export: a text and its HTML with a picture stay together", async () => {
    const mail = await written([["Subject", "Picture"]], {
      multipart: "alternative",
      parts: [
        text("plain"),
        {
          multipart: "related",
          parts: [
            { type: "text/html; charset=utf-8", content: () => [utf8('<p>rich</p><img src="cid:one@example.org">')] },
            {
              type: "image/png",
              name: "one.png",
              disposition: "inline",
              cid: "one@example.org",
              content: () => [Uint8Array.of(1, 2, 3)],
            },
          ],
        },
      ],
    })
    const parsed = await simpleParser(mail, { skipImageLinks: true })
    expect(parsed.text?.trim()).toBe("plain")
    expect(parsed.html).toContain("cid:one@example.org")
    expect(parsed.attachments[0]).toMatchObject({ cid: "one@example.org", related: true, contentType: "image/png" })
  })

  it("S31 export: a mailbox file has one line `From ` before each mail and no other", async () => {
    const body = Buffer.concat([
      mailboxSeparator("anna@example.org", AT, true),
      await written([["Subject", encodedWords("From here to there")]], text("From me\nFrom you\n")),
      mailboxSeparator("", AT, false),
      await written([["Subject", "Two"]], text("second")),
    ]).toString("latin1")
    expect(body.match(/^From .*$/gm)).toEqual([
      "From anna@example.org Fri Nov 27 08:05:09 2026\r".trimEnd(),
      "From MAILER-DAEMON Fri Nov 27 08:05:09 2026",
    ])
  })
})
