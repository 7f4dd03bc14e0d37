import { describe, expect, it } from "vitest"
import { product } from "@smp/manifest"
import { COMMAND, decide } from "./decide.ts"
import type { Facts } from "./decide.ts"
import { textHash } from "./marks.ts"
import { readPolicyCache } from "./policy-cache.ts"
import type { PolicyCache } from "./policy-cache.ts"

const policy: PolicyCache = {
  v: 1,
  org: "Nordlicht Klinik",
  contact: "Ines Brandt, extension 4100",
  server: "https://mail.example.test",
  block: {
    domains: ["praxis-okafor.example"],
    keywords: ["Befund"],
    labels: ["0a1b2c3d-0000-4000-8000-000000000001"],
    attachments: false,
  },
  advise: { domains: ["partner.example"] },
}
const plain: Facts = {
  intent: "",
  notice: "",
  header: "",
  bodyHash: undefined,
  policy,
  recipients: ["anna@example.org"],
  subject: "Lunch",
  label: "",
  attachments: { files: 0, inline: 0 },
  mailbox: 15,
  language: "en",
}
const notice = JSON.stringify({ id: "msg_1", reference: "7HK2-PQ9D", hash: textHash("the notice") })
const handedOver: Facts = { ...plain, notice, header: "msg_1", bodyHash: textHash("the notice") }
const onlyAttachments = { ...policy, block: { domains: [], keywords: [], labels: [], attachments: true } }

/** What is so, and what follows. */
const table: readonly [string, Facts, string][] = [
  ["nothing demands it", plain, "allow"],
  ["no rules are known", { ...plain, policy: null, recipients: undefined }, "allow"],
  ["it is marked", { ...plain, intent: "secure" }, "marked"],
  ["it is marked in a word that is not known yet", { ...plain, intent: "sealed" }, "marked"],
  [
    "it is marked and nothing else could be read",
    { ...plain, intent: "secure", notice: undefined, header: undefined, policy: null },
    "marked",
  ],
  ["it is handed over and still marked: the draft was not emptied", { ...handedOver, intent: "secure" }, "marked"],
  [
    "it is emptied and not handed over yet: sent, it would tell of a message that is nowhere",
    { ...handedOver, notice: JSON.stringify({ id: "msg_1", reference: "", hash: textHash("the notice") }) },
    "marked",
  ],
  ["the marks could not be read", { ...plain, intent: undefined, notice: undefined, policy: null }, "unfinished"],
  ["the header could not be read", { ...plain, header: undefined }, "unfinished"],
  ["it holds only the notice", handedOver, "allow"],
  [
    "it holds only the notice, for a recipient whom the rules name",
    { ...handedOver, recipients: ["a@praxis-okafor.example"] },
    "allow",
  ],
  ["something was written below the notice", { ...handedOver, bodyHash: textHash("the notice and more") }, "edited"],
  ["a file was added to the notice", { ...handedOver, attachments: { files: 1, inline: 0 } }, "edited"],
  ["a picture was added to the notice", { ...handedOver, attachments: { files: 0, inline: 1 } }, "edited"],
  ["the notice could not be read back", { ...handedOver, bodyHash: undefined }, "unfinished"],
  ["the notice's files could not be listed", { ...handedOver, attachments: undefined }, "unfinished"],
  ["the draft was opened anew and only its header is left", { ...plain, header: "msg_1" }, "reopened"],
  ["the notice belongs to another message", { ...handedOver, header: "msg_2" }, "reopened"],
  ["the header is gone", { ...handedOver, header: "" }, "reopened"],
  ["the mark cannot be parsed", { ...handedOver, notice: "{" }, "reopened"],
  ["the mark is null", { ...handedOver, notice: "null" }, "reopened"],
  [
    "the mark has no hash",
    { ...handedOver, notice: '{"id":"msg_1","reference":"R","hash":""}', bodyHash: "" },
    "reopened",
  ],
  ["a domain of the rules", { ...plain, recipients: ["x@example.org", "dr@Praxis-Okafor.example"] }, "domain"],
  ["a subdomain of the rules", { ...plain, recipients: ["dr@post.praxis-okafor.example"] }, "domain"],
  ["a domain that only ends alike", { ...plain, recipients: ["dr@notpraxis-okafor.example"] }, "allow"],
  [
    "a domain of the rules in the local part",
    { ...plain, recipients: ['"a@praxis-okafor.example"@example.org'] },
    "allow",
  ],
  ["a keyword in the subject", { ...plain, subject: "AW: befund vom Montag" }, "keyword"],
  ["a label of the rules", { ...plain, label: "0A1B2C3D-0000-4000-8000-000000000001" }, "label"],
  ["another label", { ...plain, label: "0a1b2c3d-0000-4000-8000-000000000002" }, "allow"],
  ["files where the rules do not care", { ...plain, attachments: { files: 3, inline: 0 } }, "allow"],
  ["files where they do", { ...plain, policy: onlyAttachments, attachments: { files: 1, inline: 0 } }, "attachments"],
  [
    "a picture of a signature where files are ruled",
    { ...plain, policy: onlyAttachments, attachments: { files: 0, inline: 1 } },
    "allow",
  ],
  ["recipients unread and domains ruled", { ...plain, recipients: undefined }, "unfinished"],
  ["subject unread and keywords ruled", { ...plain, subject: undefined }, "unfinished"],
  ["label unread and labels ruled", { ...plain, label: undefined }, "unfinished"],
  ["files unread and files ruled", { ...plain, policy: onlyAttachments, attachments: undefined }, "unfinished"],
  [
    "recipients unread where only files are ruled",
    { ...plain, policy: onlyAttachments, recipients: undefined, subject: undefined, label: undefined },
    "allow",
  ],
  ["an advised domain", { ...plain, recipients: ["a@partner.example"] }, "advise"],
  [
    "an advised domain before there is a Send Anyway",
    { ...plain, recipients: ["a@partner.example"], mailbox: 13 },
    "allow",
  ],
  [
    "an advised and a ruled domain",
    { ...plain, recipients: ["a@partner.example", "b@praxis-okafor.example"] },
    "domain",
  ],
]

