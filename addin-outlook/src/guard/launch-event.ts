/**
 * The guard on Send and the answer to the decrypt event: what Outlook runs without the pane. In classic Outlook that is a
 * bare JavaScript engine: no page, no network, no cryptography, no storage, no promise that waits.
 * Promises: exactly one `event.completed` per event, within four seconds and whatever the host throws; ES2016; nothing is
 * called but Office.
 * Never: encrypts, decrypts, or lets a marked message go.
 */
import { decide } from "./decide.ts"
import type { Decision, Facts } from "./decide.ts"
import { HEADER, INTENT, NOTICE, textHash } from "./marks.ts"
import { POLICY_KEY, readPolicyCache } from "./policy-cache.ts"

/** Outlook tells people after five seconds that it takes longer. */
const DEADLINE_MS = 4_000
/** Classic Outlook may hand out a body that is older than the last keystroke: read it twice. */
const SECOND_LOOK_MS = 500

type Found = { -readonly [Key in keyof Facts]: Facts[Key] }

function onMessageSend(event: Office.MailboxEvent): void {
  const found: Found = {
    intent: undefined,
    notice: undefined,
    header: undefined,
    bodyHash: undefined,
    policy: null,
    recipients: undefined,
    subject: undefined,
    label: undefined,
    attachments: undefined,
    mailbox: 12,
    language: "en",
  }
  const finish = once(() => answer(event, found))
  attempt(() => setTimeout(finish, DEADLINE_MS))
  attempt(() => readAll(found, finish), finish)
}

/** Keys live in the pane, not here: Outlook keeps showing the notice, and the pane opens the message. */
function onMessageDecrypt(event: Office.MailboxEvent): void {
  attempt(() => event.completed({ allowEvent: false }))
}

function answer(event: Office.MailboxEvent, facts: Facts): void {
  let decision: Decision
  try {
    decision = decide(facts)
  } catch {
    decision = { kind: "hold", reason: "unfinished", message: "Not sent. The check of this message did not finish." }
  }
  attempt(() => event.completed(completion(decision)))
}

function completion(decision: Decision): Office.SmartAlertsEventCompletedOptions {
  if (decision.kind === "allow") return { allowEvent: true }
  const options: Office.SmartAlertsEventCompletedOptions = { allowEvent: false, errorMessage: decision.message }
  if (decision.cancelLabel !== undefined) options.cancelLabel = decision.cancelLabel
  if (decision.commandId !== undefined) options.commandId = decision.commandId
  if (decision.kind === "advise") options.sendModeOverride = "promptUser"
  else if (decision.markdown !== undefined) options.errorMessageMarkdown = decision.markdown
  return options
}

type Read = (done: () => void) => void
type Callback<Value> = (result: Office.AsyncResult<Value>) => void

/** One asynchronous call of the host: `use` sees what it gave; a failure leaves the fact unread. */
const reading =
  <Value>(start: (callback: Callback<Value>) => void, use: (value: Value) => void): Read =>
  (done) =>
    start((result) => {
      attempt(() => {
        if (String(result.status) === "succeeded") use(result.value)
      })
      done()
    })

/** Everything at once; the body afterwards, and only where a notice is to be compared. */
function readAll(found: Found, finish: () => void): void {
  attempt(() => (found.language = /^de\b/i.test(Office.context.displayLanguage) ? "de" : "en"))
  attempt(() => (found.mailbox = newestMailbox()))
  attempt(() => (found.policy = readPolicyCache(Office.context.roamingSettings.get(POLICY_KEY))))
  const item = Office.context.mailbox.item as unknown as Office.MessageCompose
  const reads = [
    readMarks(item, found),
    readHeader(item, found),
    ...readRecipients(item, found),
    ...readRest(item, found),
  ]
  together(reads, () => (found.notice ? together([readBody(item, found)], finish) : finish()))
}

