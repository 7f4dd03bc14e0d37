import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { newId } from "../bytes/index.ts"
import { readDeliveryReport } from "./index.ts"

const id = newId("msg")
const report = ({ group = "", back = `Message-ID: <${id}.0011223344556677@messages.example.com>` } = {}) =>
  [
    "From: MAILER-DAEMON@mx.example.org",
    "To: notice@messages.example.com",
    "Content-Type: multipart/report; report-type=delivery-status;",
    '\tboundary="=_1"',
    "",
    "--=_1",
    "Content-Type: text/plain",
    "",
    "I am sorry.",
    "--=_1",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example.org",
    "",
    group,
    "--=_1",
    "Content-Type: text/rfc822-headers",
    "",
    "Subject: Message 7HK2-PQ9D",
    back,
    "",
    "--=_1--",
    "",
  ].join("\r\n")
const failed = "Final-Recipient: rfc822;\r\n Bob@Example.org\r\nAction: failed\r\nStatus: 5.1.1 (no such user)"

describe("delivery reports", () => {
  it("S69 name the notice and every recipient who was refused for good", () => {
    const bob = { message: id, address: "bob@example.org", status: "5.1.1" }
    expect(readDeliveryReport(report({ group: failed }))).toEqual([bob])
    const two = `${failed}\r\n\r\nFinal-Recipient: rfc822; eve@example.org\r\nAction: failed\r\nStatus: 5.7.1`
    expect(readDeliveryReport(report({ group: two })).map(({ address }) => address)).toEqual([
      "bob@example.org",
      "eve@example.org",
    ])
    const byField = report({ group: failed, back: `X-Delivery-Slip: ${id}; origin=https://messages.example.com` })
    expect(readDeliveryReport(byField)).toEqual([bob])
  })

  it("S69 a delay, a success, another mail or nonsense says nothing", () => {
    for (const group of [
      failed.replace("failed", "delayed"),
      failed.replace("failed", "delivered"),
      failed.replace("5.1.1", "4.2.2"),
      failed.replace("rfc822;", "x400;"),
      "",
    ])
      expect(readDeliveryReport(report({ group }))).toEqual([])
    expect(readDeliveryReport(report({ group: failed, back: "Message-ID: <another@example.org>" }))).toEqual([])
    expect(readDeliveryReport(`Subject: ${id}\n\n${failed}`)).toEqual([])
    const pieces = fc.constantFrom(
      "--=_1",
      "\r\n",
      "\n\n",
      ":",
      ";",
      failed,
      id,
      "Content-Type: message/rfc822",
      "boundary=",
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 60 }), (parts) => {
        expect(Array.isArray(readDeliveryReport(parts.join("")))).toBe(true)
      }),
    )
  })
})
