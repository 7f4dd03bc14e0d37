/** What a draft holds, as canonical bytes (docs/PROTOCOL.md §9.1). */
import {
  decodeCbor,
  demand,
  encodeCbor,
  readBoolean,
  readBytes,
  readCount,
  readId,
  readList,
  readMap,
  readMapWith,
  readNullable,
  readOneOf,
  readText,
  readTuple,
} from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { entryFields, readEntry } from "../envelope/index.ts"
import type { SealedFile } from "../envelope/index.ts"
import type { Mailbox } from "../send/index.ts"
import { readThread } from "../slip/index.ts"
import type { Thread } from "../slip/index.ts"
import { readSuite, SEAL_OVERHEAD } from "../suite/index.ts"
import type { SuiteId } from "../suite/index.ts"
import { MAX_DRAFT_BOX, MAX_DRAFT_FILES, organizationId } from "../wire/index.ts"
import type { OrganizationId } from "../wire/index.ts"

/** An attachment that is on the server already, sealed; the draft holds its key. */
export interface DraftFile {
  readonly suite: SuiteId
  readonly file: SealedFile
}

export interface DraftControls {
  readonly hideSubject: boolean
  readonly reply: boolean
  readonly replyAll: boolean
  readonly forward: boolean
  readonly receipts: boolean
  /** Everybody in to and cc sees who has read it; left out: yes. */
  readonly shared?: boolean
  readonly fyeo: number
  readonly label: string | null
  /** An end counted from the sending, or a fixed one; milliseconds. */
  readonly end: readonly ["after" | "at", number] | null
}

export interface DraftContent {
  readonly org: OrganizationId
  /** As typed: whether they are addresses is asked when it is sent. */
  readonly to: readonly Mailbox[]
  readonly cc: readonly Mailbox[]
  readonly bcc: readonly Mailbox[]
  readonly subject: string
  readonly html: string | null
  readonly text: string | null
  /** What is quoted below the own text; `on`: it will be sent with it. */
  readonly quote: { readonly html: string; readonly text: string; readonly on: boolean } | null
  readonly fields: readonly (readonly [string, string])[]
  readonly extension: readonly (readonly [string, string])[]
  readonly files: readonly DraftFile[]
  readonly controls: DraftControls
  /** How people without a key are let in, where the writer chose: by address, "" for everybody else. */
  readonly modes: readonly (readonly [string, DraftMode])[]
  readonly thread: Thread | null
  /** The message that is answered or forwarded. */
  readonly origin: { readonly kind: "reply" | "all" | "forward"; readonly msg: string } | null
}

export const MAX_DRAFT = MAX_DRAFT_BOX - SEAL_OVERHEAD
const KEYS = [
  "v",
  "org",
  "to",
  "cc",
  "bcc",
  "subj",
  "html",
  "text",
  "quote",
  "fields",
  "ext",
  "files",
  "ctl",
  "modes",
  "thread",
  "origin",
] as const
const MOST_PEOPLE = 1_000
const MOST_FIELDS = 100
const MODES = ["agent", "sender", "sender-code", "pass", "link"] as const
type DraftMode = (typeof MODES)[number]

/** Throws what readDraft throws: what cannot be read is not written. */
export function encodeDraft(draft: DraftContent): Bytes {
  const people = (list: readonly Mailbox[]) => list.map(({ address, name }) => [address, name])
  const { hideSubject, reply, replyAll, forward, receipts, shared = true, fyeo, label, end } = draft.controls
  const ctl = { hide: hideSubject, reply, all: replyAll, fwd: forward, rcpt: receipts, fyeo, label, end }
  const bytes = encodeCbor({
    v: 1,
    org: draft.org,
    to: people(draft.to),
    cc: people(draft.cc),
    bcc: people(draft.bcc),
    subj: draft.subject,
    html: draft.html,
    text: draft.text,
    quote: draft.quote && [draft.quote.html, draft.quote.text, draft.quote.on],
    fields: draft.fields,
    ext: draft.extension,
    files: draft.files.map(({ suite, file }) => [suite, entryFields(file.entry), file.object]),
    ctl: shared ? ctl : { ...ctl, share: false },
    modes: draft.modes,
    thread: draft.thread && { root: draft.thread.root, prev: draft.thread.prev },
    origin: draft.origin && [draft.origin.kind, draft.origin.msg],
  })
  readDraft(bytes)
  return bytes
}

/** Throws open-failed on another form. */
export function readDraft(bytes: Bytes): DraftContent {
  const fields = readMap(decodeCbor(bytes, MAX_DRAFT), KEYS)
  readOneOf(fields.v, [1])
  return {
    org: organizationId.parse(readId("org", fields.org)),
    to: readPeople(fields.to),
    cc: readPeople(fields.cc),
    bcc: readPeople(fields.bcc),
    subject: readText(fields.subj, MAX_DRAFT),
    html: readNullable(fields.html, readLong),
    text: readNullable(fields.text, readLong),
    quote: readNullable(fields.quote, readQuote),
    fields: readList(fields.fields, MOST_FIELDS, readPair),
    extension: readList(fields.ext, MOST_FIELDS, readPair),
    files: readList(fields.files, MAX_DRAFT_FILES, readFile),
    controls: readControls(fields.ctl),
    modes: readList(fields.modes, MOST_PEOPLE, (value) => {
      const [address, mode] = readTuple(value, 2)
      return [readLong(address), readOneOf(mode, MODES)]
    }),
    thread: readNullable(fields.thread, readThread),
    origin: readNullable(fields.origin, (value) => {
      const [kind, msg] = readTuple(value, 2)
      return { kind: readOneOf(kind, ["reply", "all", "forward"]), msg: readId("msg", msg) }
    }),
  }
}

const readLong = (value: unknown): string => readText(value, MAX_DRAFT)

const readPeople = (value: unknown): Mailbox[] =>
  readList(value, MOST_PEOPLE, (row) => {
    const [address, name] = readTuple(row, 2)
    return { address: readLong(address), name: readLong(name) }
  })

function readPair(value: unknown): readonly [string, string] {
  const [name, text] = readTuple(value, 2)
  return [readText(name, 255), readText(text, 65_536)]
}

function readQuote(value: unknown): DraftContent["quote"] {
  const [html, text, on] = readTuple(value, 3)
  return { html: readLong(html), text: readLong(text), on: readBoolean(on) }
}

function readFile(value: unknown): DraftFile {
  const [suite, entry, object] = readTuple(value, 3)
  const [obj, length, root] = readTuple(object, 3)
  const file: SealedFile = {
    entry: readEntry(entry),
    object: [readId("obj", obj), readCount(length), readBytes(root, 32)],
  }
  demand(file.entry.obj === file.object[0], "entry of another object")
  return { suite: readSuite(suite), file }
}

function readControls(value: unknown): DraftControls {
  const fields = readMapWith(value, ["hide", "reply", "all", "fwd", "rcpt", "fyeo", "label", "end"], "share")
  demand(fields.share === undefined || fields.share === false, "share")
  return {
    hideSubject: readBoolean(fields.hide),
    reply: readBoolean(fields.reply),
    replyAll: readBoolean(fields.all),
    forward: readBoolean(fields.fwd),
    receipts: readBoolean(fields.rcpt),
    ...(fields.share === undefined ? {} : { shared: false }),
    fyeo: readOneOf(fields.fyeo, [0, 1, 2]),
    label: readNullable(fields.label, readLong),
    end: readNullable(fields.end, (end) => {
      const [kind, at] = readTuple(end, 2)
      return [readOneOf(kind, ["after", "at"]), readCount(at)] as const
    }),
  }
}
