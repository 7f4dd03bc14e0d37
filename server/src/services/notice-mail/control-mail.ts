/** Notices of what the sender decided after the send, reminders, and those of an end that comes near (docs/PROTOCOL.md §7.1). */
import type { Mail } from "../../engines/mailer/mailer.ts"
import type { EndingForSenderNotice, EndingNotice, Notice, RecallNotice, ReminderNotice } from "../notices.ts"
import { noticeWords } from "./catalogue.ts"
import type { Locale, NoticeWords } from "./catalogue.ts"
import { oneLine, personName } from "./letter.ts"
import type { Block, Letter } from "./letter.ts"
import { AUTOMATIC, showReference, showTime, written } from "./mail-parts.ts"
import type { MailHouse } from "./mail-parts.ts"

type ControlNotice = RecallNotice | EndingNotice | EndingForSenderNotice | ReminderNotice

export function controlMail(house: MailHouse, notice: ControlNotice & Pick<Notice, "queuedAt">, locale: Locale): Mail {
  const words = noticeWords(locale)
  const sender = personName(notice.sender.name) || notice.sender.address
  const organization = oneLine(notice.organization)
  const reference = showReference(notice.reference)
  const news = newsOf(notice, { words, locale, sender, reference })
  const letter: Letter = {
    lang: locale,
    organization,
    subject: news.subject,
    heading: news.heading,
    blocks: [
      ...news.sentences.map((text): Block => ({ kind: "paragraph", text })),
      {
        kind: "facts",
        rows: [
          ...(notice.kind === "ending-for-sender"
            ? []
            : [[words.from, `${sender}, ${notice.sender.address}`] as const]),
          [words.sent, showTime(notice.sentAt, locale)],
          ...(news.fact === null ? [] : [news.fact]),
          [words.reference, reference],
        ],
      },
      { kind: "heading", text: words.deliverySlip },
      { kind: "paragraph", text: words.inBrowser },
      { kind: "link", url: `${house.origin}/m/${notice.message}` },
    ],
    foot: [words.why({ organization, to: notice.to, sender })],
  }
  const isToSender = notice.kind === "ending-for-sender"
  return {
    ...written(letter, notice.queuedAt),
    from: { name: isToSender ? organization : `${sender}, ${organization}`, address: house.from },
    to: notice.to,
    replyTo: isToSender ? null : { name: sender, address: notice.sender.address },
    messageId: notice.messageId,
    references: notice.references,
    fields: { ...AUTOMATIC, "X-Delivery-Slip": `${notice.message}; origin=${house.origin}` },
  }
}

interface News {
  readonly subject: string
  readonly heading: string
  readonly sentences: readonly string[]
  readonly fact: readonly [string, string] | null
}
interface Said {
  readonly words: NoticeWords
  readonly locale: Locale
  readonly sender: string
  readonly reference: string
}

function newsOf(notice: ControlNotice, { words, locale, sender, reference }: Said): News {
  switch (notice.kind) {
    case "recall": {
      const { isFilesOnly } = notice
      const heading = isFilesOnly ? words.withdrewFile({ sender, reference }) : words.withdrew({ sender, reference })
      return {
        subject: heading,
        heading,
        sentences: [isFilesOnly ? words.withdrawnFile : words.withdrawn, words.nothingToDo],
        fact: [words.withdrawnAt, showTime(notice.recalledAt, locale)],
      }
    }
    case "ending":
      return {
        subject: words.notOpenedSubject({ reference, sender }),
        heading: words.notOpened({ sender }),
        sentences: [words.endsForReader, words.mayIgnore],
        fact: [words.until, showTime(notice.until, locale)],
      }
    case "reminder":
      return {
        subject: words.notOpenedSubject({ reference, sender }),
        heading: words.notOpened({ sender }),
        sentences: [words.askedToRemind({ sender })],
        fact: notice.until === null ? null : [words.until, showTime(notice.until, locale)],
      }
    case "ending-for-sender": {
      const { unread, of } = notice
      return {
        subject: words.endsSubject({ reference }),
        heading: words.endsSubject({ reference }),
        sentences: [words.unreadCount({ unread, of }), words.mayExtend],
        fact: [words.until, showTime(notice.until, locale)],
      }
    }
  }
}