function newestMailbox(): number {
  let newest = 12
  for (let minor = 13; minor <= 16; minor += 1)
    if (Office.context.requirements.isSetSupported("Mailbox", `1.${minor}`)) newest = minor
  return newest
}

const readMarks = (item: Office.MessageCompose, found: Found): Read =>
  reading<unknown>(
    (callback) => item.sessionData.getAllAsync(callback),
    (value) => {
      // A host may say "none" with nothing at all; anything else that is no set of values leaves the marks unread.
      if (typeof value !== "object" && value !== undefined) return
      const marks = Object(value) as Record<string, unknown>
      found.intent = textOf(marks[INTENT])
      found.notice = textOf(marks[NOTICE])
    },
  )

const readHeader = (item: Office.MessageCompose, found: Found): Read =>
  reading<unknown>(
    (callback) => item.internetHeaders.getAsync([HEADER], callback),
    (value) => {
      const headers = Object(value) as Record<string, unknown>
      found.header = ""
      for (const name of Object.keys(headers))
        if (name.toLowerCase() === HEADER) found.header = textOf(headers[name]).trim()
    },
  )

function readRecipients(item: Office.MessageCompose, found: Found): Read[] {
  const addresses: string[] = []
  let fields = 0
  return (["to", "cc", "bcc"] as const).map((name) =>
    reading<Office.EmailAddressDetails[]>(
      (callback) => item[name].getAsync(callback),
      (value) => {
        for (const each of value) addresses.push(textOf(each.emailAddress))
        fields += 1
        if (fields === 3) found.recipients = addresses
      },
    ),
  )
}

function readRest(item: Office.MessageCompose, found: Found): Read[] {
  const subject = reading<string>(
    (callback) => item.subject.getAsync(callback),
    (value) => (found.subject = textOf(value)),
  )
  const attachments = reading<Office.AttachmentDetailsCompose[]>(
    (callback) => item.getAttachmentsAsync(callback),
    (value) => {
      const inline = value.filter((each) => each.isInline).length
      found.attachments = { files: value.length - inline, inline }
    },
  )
  return [subject, attachments, readLabel(item, found)]
}

/** Labels cannot be read before Mailbox 1.13; asked for only where a rule names one. */
function readLabel(item: Office.MessageCompose, found: Found): Read {
  if (found.mailbox < 13 || found.policy === null || found.policy.block.labels.length === 0) {
    found.label = ""
    return (done) => done()
  }
  return reading<string>(
    (callback) => item.sensitivityLabel.getAsync(callback),
    (value) => (found.label = textOf(value)),
  )
}

function readBody(item: Office.MessageCompose, found: Found): Read {
  const look = (use: (text: string) => void) => reading<string>((callback) => item.body.getAsync("text", callback), use)
  return (done) => {
    const second = (first: string) => look((text) => (found.bodyHash = first === text ? textHash(text) : ""))
    let first: string | null = null
    look((text) => (first = textOf(text)))(() => {
      if (first === null) return done()
      const before = first
      return attempt(() => setTimeout(() => attempt(() => second(before)(done), done), SECOND_LOOK_MS), done)
    })
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "")

/** Starts every read; each counts once, whether it ends, throws at the start or throws in its answer. */
function together(reads: readonly Read[], then: () => void): void {
  let open = reads.length
  for (const read of reads) {
    const done = once(() => {
      open -= 1
      if (open === 0) attempt(then)
    })
    attempt(() => read(done), done)
  }
}

function once(run: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    run()
  }
}

/** An exception that leaves the handler hangs Outlook until its own time-out. */
function attempt(run: () => void, otherwise?: () => void): void {
  try {
    run()
  } catch {
    if (otherwise !== undefined) otherwise()
  }
}

// Where the events run in a page, Office.js raises none before it was asked to begin; the bare engine needs no such call.
attempt(() => void Office.onReady())
Office.actions.associate("onMessageSend", onMessageSend)
Office.actions.associate("onMessageDecrypt", onMessageDecrypt)
