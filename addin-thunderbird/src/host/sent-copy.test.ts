import { describe, expect, it } from "vitest"
import { readNotice } from "../background/notice.ts"
import { writeSentCopy } from "./sent-copy.ts"
import type { SentCopy } from "./sent-copy.ts"

const copy: SentCopy = {
  origin: "https://messages.example.org",
  id: "msg_01jd3q8r5s6t7v8w9x0y1z2a3b",
  reference: "7HK2-PQ9D",
  at: Date.UTC(2026, 10, 23, 14, 32),
  from: { name: "Anna Weber", address: "anna@example.org" },
  to: [
    { name: "Zoë Ångström, Praxis für Überlange Namen und noch viel mehr davon", address: "zoe@example.com" },
    { name: "", address: "bob@example.com" },
  ],
  cc: [{ name: 'Evil"\r\nBcc: <other@example.com>', address: "cara@example.com" }],
  text: { subject: "Nachricht 7HK2-PQ9D an Zoë", body: "Übergeben." },
}

/** What a mail program does with it: unfold, decode the encoded words, decode the body. */
function parse(written: string) {
  const end = written.indexOf("\r\n\r\n")
  const decode = (text: string) =>
    text
      .replace(/\?=\s+=\?/g, "?==?")
      .replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, base64: string) => Buffer.from(base64, "base64").toString("utf8"))
  const fields = written
    .slice(0, end)
    .replace(/\r\n /g, " ")
    .split("\r\n")
    .map((line) => {
      const colon = line.indexOf(": ")
      return [line.slice(0, colon).toLowerCase(), decode(line.slice(colon + 2))] as const
    })
  return {
    fields: new Map(fields),
    names: fields.map(([name]) => name),
    text: Buffer.from(written.slice(end), "base64").toString("utf8"),
  }
}

describe("the notice in the sender's own Sent folder", () => {
  it("is a plain mail that every program reads, names and all", async () => {
    const written = await writeSentCopy(copy)
    expect(written).toMatch(/^[\x20-\x7e\r\n]*$/)
    expect(Math.max(...written.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(120)
    const { fields, text } = parse(written)
    expect(fields.get("subject")).toBe(copy.text.subject)
    expect(new Date(fields.get("date") ?? "").getTime()).toBe(copy.at)
    expect(fields.get("message-id")).toBe(`<${copy.id}@messages.example.org>`)
    expect(fields.get("from")).toBe('"Anna Weber" <anna@example.org>')
    expect(fields.get("to")).toBe(`${copy.to[0]?.name} <zoe@example.com>, <bob@example.com>`)
    expect(text.trim()).toBe(`Übergeben.\n\nhttps://messages.example.org/m/${copy.id}`)
  })

  it("cannot be given another header field by a name", async () => {
    const { names } = parse(await writeSentCopy(copy))
    expect(names).not.toContain("bcc")
    expect(new Set(names).size).toBe(names.length)
  })

  it("is opened by the same button as a received notice", async () => {
    const { fields, text } = parse(await writeSentCopy(copy))
    expect(
      readNotice({ headers: { "x-delivery-slip": [fields.get("x-delivery-slip") ?? ""] }, texts: [text] }, copy.origin),
    ).toEqual({ kind: "notice", id: copy.id })
  })
})
