import { newId } from "@smp/shared/bytes"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Mail } from "../../engines/mailer/mailer.ts"
import type { AccessNotice, Notice } from "../notices.ts"
import type { Locale } from "./catalogue.ts"
import { codeMail, noticeMail } from "./notice-mail.ts"
import type { MailHouse } from "./mail-parts.ts"

const origin = "https://messages.example.com"
const house: MailHouse = { origin, host: "messages.example.com", from: "notice@messages.example.com" }
const message = newId("msg")
const LOCALES: readonly Locale[] = ["en", "de"]

interface People {
  sender: string
  organization: string
}
const calm: People = { sender: "Anna Example", organization: "Example Works" }

const messageNotice = (
  { sender, organization }: People,
  isFirstContact: boolean,
  contact: "agent" | "sender" | "pass" | "link" | null = null,
): Notice => ({
  kind: "message",
  messageId: "<one@messages.example.com>",
  to: "bob@example.org",
  message,
  reference: "7HK2PQ9D",
  sender: { name: sender, address: "anna@example.com" },
  organization,
  sentAt: Date.parse("2026-11-23T14:32:00Z"),
  until: Date.parse("2026-12-23T14:32:00Z"),
  isFirstContact,
  contact,
  references: ["<zero@messages.example.com>"],
  queuedAt: 0,
})
const accessNotice = (kind: AccessNotice["kind"], organization: string): Notice => ({
  kind,
  messageId: "<four@messages.example.com>",
  to: "bob@example.org",
  organization,
  queuedAt: 0,
})
const AT = Date.parse("2026-12-23T14:32:00Z")
const about = ({ sender, organization }: People) => ({
  messageId: "<four@messages.example.com>",
  to: "bob@example.org",
  message,
  reference: "7HK2PQ9D",
  sender: { name: sender, address: "anna@example.com" },
  organization,
  sentAt: Date.parse("2026-11-23T14:32:00Z"),
  references: ["<one@messages.example.com>"],
  queuedAt: 0,
})
const KINDS: Record<string, (people: People, locale: Locale) => Mail> = {
  "new message": (people, locale) => noticeMail(house, messageNotice(people, false), locale),
  "first contact": (people, locale) => noticeMail(house, messageNotice(people, true), locale),
  "first contact through the sender": (people, locale) =>
    noticeMail(house, messageNotice(people, true, "sender"), locale),
  "first contact by words": (people, locale) => noticeMail(house, messageNotice(people, true, "pass"), locale),
  "first contact by link": (people, locale) => noticeMail(house, messageNotice(people, true, "link"), locale),
  invitation: ({ organization }, locale) =>
    noticeMail(
      house,
      {
        kind: "invitation",
        messageId: "<two@messages.example.com>",
        to: "bob@example.org",
        organization,
        inviter: "anna@example.com",
        queuedAt: 0,
      },
      locale,
    ),
  "access set up anew": ({ organization }, locale) =>
    noticeMail(house, accessNotice("access-renewed", organization), locale),
  "password changed": ({ organization }, locale) =>
    noticeMail(house, accessNotice("password-changed", organization), locale),
  "password recovered": ({ organization }, locale) =>
    noticeMail(house, accessNotice("password-recovered", organization), locale),
  "opened again": ({ organization }, locale) => noticeMail(house, accessNotice("opened-again", organization), locale),
  recall: (people, locale) =>
    noticeMail(house, { ...about(people), kind: "recall", recalledAt: AT, isFilesOnly: false }, locale),
  "recall of a file": (people, locale) =>
    noticeMail(house, { ...about(people), kind: "recall", recalledAt: AT, isFilesOnly: true }, locale),
  "end in a day": (people, locale) => noticeMail(house, { ...about(people), kind: "ending", until: AT }, locale),
  reminder: (people, locale) => noticeMail(house, { ...about(people), kind: "reminder", until: null }, locale),
  "end in a day, to the sender": (people, locale) =>
    noticeMail(house, { ...about(people), kind: "ending-for-sender", until: AT, unread: 1, of: 3 }, locale),
  "mailbox code": (_people, locale) =>
    codeMail(
      house,
      {
        to: "bob@example.org",
        code: "ABCD-EFGH-JKMN",
        at: Date.parse("2026-11-23T14:40:00Z"),
        messageId: "<three@messages.example.com>",
      },
      locale,
    ),
}
function write(kind: string, people: People, locale: Locale): Mail {
  const mail = KINDS[kind]?.(people, locale)
  if (mail === undefined) throw new RangeError(kind)
  return mail
}
const HAS_LINK = new Set(Object.keys(KINDS).filter((kind) => kind !== "mailbox code"))

const unescape = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&")
/** The words of the HTML part, one line for each block. */
const wordsOf = (html: string): string[] =>
  unescape(
    html
      .replace(/^.*<body[^>]*>/s, "")
      .replaceAll(/<\/(p|h1|h2|li|td|tr)>|<br>/g, "\n")
      .replaceAll(/<[^>]*>/g, ""),
  )
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
const fold = (text: string): string =>
  text
    .replaceAll(/^- /gm, "")
    .replaceAll(/[\s:]+/g, " ")
    .toUpperCase()
    .toLowerCase()
    .trim()

