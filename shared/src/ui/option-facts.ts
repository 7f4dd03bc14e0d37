/** A message's options as terms and values: the slip lists them, and the differences compare them. */
import type { Formats } from "./formats.ts"
import type { SlipOptions } from "../view/index.ts"
import type { Strings } from "./strings/en.ts"

interface Fact {
  readonly term: string
  readonly value: string
}

/** Reply, forward, end, receipts, and the label if there is one. */
export function optionFacts(
  options: Omit<SlipOptions, "subjectHidden">,
  text: Strings["slip"]["options"],
  formats: Formats,
): Fact[] {
  const end = options.expires
  return [
    { term: text.reply, value: options.reply ? (options.replyAll ? text.replyAll : text.replySender) : text.replyNo },
    { term: text.forward, value: options.forward ? text.forwardYes : text.forwardNo },
    { term: text.until, value: end === null ? text.noEnd : `${formats.date(end)}, ${formats.time(end)}` },
    { term: text.reading, value: options.receipts ? text.readingShown : text.readingNotShown },
    { term: text.sharing, value: options.shared ? text.shared : text.notShared },
    ...(options.label ? [{ term: text.label, value: options.label }] : []),
  ]
}
