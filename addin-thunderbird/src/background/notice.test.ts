import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readNotice } from "./notice.ts"

const server = "https://messages.example.org"
const id = "msg_01jd3q8r5s6t7v8w9x0y1z2a3b"
const mail = (field: string | string[], ...texts: string[]) => ({
  headers: { "x-delivery-slip": [field].flat() },
  texts,
})

describe("a notice", () => {
  it("S13 is recognised when its header field and its link agree on the configured server", () => {
    const good = mail(
      `7hk2pq9d; origin=${server}`,
      `To read it: ${server}/m/${id}\n`,
      `<a href="${server}/m/${id}">${server}/m/${id}</a>`,
    )
    expect(readNotice(good, server)).toEqual({ kind: "notice", id })
  })

  it("is not recognised in an ordinary mail, even one with a link to the server", () => {
    expect(readNotice({ headers: {}, texts: [`${server}/m/${id}`] }, server)).toEqual({ kind: "none" })
  })

  it.each([
    ["another server in the field", mail("7hk2pq9d; origin=https://evil.example", `${server}/m/${id}`)],
    ["another server in the link", mail(`7hk2pq9d; origin=${server}`, `https://evil.example/m/${id}`)],
    ["the server as a part of another name", mail(`7hk2pq9d; origin=${server}`, `${server}.evil.example/m/${id}`)],
    ["the server as a user name", mail(`7hk2pq9d; origin=${server}`, `${server}@evil.example/m/${id}`)],
    ["a path before it", mail(`7hk2pq9d; origin=${server}`, `https://evil.example/?${server}/m/${id}`)],
    [
      "two different messages",
      mail(`7hk2pq9d; origin=${server}`, `${server}/m/${id}`, `${server}/m/${id.slice(0, -1)}c`),
    ],
    [
      "a second link to elsewhere",
      mail(`7hk2pq9d; origin=${server}`, `${server}/m/${id} https://evil.example/m/${id}`),
    ],
    ["no link", mail(`7hk2pq9d; origin=${server}`, "nothing")],
    ["two fields", mail([`7hk2pq9d; origin=${server}`, `7hk2pq9d; origin=${server}`], `${server}/m/${id}`)],
    ["a longer identifier", mail(`7hk2pq9d; origin=${server}`, `${server}/m/${id}0`)],
  ])("is refused with %s", (_, forged) => {
    expect(readNotice(forged, server).kind).toBe("foreign")
  })

  it("is never read from any text while no server is configured", () => {
    const kinds = fc
      .sample(fc.tuple(fc.string(), fc.array(fc.string())), 500)
      .map(([field, texts]) => readNotice(mail(field, ...texts), null).kind)
    expect(new Set(kinds)).toEqual(new Set(["foreign"]))
  })
})
