/** What stands in a draft whose text was handed over: no word of the message, no file name, no recipient. */
import { escapeHtml } from "@smp/shared/bytes"

export interface NoticeWords {
  readonly subject: string
  /** Paragraphs. */
  readonly lines: readonly string[]
  /** Above the link of a notice that Outlook itself sends. */
  readonly open: string
}
export interface DraftNotice {
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** `link`: only where this draft itself travels as the notice. */
export function draftNotice(words: NoticeWords, link: string | null): DraftNotice {
  const lines = link === null ? words.lines : [words.open, link]
  const shown = lines.map((line) =>
    line === link ? `<a href="${escapeHtml(line)}">${escapeHtml(line)}</a>` : escapeHtml(line),
  )
  return {
    subject: words.subject,
    html: shown.map((line) => `<p>${line}</p>`).join(""),
    text: lines.join("\n"),
  }
}
