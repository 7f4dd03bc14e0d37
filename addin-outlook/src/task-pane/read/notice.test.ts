import { newId } from "@smp/shared/bytes"
import { describe, expect, it } from "vitest"
import { readNotice } from "./notice.ts"

const server = "https://mail.example.com"
const id = newId("msg")
const link = `${server}/m/${id}`
const slip = `x-delivery-slip: message; origin=${server}`
const read = (headers: string, ...texts: string[]) => readNotice({ headers, texts }, server)

describe("which mail is a notice", () => {
  it("S31 one whose header field and only link name our server and one message", () => {
    expect(read(`Subject: A message\r\n${slip}\r\nTo: bob@example.com`, `Open ${link}`, `<a href="${link}">`)).toEqual({
      kind: "notice",
      id,
    })
    expect(read(`X-Delivery-Slip:\r\n message; origin=${server}`, link)).toEqual({ kind: "notice", id })
    expect(read(`X-Secure-Message-Id: ${id}`, link)).toEqual({ kind: "notice", id })
  })
  it("where Outlook gives no header fields, the link to our server alone", () => {
    expect(read("", link)).toEqual({ kind: "notice", id })
    expect(read("", `https://evil.example/m/${id}`)).toEqual({ kind: "foreign" })
  })
  it("not an ordinary mail, a foreign server, two messages, two fields, or fields that disagree", () => {
    expect(read("Subject: Hello", link)).toEqual({ kind: "none" })
    expect(read("Subject: Hello", "no link")).toEqual({ kind: "none" })
    expect(read("x-delivery-slip: message; origin=https://evil.example", link)).toEqual({ kind: "foreign" })
    expect(read(slip, link, `${server}/m/${newId("msg")}`)).toEqual({ kind: "foreign" })
    expect(read(`${slip}\r\n${slip}`, link)).toEqual({ kind: "foreign" })
    expect(read(`x-secure-message-id: ${newId("msg")}`, link)).toEqual({ kind: "foreign" })
    expect(read(slip, "no link")).toEqual({ kind: "foreign" })
  })
})