describe("S18 the guard on Send decides from marks and rules", () => {
  it.each(table)("%s", (_what, facts, expected) => {
    const decision = decide(facts)
    expect(decision.kind === "hold" ? decision.reason : decision.kind).toBe(expected)
  })

  const worst = {
    ...policy,
    org: "Ö".repeat(500),
    contact: "_".repeat(900),
    block: { ...policy.block, domains: [`${"d".repeat(300)}.example`] },
  }
  const held = [
    ...table.map(([, facts]) => facts).filter((facts) => decide(facts).kind !== "allow"),
    { ...plain, policy: worst, recipients: [`a@${"d".repeat(300)}.example`] },
    { ...handedOver, notice: JSON.stringify({ id: "msg_1", reference: "R".repeat(900), hash: "0" }) },
  ]
  it("keeps Outlook's limits in both languages and at every requirement set, whatever the organization is called", () => {
    for (const facts of held)
      for (const language of ["en", "de"] as const)
        for (const mailbox of [12, 13, 14, 15, 16]) {
          const decision = decide({ ...facts, language, mailbox })
          if (decision.kind === "allow") continue
          expect(decision.message.length).toBeGreaterThan(20)
          expect(decision.message.length).toBeLessThanOrEqual(500)
          expect(decision.cancelLabel?.length ?? 0).toBeLessThanOrEqual(20)
          expect(decision.commandId).toBe(mailbox >= 14 ? COMMAND : undefined)
          if (decision.kind === "hold") expect(decision.markdown !== undefined).toBe(mailbox >= 15)
          if (decision.kind === "hold") expect(decision.markdown?.length ?? 0).toBeLessThanOrEqual(500)
        }
  })

  it("says why, what to do and whom to ask", () => {
    const ruled = { ...plain, recipients: ["a@praxis-okafor.example"] }
    expect(decide({ ...ruled, mailbox: 14 })).toEqual({
      kind: "hold",
      reason: "domain",
      message:
        "Not sent. Nordlicht Klinik sends everything to praxis-okafor.example encrypted.\n\n" +
        "Choose Send Secure. A pane opens, shows who can open the message, and sends it. Your draft stays as it is until then.\n\n" +
        "Questions: Ines Brandt, extension 4100.",
      cancelLabel: "Send Secure",
      commandId: COMMAND,
    })
    const before = decide({ ...ruled, mailbox: 12 })
    expect(before).not.toHaveProperty("commandId")
    expect(before).toHaveProperty(
      "message",
      expect.stringContaining("Open Send Secure in the ribbon and choose Review."),
    )
    expect(decide({ ...ruled, language: "de" })).toHaveProperty(
      "message",
      expect.stringMatching(
        /^Nicht gesendet\. Nordlicht Klinik sendet alles an praxis-okafor\.example verschlüsselt\./,
      ),
    )
    expect(decide({ ...handedOver, bodyHash: "00000000", mailbox: 14 })).toHaveProperty(
      "message",
      "Not sent. This draft was handed over before as message 7HK2-PQ9D. What was written below the notice since then would travel as ordinary e-mail.\n\n" +
        "Choose Send Secure to send it as a second message, or delete it.",
    )
  })

  it("lets no name become markup", () => {
    const named = { ...policy, org: "[click](https://evil.test) **x**" }
    const decision = decide({ ...plain, policy: named, recipients: ["a@praxis-okafor.example"] })
    expect(decision).toHaveProperty(
      "markdown",
      expect.stringContaining("\\[click\\]\\(https://evil.test\\) \\*\\*x\\*\\*"),
    )
  })

  it("names the button that the manifest declares", () => {
    expect(COMMAND).toBe(product.outlook.sendCommand)
  })
})

describe("the rules in the roaming settings", () => {
  it("are read from an object and from JSON", () => {
    expect(readPolicyCache(policy)).toEqual(policy)
    expect(readPolicyCache(JSON.stringify(policy))).toEqual(policy)
  })

  it("are none where something else lies there", () => {
    for (const value of [
      undefined,
      null,
      1,
      "",
      "{",
      [],
      {},
      { v: 2 },
      { v: 1 },
      { ...policy, block: [] },
      { ...policy, advise: null },
    ])
      expect(readPolicyCache(value)).toBeNull()
  })

  it("drop what is not text, so that an empty entry does not stop every message", () => {
    const odd = readPolicyCache({
      ...policy,
      block: { domains: ["", " ", 4, "a.example"], keywords: [""], labels: null, attachments: "yes" },
    })
    expect(odd?.block).toEqual({ domains: ["a.example"], keywords: [], labels: [], attachments: false })
  })
})
