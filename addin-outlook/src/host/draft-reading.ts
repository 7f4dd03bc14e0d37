/**
 * An Outlook draft, read once and completely: when its uploads are done and its text stands still.
 * Promises: what is given out was the same in two reads; nothing that the product cannot protect is passed over in silence.
 */
import { utf8 } from "@smp/shared/bytes"
import { sourceFromBytes } from "@smp/shared/client"
import type { Draft, DraftAttachment } from "@smp/shared/send"
import { decodeBase64 } from "./base64.ts"
import { readDraftHtml } from "./draft-html.ts"
import { DraftProblem } from "./draft-problem.ts"
import { typeOfName } from "./file-types.ts"
import { OutlookError } from "./outlook-port.ts"
import type { BodyForm, ComposePort, OutlookAttachment, OutlookFacts, OutlookPerson } from "./outlook-port.ts"

export interface KeptFile {
  readonly name: string
  readonly base64: string
  readonly isInline: boolean
}
export interface DraftReading {
  readonly draft: Draft
  readonly form: BodyForm
  /** As Outlook gave it, to put it back. */
  readonly body: string
  /** To put back what was removed; null: an attachment that cannot be added again (an attached mail, a cloud link). */
  readonly files: readonly (KeptFile | null)[]
  /** Cloud links: whoever has access there keeps it. */
  readonly unprotected: readonly { readonly name: string; readonly url: string }[]
  readonly fingerprint: string
}
export interface ReadingParts {
  readonly item: ComposePort
  readonly facts: OutlookFacts
  readonly pause: (ms: number) => Promise<void>
}

const BETWEEN_READS_MS = 400
const MOST_READS = 25
const UPLOAD_TRIES = 300
/** Outlook gives out at most so many per field: more may be hidden behind. */
const MOST_IN_FIELD = 500

/** @throws DraftProblem; OutlookError. */
export async function readDraft(parts: ReadingParts): Promise<DraftReading> {
  const { item } = parts
  const from = await item.from()
  const people = await readPeople(item)
  const listed = await uploadedAttachments(parts)
  const form = await item.bodyForm()
  const body = await stillBody(parts, form)
  const subject = await item.subject()
  const contents = await readContents(item, listed)
  const html = form === "html" ? readDraftHtml(body) : null
  const attachments = [...contents.flatMap(({ attachment }) => attachment ?? []), ...(html?.pictures ?? [])]
  const mailbox = ({ address, name }: OutlookPerson) => ({ address, name })
  return {
    draft: {
      from: mailbox(from),
      to: people.to.map(mailbox),
      cc: people.cc.map(mailbox),
      bcc: people.bcc.map(mailbox),
      subject,
      html: html?.html ?? null,
      text: html === null ? body : null,
      attachments,
      thread: null,
    },
    form,
    body,
    files: contents.map(({ kept }) => kept),
    unprotected: contents.flatMap(({ link }) => link ?? []),
    fingerprint: fingerprintOf({ from, people, subject, body, listed }),
  }
}

/** Two readings are of the same content exactly when this text is the same; attachments by name and size. */
export async function fingerprintNow({ item }: ReadingParts, form: BodyForm): Promise<string> {
  const from = await item.from()
  const people = await readPeople(item)
  const subject = await item.subject()
  const body = await item.body(form)
  return fingerprintOf({ from, people, subject, body, listed: await item.attachments() })
}

interface Seen {
  readonly from: OutlookPerson
  readonly people: Awaited<ReturnType<typeof readPeople>>
  readonly subject: string
  readonly body: string
  readonly listed: readonly OutlookAttachment[]
}

function fingerprintOf({ from, people, subject, body, listed }: Seen): string {
  return JSON.stringify([from, people, subject, body, listed.map(({ name, size }) => `${name} ${size}`).toSorted()])
}

async function readPeople(item: ComposePort) {
  const people = { to: await item.recipients("to"), cc: await item.recipients("cc"), bcc: await item.recipients("bcc") }
  const everybody = [...people.to, ...people.cc, ...people.bcc]
  const lists = everybody.filter(({ isList }) => isList)
  if (lists.length > 0)
    throw new DraftProblem(
      "mailing-list",
      lists.map(({ name, address }) => name || address),
    )
  if (Object.values(people).some((field) => field.length >= MOST_IN_FIELD))
    throw new DraftProblem("too-many-recipients")
  return people
}

/** While an upload runs its id will change and its content is wrong. Other Outlooks say nothing: there, two equal lists. */
async function uploadedAttachments({ item, facts, pause }: ReadingParts): Promise<readonly OutlookAttachment[]> {
  const marks = (list: readonly OutlookAttachment[]) =>
    list.map(({ id, name, size }) => `${id} ${name} ${size}`).join("\n")
  let before = await item.attachments()
  for (let attempt = 0; attempt < UPLOAD_TRIES; attempt += 1) {
    if (before.length === 0) return before
    const isDone = !facts.saysUploads || before.every(({ isUploaded, kind }) => isUploaded || kind === "cloud")
    await pause(BETWEEN_READS_MS)
    const now = await item.attachments()
    if (isDone && marks(now) === marks(before)) return now
    before = now
  }
  throw new DraftProblem(
    "uploads-pending",
    before.filter(({ isUploaded }) => !isUploaded).map(({ name }) => name),
  )
}

/** Classic Outlook may hand out a text that is some seconds old, and people go on typing. */
async function stillBody({ item, pause }: ReadingParts, form: BodyForm): Promise<string> {
  let before = await item.body(form)
  for (let read = 1; read < MOST_READS; read += 1) {
    await pause(BETWEEN_READS_MS)
    const now = await item.body(form)
    if (now === before) return now
    before = now
  }
  throw new DraftProblem("still-changing")
}

interface ReadContent {
  readonly attachment: DraftAttachment | null
  readonly kept: KeptFile | null
  readonly link: { readonly name: string; readonly url: string } | null
}

async function readContents(item: ComposePort, listed: readonly OutlookAttachment[]): Promise<ReadContent[]> {
  const contents: ReadContent[] = []
  for (const one of listed) contents.push(await readContent(item, one))
  return contents
}

async function readContent(item: ComposePort, one: OutlookAttachment): Promise<ReadContent> {
  if (one.kind === "cloud") return { attachment: null, kept: null, link: { name: one.name, url: "" } }
  const content = await item.content(one.id).catch((error: unknown) => {
    if (!(error instanceof OutlookError)) throw error
    throw new DraftProblem(error.kind === "limit" ? "larger-than-outlook-gives" : "draft-unreadable", [one.name], error)
  })
  if (content.form === "link") return { attachment: null, kept: null, link: { name: one.name, url: content.url } }
  const bytes = content.form === "base64" ? await decodeBase64(content.content) : utf8(content.content)
  const isMail = content.form === "text" && !/\.(eml|ics|vcf)$/i.test(one.name)
  const name = isMail ? `${one.name}.eml` : one.name
  return {
    attachment: {
      name,
      type: content.form === "text" ? content.type : typeOfName(name),
      size: bytes.length,
      source: sourceFromBytes(bytes),
      cid: one.isInline && one.contentId !== "" ? one.contentId : null,
    },
    kept: content.form === "base64" ? { name: one.name, base64: content.content, isInline: one.isInline } : null,
    link: null,
  }
}