/** What the page about notices demands of every one of them, whoever writes to whom. */
function findings(mail: Mail, hasLink: boolean): string[] {
  const found: string[] = []
  const demand = (holds: boolean, rule: string) => void (holds || found.push(rule))
  const { html, text, subject } = mail
  const links = [...html.matchAll(/<a\s[^>]*>(.*?)<\/a>/g)]
  demand(links.length === (hasLink ? 1 : 0), "one link at most")
  for (const [whole, shown] of links) {
    const target = /href="([^"]*)"/.exec(whole)?.[1] ?? ""
    demand(target === shown, "the link's text is its address")
    const url = new URL(unescape(target))
    demand(
      url.origin === origin && url.search === "" && url.hash === "" && !target.includes("@") && url.username === "",
      "the link's address",
    )
  }
  const addresses = [...text.matchAll(/https?:\/\/[^\s]+/g)].map(([url]) => url)
  demand(
    addresses.every((url) => url.startsWith(`${origin}/`)),
    "an address of somebody else",
  )
  demand(addresses.filter((url) => url !== `${origin}/`).length === (hasLink ? 1 : 0), "one address in the text")
  demand(
    !/<(img|style|link|script|form|input|svg|iframe|object|video|meta http)/i.test(html),
    "pictures, style sheets, scripts",
  )
  demand(
    !/(^|[\s;"])(color|background|background-color|bgcolor)\s*[:=]/i.test(html.replace("color-scheme", "")),
    "colours",
  )
  demand(
    [...html.matchAll(/#[0-9a-f]{3,8}/gi)].every(([colour]) => ["#8a8a8a", "#0f7b83"].includes(colour)),
    "border colours",
  )
  demand(Buffer.byteLength(html) <= 8 * 1024, "8 KiB of HTML")
  demand(subject.length <= 78 && !/[\p{Cc}\p{Cf}]/u.test(subject), "subject")
  demand(
    !/[\p{Cc}]/u.test(text.replaceAll("\n", "")) && !/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/u.test(text + html),
    "controls and turning characters",
  )
  const bag = fold(text)
  demand(
    wordsOf(html).every((line) => bag.includes(fold(line))),
    "HTML and text say the same",
  )
  demand(fold(wordsOf(html).join(" ")).length >= fold(text).length * 0.9, "text says no more than HTML")
  demand(mail.from.address === house.from && mail.fields["Auto-Submitted"] === "auto-generated", "sender of notices")
  return found
}

describe.each(LOCALES)("S63 notices in %s", (locale) => {
  test.each(Object.keys(KINDS))(
    "%s: one link to the configured host, no colour, no picture, both parts alike",
    (kind) => {
      const mail = write(kind, calm, locale)
      expect(findings(mail, HAS_LINK.has(kind))).toEqual([])
    },
  )

  test.each(Object.keys(KINDS))("%s: none of the words by which fraud is known", (kind) => {
    const mail = write(kind, calm, locale)
    const forbidden =
      /secure message|click here|view your|verify your account|urgent|immediately|suspend|log in|act now|expires (today|soon)|dear customer|sichere nachricht|klicken sie hier|dringend|!/i
    expect(`${mail.subject}\n${mail.text}`).not.toMatch(forbidden)
  })

  test.each(Object.keys(KINDS))("%s: whatever people and organizations are called", (kind) => {
    const name = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ unit: "grapheme", maxLength: 150 }),
      fc.constantFrom(
        "a\r\nBcc: eve@example.org",
        "<a href='https://evil.example'>x</a>",
        "https://evil.example/m/x",
        "www.evil.example",
        "\u202eevil",
        "אנה דוגמה",
        "安娜",
        "🏴‍☠️".repeat(40),
        "&amp;<>\"'",
        "a\u2028b",
        "\ud800",
        "",
        "Dr. A.B. Example",
      ),
    )
    fc.assert(
      fc.property(
        name,
        fc.oneof(
          fc.constantFrom("Example Works", "עבודות", "\r\nX: y"),
          fc.string({ unit: "grapheme", maxLength: 60 }).filter((text) => !text.includes("://")),
        ),
        (sender, organization) => {
          const mail = write(kind, { sender, organization }, locale)
          expect(findings(mail, HAS_LINK.has(kind))).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe("what a notice carries", () => {
  test("S33 recall: who withdrew what and when, under the first notice; the reason stands on the slip alone", () => {
    const mail = noticeMail(house, { ...about(calm), kind: "recall", recalledAt: AT, isFilesOnly: false }, "en")
    expect(mail).toMatchObject({
      subject: "Anna Example has withdrawn message 7HK2-PQ9D",
      references: ["<one@messages.example.com>"],
      fields: { "X-Delivery-Slip": `${message}; origin=${origin}` },
    })
    expect(mail.text).toContain("Withdrawn: 23 December 2026")
  })

  test("S4 S62 the header fields that mail programs and the add-in need", () => {
    const mail = noticeMail(house, messageNotice(calm, false), "en")
    expect(mail).toMatchObject({
      from: { name: "Anna Example, Example Works", address: "notice@messages.example.com" },
      replyTo: { name: "Anna Example", address: "anna@example.com" },
      subject: "Message 7HK2-PQ9D from Anna Example, Example Works",
      messageId: "<one@messages.example.com>",
      references: ["<zero@messages.example.com>"],
      fields: {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Delivery-Slip": `${message}; origin=${origin}`,
      },
    })
    expect(mail.text).toContain(`\n${origin}/m/${message}\n`)
    expect(mail.text).toContain("Can be opened until: 23 December 2026")
  })

  test("S63 the code stands in the body, never in the subject, and nothing else tells it", () => {
    const mail = write("mailbox code", calm, "en")
    expect(mail.subject).not.toContain("ABCD")
    expect(mail.text).toContain("ABCD-EFGH-JKMN")
    expect(JSON.stringify({ ...mail, text: "", html: "" })).not.toContain("ABCD")
  })

  test("the same sentences in German", () => {
    const mail = noticeMail(house, messageNotice(calm, true), "de")
    expect(mail.subject).toBe("Nachricht 7HK2-PQ9D von Anna Example, Example Works")
    expect(mail.text).toContain("Anna Example hat Ihnen geschrieben")
    expect(mail.html).toContain('<html lang="de">')
  })
})
