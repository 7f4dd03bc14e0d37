/** What is typed in the search field: words, and filters like `from:alice has:files after:2026-01-31`. */
import type { Strings } from "@smp/shared/ui"
import type { Label, MessageQuery } from "@smp/shared/wire"

type Words = Strings["mailbox"]["words"]
type Filters = Omit<MessageQuery, "folder" | "cursor" | "ids"> & { readonly isEverywhere?: true }

const ENGLISH: Words = {
  from: "from",
  to: "to",
  has: "has",
  files: "files",
  is: "is",
  unread: "new",
  after: "after",
  before: "before",
  label: "label",
  in: "in",
  all: "all",
}

/** Filters count in the reader's language and in English; what is none stays a word to look for. */
export function readQuery(text: string, words: Words, labels: readonly Label[]): Filters {
  let filters: Filters = {}
  const rest: string[] = []
  for (const part of text.match(/\S+:"[^"]*"|\S+/g) ?? []) {
    const found = filterOf(part, [words, ENGLISH], labels)
    if (found === null) rest.push(part)
    else filters = { ...filters, ...found }
  }
  const q = rest.join(" ")
  return q === "" ? filters : { ...filters, q }
}

function filterOf(part: string, languages: readonly Words[], labels: readonly Label[]): Filters | null {
  const at = part.indexOf(":")
  if (at <= 0) return null
  const name = part.slice(0, at).toLowerCase()
  const value = part.slice(at + 1).replaceAll('"', "")
  if (value === "") return null
  for (const words of languages) {
    if (name === words.from) return { from: value }
    if (name === words.to) return { to: value }
    if (name === words.has && value.toLowerCase() === words.files) return { withFiles: true }
    if (name === words.is && value.toLowerCase() === words.unread) return { unread: true }
    if (name === words.in && value.toLowerCase() === words.all) return { isEverywhere: true }
    if (name === words.after || name === words.before)
      return dayFilter(name === words.after ? "after" : "before", value)
    if (name === words.label) return labelFilter(value, labels)
  }
  return null
}

function dayFilter(side: "after" | "before", value: string): Filters | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00`) : Number.NaN
  return Number.isNaN(at) ? null : { [side]: at }
}

function labelFilter(value: string, labels: readonly Label[]): Filters | null {
  const held = labels.find(({ name }) => name.toLowerCase() === value.toLowerCase())
  return held === undefined ? null : { label: held.id }
}

/** One more filter at the end of what was typed; a filter that still wants its value ends with the colon. */
export function withFilter(text: string, filter: string): string {
  return [text.trim(), filter].filter((part) => part !== "").join(" ") + (filter.endsWith(":") ? "" : " ")
}
