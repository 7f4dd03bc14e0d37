/** What all notices have in common: whose they are, how references and times are shown, how a letter becomes a mail. */
import { htmlOf, subjectOf, textOf } from "./letter.ts"
import type { Letter } from "./letter.ts"
import type { Locale } from "./catalogue.ts"

export interface MailHouse {
  /** `https://host[:port]` of the Message Center. */
  readonly origin: string
  readonly host: string
  /** Address that notices come from. */
  readonly from: string
}

export const showReference = (reference: string): string => `${reference.slice(0, 4)}-${reference.slice(4)}`
export const showTime = (at: number, locale: Locale): string =>
  `${new Intl.DateTimeFormat(locale === "de" ? "de-DE" : "en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }).format(at)} UTC`

export const AUTOMATIC = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" } as const

/** `at`: when it was first to be sent, so that a repeated mail is the same to the last byte. */
export function written(letter: Letter, at: number) {
  return { subject: subjectOf(letter), text: textOf(letter), html: htmlOf(letter), date: new Date(at) }
}
