/** Notices as mails: what each kind says (S63). The mailbox code is the only secret that any of them carries. */
import type { Mail } from "../../engines/mailer/mailer.ts"
import type { AccessNotice, InvitationNotice, MessageNotice, Notice } from "../notices.ts"
import { noticeWords } from "./catalogue.ts"
import type { Locale, NoticeWords } from "./catalogue.ts"
import { controlMail } from "./control-mail.ts"
import { oneLine, personName } from "./letter.ts"
import type { Letter } from "./letter.ts"
import { AUTOMATIC, showReference, showTime, written } from "./mail-parts.ts"
import type { MailHouse } from "./mail-parts.ts"

type Queued = Pick<Notice, "queuedAt">

export function noticeMail(house: MailHouse, notice: Notice, locale: Locale): Mail {
  switch (notice.kind) {
    case "message":
      return messageMail(house, notice, locale)
    case "invitation":
      return invitationMail(house, notice, locale)
    case "access-renewed":
    case "password-changed":
    case "password-recovered":
    case "opened-again":
      return accessMail(house, notice, locale)
    case "recall":
    case "ending":
    case "ending-for-sender":
    case "reminder":
      return controlMail(house, notice, locale)
  }
}

function messageMail(house: MailHouse, notice: MessageNotice & Queued, locale: Locale): Mail {
  const words = noticeWords(locale)
  const sender = personName(notice.sender.name) || notice.sender.address
  const organization = oneLine(notice.organization)
  const reference = showReference(notice.reference)
  const url = `${house.origin}/m/${notice.message}`
  const letter: Letter = {
    lang: locale,
    organization,
    subject: words.messageSubject({ reference, sender, organization }),
    heading: words.written({ sender }),
    blocks: [
      {
        kind: "paragraph",
        text: notice.isFirstContact ? words.keptFirst({ organization }) : words.kept({ organization }),
      },
      ...(notice.isFirstContact ? [{ kind: "paragraph" as const, text: words.firstTime({ organization }) }] : []),
      ...opensBy(words, notice, sender),
      {
        kind: "facts",
        rows: [
          [words.from, `${sender}, ${notice.sender.address}`],
          ...(notice.isFirstContact ? [[words.to, notice.to] as const] : []),
          [words.sent, showTime(notice.sentAt, locale)],
          [words.reference, reference],
          ...(notice.until === null ? [] : [[words.until, showTime(notice.until, locale)] as const]),
        ],
      },
      { kind: "heading", text: words.toRead },
      ...(notice.isFirstContact ? [] : [{ kind: "paragraph" as const, text: words.withAddIn }]),
      { kind: "paragraph", text: words.inBrowser },
      { kind: "link", url },
      { kind: "heading", text: words.howToKnow },
      { kind: "list", items: [words.begins(house), words.typeIt(house), words.call({ sender })] },
      { kind: "paragraph", text: words.direct({ sender }) },
    ],
    foot: [words.why({ organization, to: notice.to, sender })],
  }
  return {
    ...written(letter, notice.queuedAt),
    from: { name: `${sender}, ${organization}`, address: house.from },
    to: notice.to,
    replyTo: { name: sender, address: notice.sender.address },
    messageId: notice.messageId,
    references: notice.references,
    fields: { ...AUTOMATIC, "X-Delivery-Slip": `${notice.message}; origin=${house.origin}` },
  }
}

function invitationMail(house: MailHouse, notice: InvitationNotice & Queued, locale: Locale): Mail {
  const words = noticeWords(locale)
  const organization = oneLine(notice.organization)
  const sender = oneLine(notice.inviter)
  const letter: Letter = {
    lang: locale,
    organization,
    subject: words.invitationSubject({ sender, host: house.host }),
    heading: words.invitationHead({ organization }),
    blocks: [
      { kind: "paragraph", text: words.invitation({ organization, sender }) },
      { kind: "paragraph", text: words.nothingWaits },
      { kind: "heading", text: words.toBegin },
      { kind: "paragraph", text: words.inBrowser },
      { kind: "link", url: `${house.origin}/welcome` },
    ],
    foot: [words.why({ organization, to: notice.to, sender })],
  }
  return {
    ...written(letter, notice.queuedAt),
    from: { name: organization, address: house.from },
    to: notice.to,
    replyTo: null,
    messageId: notice.messageId,
    references: [],
    fields: AUTOMATIC,
  }
}

function opensBy(
  words: NoticeWords,
  { contact }: MessageNotice,
  sender: string,
): { kind: "paragraph"; text: string }[] {
  if (contact === undefined || contact === null || contact === "agent") return []
  return [{ kind: "paragraph", text: words.opensBy[contact]({ sender }) }]
}

function accessMail(house: MailHouse, notice: AccessNotice & Queued, locale: Locale): Mail {
  const words = noticeWords(locale)
  const organization = oneLine(notice.organization)
  // Whoever resets or recovers can read the mailbox; whoever changes a password knew the old one.
  const mailboxRead = words.renewedNotYou({ organization })
  const passwordKnown = words.passwordNotYou({ organization })
  const [subject, text, warning] = {
    "access-renewed": [words.renewedSubject(house), words.renewed, mailboxRead] as const,
    "password-changed": [words.passwordSubject(house), words.password, passwordKnown] as const,
    "password-recovered": [words.passwordSubject(house), words.recovered, mailboxRead] as const,
    "opened-again": [words.againSubject(house), words.again, null] as const,
  }[notice.kind]
  const letter: Letter = {
    lang: locale,
    organization,
    subject,
    heading: subject,
    blocks: [
      { kind: "paragraph", text },
      ...(warning === null ? [] : [{ kind: "paragraph" as const, text: warning }]),
      { kind: "facts", rows: [[words.to, notice.to]] },
      { kind: "heading", text: words.toRead },
      { kind: "paragraph", text: words.inBrowser },
      { kind: "link", url: `${house.origin}/inbox` },
    ],
    foot: [house.host],
  }
  return {
    ...written(letter, notice.queuedAt),
    from: { name: organization, address: house.from },
    to: notice.to,
    replyTo: null,
    messageId: notice.messageId,
    references: [],
    fields: AUTOMATIC,
  }
}

/** The mail with the mailbox code, shown as XXXX-XXXX-XXXX; the prover alone sends it. */
export function codeMail(
  house: MailHouse,
  input: { to: string; code: string; at: number; messageId: string },
  locale: Locale,
): Mail {
  const words = noticeWords(locale)
  const letter: Letter = {
    lang: locale,
    organization: "",
    subject: words.codeSubject(house),
    heading: words.codeSubject(house),
    blocks: [
      { kind: "code", code: input.code },
      { kind: "paragraph", text: words.codeUse },
      { kind: "paragraph", text: words.codeNever(house) },
      { kind: "paragraph", text: words.codeNot },
      {
        kind: "facts",
        rows: [
          [words.askedAt, showTime(input.at, locale)],
          [words.to, input.to],
        ],
      },
    ],
    foot: [house.host],
  }
  return {
    ...written(letter, input.at),
    from: { name: house.host, address: house.from },
    to: input.to,
    replyTo: null,
    messageId: input.messageId,
    references: [],
    fields: AUTOMATIC,
  }
}
