/** An answer begun: whom it goes to, its subject, its place in the thread, the quoted text (R21). */
import { linesAsHtml } from "../bytes/index.ts"
import { plainTextOf } from "../send/index.ts"
import type { Draft, SendOptions } from "../send/index.ts"
import { endOf } from "../slip/index.ts"
import type { Thread } from "../slip/index.ts"
import type { OrganizationId } from "../wire/index.ts"
import { internalsOf } from "./opened-message.ts"
import type { OpenedMessage, Person } from "./opened-message.ts"

export interface ReplyDraft {
  readonly org: OrganizationId
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
  readonly subject: string
  /** Quoted HTML, made of text alone unless the host gave sanitised HTML. */
  readonly html: string
  readonly text: string
  readonly thread: Thread
  /** The subject was hidden, so the answer's must be too. */
  readonly hideSubject: boolean
  readonly follows: NonNullable<Draft["follows"]>
  /** Options that it takes over. */
  readonly inherited: Partial<SendOptions>
}

export interface QuoteOptions {
  /** From `quotableHtml`: sanitised in the browser that will show it. */
  readonly sanitizedHtml?: string
  /** First line of the quote; the host gives it in its language. */
  readonly attribution?: string
}

/** `all` falls back to the sender where the message, or a blind copy, does not allow more. */
export function replyDraft(message: OpenedMessage, mode: "reply" | "all", options: QuoteOptions = {}): ReplyDraft {
  const { account } = internalsOf(message)
  const isMe = ({ address }: Person) => address === account.address
  const isAll = mode === "all" && message.options.all && message.role !== "bcc"
  const answered = message.role === "from" ? message.to : [message.from]
  const to =
    isAll && message.role !== "from" ? [...answered, ...message.to.filter((person) => !isMe(person))] : answered
  const attribution = options.attribution ?? `${message.from.name || message.from.address}:`
  return {
    org: message.org,
    to: unique(to),
    cc: isAll ? unique(message.cc.filter((person) => !isMe(person))) : [],
    subject: answerSubject(message.subject ?? ""),
    ...quotedOf(message, { ...options, attribution, isWhole: false }),
    thread: replyThread(message),
    hideSubject: message.isSubjectHidden,
    follows: { msg: message.id, as: "reply" },
    inherited: inheritedOptions(message),
  }
}

/** Why an answer is not possible: the sender switched it off, or a blind copy would show itself. null: it is. */
export function replyRefusal(message: OpenedMessage, mode: "reply" | "all"): "off" | "all-off" | "blind" | null {
  const { role, options } = message
  if (role === "from") return null
  if (!options.reply) return "off"
  if (mode === "reply") return null
  if (role === "bcc") return "blind"
  return options.all ? null : "all-off"
}

/** The text below the own one; what is passed on stands there as it was, an answer marks it as quoted. */
export function quotedOf(
  message: OpenedMessage,
  { sanitizedHtml, attribution, isWhole }: QuoteOptions & { readonly attribution: string; readonly isWhole: boolean },
): Pick<ReplyDraft, "html" | "text"> {
  const text = message.text ?? plainTextOf(message.html ?? "")
  const html = sanitizedHtml ?? linesAsHtml(text)
  const lines = text.split("\n").map((line) => (line.startsWith(">") ? `>${line}` : `> ${line}`))
  return {
    html: `<p><br></p><p>${linesAsHtml(attribution)}</p>${isWhole ? `<div>${html}</div>` : `<blockquote type="cite">${html}</blockquote>`}`,
    text: `\n\n${attribution}\n${isWhole ? `\n${text}` : lines.join("\n")}\n`,
  }
}

/** The place of an answer: the root of the conversation, and the message that it follows with its slip hash. */
/**
 * What an answer takes over from the message that it answers, until its writer decides otherwise: an answer to what is
 * confidential is as confidential.
 */
export function inheritedOptions({ options, isSubjectHidden, controls }: OpenedMessage): Partial<SendOptions> {
  const end = endOf(controls, options.exp)
  return {
    hideSubject: isSubjectHidden,
    expires: end !== null && end > Date.now() ? end : null,
    label: options.label,
    password: options.fyeo === 1,
    receipts: options.rcpt,
    shared: options.share === true,
  }
}

export function replyThread(message: OpenedMessage): Thread {
  return { root: message.slip.thread?.root ?? message.id, prev: [message.id, message.slipHash] }
}

const answerSubject = (subject: string) => (/^(?:re|aw|sv|antw)\s*:/i.test(subject) ? subject : `Re: ${subject}`)

function unique(people: readonly Person[]): Person[] {
  return people.filter((person, at) => people.findIndex(({ address }) => address === person.address) === at)
}
