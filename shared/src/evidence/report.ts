/** The page that a person reads: what the check found, in words. Static HTML without scripts or anything from elsewhere. */
import { escapeHtml, toHex } from "../bytes/index.ts"
import { showKid } from "../suite/index.ts"
import type { CheckedMessage } from "./check-message.ts"
import type { EvidenceList } from "./pack-format.ts"

type Told = Pick<EvidenceList, "at" | "addr" | "org" | "msg" | "origin">

/** One language of the report. */
export interface ReportWords {
  readonly language: string
  readonly title: string
  readonly intact: (sender: string) => string
  readonly altered: (sender: string) => string
  readonly how: string
  readonly facts: Readonly<
    Record<"from" | "to" | "cc" | "bcc" | "subject" | "sent" | "reference" | "message" | "organization", string>
  >
  readonly files: string
  readonly history: string
  readonly complete: string
  readonly incomplete: string
  readonly signed: string
  readonly serversWord: string
  readonly keys: string
  readonly signingKey: string
  readonly rootKey: string
  readonly logKey: string
  readonly logEntry: string
  readonly madeBy: (who: string) => string
}

const en: ReportWords = {
  language: "en",
  title: "Evidence of a message",
  intact: (sender) => `Signed by ${sender}, unchanged since it was sent.`,
  altered: (sender) => `The server does not agree with what ${sender} signed. This is the signed original.`,
  how: "Nothing on this page proves itself. Check the folder it lies in: smp verify FOLDER. No network is needed. Compare the keys below with the ones that the organization publishes.",
  facts: {
    from: "From",
    to: "To",
    cc: "Copy",
    bcc: "Blind copy",
    subject: "Subject",
    sent: "Sent",
    reference: "Reference",
    message: "Message",
    organization: "Organization",
  },
  files: "Files",
  history: "What happened",
  complete: "The record is complete: everything that the log knows is here and unchanged.",
  incomplete: "The record does not hold: smp verify says what is missing or changed.",
  signed: "signed by the reader's own device",
  serversWord: "the server's word",
  keys: "Keys to compare",
  signingKey: "Key that signed the message",
  rootKey: "Root key of the organization",
  logKey: "Key of the organization's log",
  logEntry: "Entry in the log",
  madeBy: (who) => `Made and signed by ${who}.`,
}

const de: ReportWords = {
  language: "de",
  title: "Beleg einer Nachricht",
  intact: (sender) => `Unterschrieben von ${sender}, seit dem Versand unverändert.`,
  altered: (sender) =>
    `Der Server widerspricht dem, was ${sender} unterschrieben hat. Dies ist das unterschriebene Original.`,
  how: "Diese Seite beweist nichts durch sich selbst. Prüfen Sie den Ordner, in dem sie liegt: smp verify ORDNER. Ein Netz ist nicht nötig. Vergleichen Sie die Schlüssel unten mit denen, die die Organisation bekannt gibt.",
  facts: {
    from: "Von",
    to: "An",
    cc: "Kopie",
    bcc: "Blindkopie",
    subject: "Betreff",
    sent: "Gesendet",
    reference: "Kennung",
    message: "Nachricht",
    organization: "Organisation",
  },
  files: "Dateien",
  history: "Was geschah",
  complete: "Der Verlauf ist vollständig: Alles, was das Protokoll kennt, steht hier unverändert.",
  incomplete: "Der Verlauf stimmt nicht: smp verify nennt, was fehlt oder verändert wurde.",
  signed: "unterschrieben vom eigenen Gerät",
  serversWord: "Angabe des Servers",
  keys: "Schlüssel zum Vergleichen",
  signingKey: "Schlüssel der Unterschrift",
  rootKey: "Wurzelschlüssel der Organisation",
  logKey: "Schlüssel des Protokolls der Organisation",
  logEntry: "Eintrag im Protokoll",
  madeBy: (who) => `Erstellt und unterschrieben von ${who}.`,
}

export const REPORT_WORDS = { en, de } as const

export function reportOf(checked: CheckedMessage, told: Told, words: ReportWords): string {
  const { message: facts, policy, opened, history } = checked
  const sender = facts.from.name === "" ? facts.from.address : facts.from.name
  const isIntact = facts.verdict === "intact"
  const people = (list: CheckedMessage["message"]["to"]) =>
    list.map(({ name, address }) => (name === "" ? address : `${name} <${address}>`)).join(", ")
  const { facts: labels } = words
  const rows: (readonly [string, string])[] = [
    [labels.from, people([facts.from])],
    [labels.to, people(facts.to)],
    [labels.cc, people(facts.cc)],
    [labels.bcc, people(facts.bcc)],
    [labels.subject, facts.subject ?? ""],
    [labels.sent, new Date(facts.sentAt).toISOString()],
    [labels.reference, facts.reference],
    [labels.message, told.msg],
    [labels.organization, policy.policy.name],
  ]
  const keys: (readonly [string, string])[] = [
    [words.signingKey, showKid(opened.header.kid)],
    [words.rootKey, showKid(policy.root.kid)],
    [words.logKey, toHex(policy.policy.logkey)],
    [words.logEntry, facts.log],
  ]
  return page(words, [
    `<p class="${isIntact ? "good" : "bad"}">${text(isIntact ? words.intact(sender) : words.altered(sender))}</p>`,
    table(rows.filter(([, value]) => value !== "")),
    ...(facts.attachments.length === 0 ? [] : [heading(words.files), table(facts.attachments.map(fileRow))]),
    heading(words.history),
    `<p class="${history.isComplete ? "good" : "bad"}">${text(history.isComplete ? words.complete : words.incomplete)}</p>`,
    table(historyRows(checked, words)),
    heading(words.keys),
    table(keys),
    `<p>${text(words.madeBy(told.addr))} ${text(new Date(told.at).toISOString())}, ${text(told.origin)}</p>`,
    `<p>${text(words.how)}</p>`,
  ])
}

function historyRows({ history }: CheckedMessage, words: ReportWords): (readonly [string, string])[] {
  return history.entries.map(({ at, kind, address, signed, state }) => [
    new Date(at).toISOString(),
    `${address === "" ? "" : `${address}: `}${kind}, ${signed ? words.signed : words.serversWord} (${state})`,
  ])
}

const fileRow = ({ name, size, sha256 }: CheckedMessage["message"]["attachments"][number]) =>
  [name, `${size} bytes${sha256 === null ? "" : `, SHA-256 ${toHex(sha256)}`}`] as const
const heading = (title: string) => `<h2>${text(title)}</h2>`
const table = (rows: readonly (readonly [string, string])[]) =>
  `<table>${rows.map(([name, value]) => `<tr><th scope="row">${text(name)}</th><td>${text(value)}</td></tr>`).join("")}</table>`

const text = (value: string) => `<bdi>${escapeHtml(value.toWellFormed())}</bdi>`

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8884;overflow-wrap:anywhere}
th{font-weight:600;width:13rem}.good,.bad{padding:.8rem 1rem;border-inline-start:4px solid;font-weight:600}
.good{border-color:#107c10}.bad{border-color:#d13438}@media(max-width:30rem){th,td{display:block;width:auto;border:0;padding:.1rem 0}tr{display:block;border-bottom:1px solid #8884;padding:.4rem 0}}`

function page(words: ReportWords, parts: readonly string[]): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'"
  return `<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}"><title>${text(words.title).replace(/<\/?bdi>/g, "")}</title>
<style>${STYLE}</style></head><body><main><h1>${text(words.title)}</h1>
${parts.join("\n")}
</main></body></html>
`
}
