/**
 * One Outlook draft as the send needs it (shared/send, MailHost).
 * Promises: the draft is read once; it is emptied only after the server holds the sealed copy; it is closed, or sent as a
 * notice, only after the hand-over.
 * Never: sends a draft that still holds a word of the message.
 */
import { SendStopped } from "@smp/shared/send"
import type { Draft, Mailbox, MailHost, StagedMessage } from "@smp/shared/send"
import { INTENT, NOTICE, textHash } from "../guard/marks.ts"
import type { NoticeMark } from "../guard/marks.ts"
import { emptyDraft, markAsNotice } from "./draft-emptying.ts"
import { fingerprintNow, readDraft } from "./draft-reading.ts"
import type { DraftReading } from "./draft-reading.ts"
import { draftNotice } from "./notice-text.ts"
import type { NoticeWords } from "./notice-text.ts"
import { OutlookError } from "./outlook-port.ts"
import type { ComposePort, OutlookPort } from "./outlook-port.ts"

/** Who sends the notice: our server, or Outlook by the mail account of the sender. */
export type Delivery = "server" | "outlook"
export interface OutlookHostParts {
  readonly outlook: OutlookPort
  readonly words: NoticeWords & {
    /** Above a draft that could not be closed. */
    readonly discard: string
    /** Above a notice that the user has to send. */
    readonly pressSend: string
  }
  readonly delivery: Delivery
  /** The delegate chose to send under the own address: From of the message, whatever Outlook's draft says. */
  readonly sender?: Mailbox
  /** Of the Message Center: the link of a notice that Outlook sends. */
  readonly origin: string
  readonly pause?: (ms: number) => Promise<void>
  /** The draft is about to be emptied; until now cancelling leaves it as it is. */
  readonly onEmptying?: () => void
}
/** What became of the draft after the hand-over. */
export type Closing = "open" | "discarded" | "asked" | "to-discard" | "changed" | "sent" | "to-send"

export interface OutlookDraft extends MailHost {
  readonly draft: Draft
  readonly unprotected: DraftReading["unprotected"]
  closing(): Closing
  /** Under which key the sealed copy was staged; null: it has not come to that. */
  stagedAs(): StagedMessage | null
  /** Of an answer: Outlook gave the quoted mail with the text, or has folded it away and appends it when it sends. */
  readonly quote: "none" | "read" | "folded"
}

/** Ordinary sending stays blocked from now on, until the draft holds only the notice. false: this Outlook cannot block it. */
export async function markDraft(outlook: OutlookPort): Promise<boolean> {
  // The send event, which obeys the mark, came with 1.12.
  if (!outlook.supports("1.12")) return false
  await outlook.compose().setSessionValue(INTENT, "secure")
  return true
}

/** How Outlook's editions begin what is quoted. */
const QUOTE = /id="?(?:x_)?(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container)|<blockquote|^>|-{5}/im

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** @throws DraftProblem; OutlookError. */
export async function openDraft(parts: OutlookHostParts): Promise<OutlookDraft> {
  const { outlook, words } = parts
  const item = outlook.compose()
  const supports: OutlookPort["supports"] = (set) => outlook.supports(set)
  const scene = { item, supports, facts: outlook.facts, pause: parts.pause ?? wait }
  const reading = await readDraft(scene)
  // Outlook may add a quoted tail to an answer that it sends, and cannot tell blind recipients one by one: then only our
  // server may send the notice. Nor where its guard could not know the notice again.
  const isAnswer = await item.isAnswer()
  const mayOutlook = !isAnswer && reading.draft.bcc.length === 0 && outlook.supports("1.12")
  const delivery = parts.delivery === "outlook" && mayOutlook ? "outlook" : "server"
  const draft = parts.sender === undefined ? reading.draft : { ...reading.draft, from: parts.sender }
  const link = (id: string) => (delivery === "outlook" ? `${parts.origin}/m/${id}` : null)
  let closing: Closing = "open"
  let stagedAs: StagedMessage | null = null
  const hasChanged = async () => (await fingerprintNow(scene, reading.form)) !== reading.fingerprint
  return {
    draft,
    unprotected: reading.unprotected,
    quote: !isAnswer ? "none" : QUOTE.test(reading.body) ? "read" : "folded",
    sendsNotices: delivery === "outlook",
    closing: () => closing,
    stagedAs: () => stagedAs,
    snapshot: () => Promise.resolve(draft),
    hasChanged,
    empty: async (staged) => {
      stagedAs = staged
      parts.onEmptying?.()
      if (await hasChanged()) throw new SendStopped("draft-changed")
      await emptyDraft(scene, reading, { notice: draftNotice(words, link(staged.id)), staged })
    },
    finish: async (sent, tell) => {
      const { text } = draftNotice(words, link(sent.id))
      // From here on the person may be told the reference when the draft is touched again.
      await markAsNotice(scene, { id: sent.id, reference: sent.reference, hash: textHash(text) }).catch(() => undefined)
      // By this other programs know a notice of ours when it arrives.
      if (delivery === "outlook")
        await item.setHeader("x-delivery-slip", `message; origin=${parts.origin}`).catch(() => undefined)
      if (delivery === "outlook") {
        await tell?.("at-hand")
        closing = await sendNotice(outlook, item, words.pressSend)
        if (closing === "sent") await tell?.("sent")
      } else closing = await close(parts, item, textHash(text))
    },
  }
}

async function sendNotice(outlook: OutlookPort, item: ComposePort, pressSend: string): Promise<Closing> {
  if (outlook.supports("1.15")) {
    const isSent = await item.send().then(
      () => true,
      () => false,
    )
    if (isSent) return "sent"
  }
  await item.notify(pressSend)
  return "to-send"
}

/** Only the untouched notice is thrown away: nothing that was typed below it meanwhile. */
async function close({ outlook, words }: OutlookHostParts, item: ComposePort, hash: string): Promise<Closing> {
  if (await isTouched(item, hash).catch(() => false)) return "changed"
  for (const [way, step] of [
    ["discarded", () => (outlook.supports("1.14") ? item.discard() : missing())],
    ["asked", () => item.close()],
  ] as const) {
    const isDone = await step().then(
      () => true,
      () => false,
    )
    if (isDone) return way
  }
  await item.notify(words.discard)
  return "to-discard"
}

const missing = (): Promise<void> => Promise.reject(new OutlookError("missing", { code: 0, call: "closeAsync" }))

/** A draft that was handed over before: as what, and whether somebody has written into it since; null: it was not. */
export async function handedOverBefore(outlook: OutlookPort): Promise<(NoticeMark & { isTouched: boolean }) | null> {
  const mark = await noticeOf(outlook)
  if (mark === null) return null
  const item = outlook.compose()
  return { ...mark, isTouched: await isTouched(item, mark.hash) }
}

const isTouched = async (item: ComposePort, hash: string): Promise<boolean> =>
  textHash(await item.body("text")) !== hash || (await item.attachments()).length > 0

async function noticeOf(outlook: OutlookPort): Promise<NoticeMark | null> {
  if (!outlook.supports("1.11")) return null
  const held = await outlook
    .compose()
    .sessionValue(NOTICE)
    .catch(() => null)
  if (held === null) return null
  try {
    const { id, reference, hash } = JSON.parse(held) as Partial<NoticeMark>
    return id === undefined ? null : { id, reference: reference ?? "", hash: hash ?? "" }
  } catch {
    return null
  }
}
