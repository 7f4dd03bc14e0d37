import { describe, expect, it } from "vitest"
import { toBase64 } from "@smp/shared/bytes"
import { decodeBase64 } from "./base64.ts"
import { readDraftHtml } from "./draft-html.ts"

describe("pictures inside the text of a draft", () => {
  it("S3 a picture in the HTML itself becomes an attachment named by content id", async () => {
    const { html, pictures } = readDraftHtml('<p>a<img alt="x" src="data:image/png;base64,aGVsbG8=" width="3"></p>')
    expect(html).toBe('<p>a<img src="cid:picture-1@message" alt="x" width="3"></p>')
    expect(pictures).toMatchObject([{ name: "picture-1.png", type: "image/png", size: 5, cid: "picture-1@message" }])
    expect(new TextDecoder().decode(await pictures[0]?.source.slice(0, 5))).toBe("hello")
  })
  it("an inline picture that Outlook shows through an address of its own keeps its content id", () => {
    const tag =
      '<img src="https://attachments.office.example/x?token=secret" originalsrc="cid:logo@1" data-imagetype="AttachmentByCid">'
    expect(readDraftHtml(tag)).toEqual({ html: '<img src="cid:logo@1">', pictures: [] })
  })
  it("everything else stays as it was written", () => {
    const html = '<p>1 &lt; 2 <img src="cid:a@b"> <img src="https://example.com/p.png"></p>'
    expect(readDraftHtml(html)).toEqual({ html, pictures: [] })
  })
})

describe("attachments as base64", () => {
  it("are decoded whole, whatever their length, also in many pieces and with line ends", async () => {
    for (const length of [0, 1, 2, 3, 4, 1000, 3_000_001]) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 31) & 255)
      const decoded = await decodeBase64(toBase64(bytes))
      expect(decoded.length).toBe(length)
      expect(decoded.every((byte, at) => byte === bytes[at])).toBe(true)
    }
    expect([...(await decodeBase64("aGVs\r\nbG8="))]).toEqual([...new TextEncoder().encode("hello")])
  })
})
