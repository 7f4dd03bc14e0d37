/**
 * A message passed on: its files are listed again without a second upload within the organization (docs/PROTOCOL.md §3);
 * for another organization they are read, and go up anew.
 */
import { fromBase64url, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { ByteSource } from "../client/index.ts"
import { SEGMENT_PLAIN } from "../envelope/index.ts"
import type { SealedFile } from "../envelope/index.ts"
import { openFileSegment, prepareFile } from "../envelope/open.ts"
import type { PreparedFile } from "../envelope/open.ts"
import type { DraftAttachment } from "../send/index.ts"
import type { ObjectId } from "../wire/index.ts"
import { internalsOf } from "./opened-message.ts"
import type { OpenedAttachment, OpenedMessage } from "./opened-message.ts"
import { inheritedOptions, quotedOf, replyThread } from "./reply-draft.ts"
import type { QuoteOptions, ReplyDraft } from "./reply-draft.ts"

export interface PassedOnFile extends DraftAttachment {
  /** Its object in the message that is passed on. */
  readonly obj: ObjectId
}
export interface ForwardDraft extends ReplyDraft {
  readonly attachments: readonly PassedOnFile[]
}

/** Own messages always; those of others where their sender did not switch it off. */
export const mayForward = ({ role, options }: OpenedMessage): boolean => role === "from" || options.fwd

/** @param options.attribution lines above the text that is passed on: from whom, when, to whom */
export function forwardDraft(message: OpenedMessage, options: QuoteOptions = {}): ForwardDraft {
  return {
    org: message.org,
    to: [],
    cc: [],
    subject: forwardSubject(message.subject ?? ""),
    ...quotedOf(message, { ...options, attribution: options.attribution ?? attributionOf(message), isWhole: true }),
    thread: replyThread(message),
    hideSubject: message.isSubjectHidden,
    follows: { msg: message.id, as: "forward" },
    inherited: inheritedOptions(message),
    attachments: message.attachments.flatMap((file, index) =>
      file.recalledAt === null || message.role === "from" ? [attachmentOf(message, file, index)] : [],
    ),
  }
}

const forwardSubject = (subject: string) => (/^(?:fwd?|wg|tr|vs)\s*:/i.test(subject) ? subject : `Fwd: ${subject}`)

function attributionOf(message: OpenedMessage): string {
  const people = (list: OpenedMessage["to"]) =>
    list.map(({ address, name }) => (name ? `${name} <${address}>` : address))
  return [
    `From: ${people([message.from]).join("")}`,
    `Date: ${new Date(message.sentAt).toISOString()}`,
    `To: ${people(message.to).join(", ")}`,
    `Subject: ${message.subject ?? ""}`,
  ].join("\n")
}

function attachmentOf(message: OpenedMessage, file: OpenedAttachment, index: number): PassedOnFile {
  const { sealed } = internalsOf(message)
  const entry = sealed.manifest.files[index]
  const object = sealed.slip.objs[index]
  if (entry === undefined || object === undefined) return refuse("open-failed", "no such file")
  const listed: SealedFile = { entry, object }
  return {
    obj: file.obj,
    name: file.name,
    type: file.type,
    size: file.size,
    cid: file.cid,
    source: sourceOf(message, file.obj, index),
    uploaded: { org: message.org, suite: sealed.header.suite, seal: () => Promise.resolve(listed) },
  }
}

/** The file, read from the server piece by piece and verified like every download. */
function sourceOf(message: OpenedMessage, obj: ObjectId, index: number): ByteSource {
  const { account, sealed } = internalsOf(message)
  const { client } = account
  const size = sealed.manifest.files[index]?.size ?? 0
  let prepared: Promise<PreparedFile> | null = null
  let last: { readonly at: number; readonly bytes: Promise<Bytes> } | null = null
  const prepare = async (): Promise<PreparedFile> => {
    const reply = await client.attachment(message.id, obj)
    return prepareFile({
      opened: sealed,
      index,
      objectHeader: fromBase64url(reply.header),
      hashes: fromBase64url(reply.hashes),
    })
  }
  const segment = (at: number): Promise<Bytes> => {
    if (last?.at === at) return last.bytes
    prepared ??= prepare()
    const bytes = prepared.then(async (file) => openFileSegment(file, await client.chunk(message.id, obj, at), at))
    last = { at, bytes }
    return bytes
  }
  return {
    size,
    slice: async (start, end) => {
      const piece = new Uint8Array(end - start)
      for (let at = Math.floor(start / SEGMENT_PLAIN); at * SEGMENT_PLAIN < end; at += 1) {
        const from = at * SEGMENT_PLAIN
        const bytes = (await segment(at)).subarray(Math.max(0, start - from), end - from)
        piece.set(bytes, Math.max(0, from - start))
      }
      return piece
    },
  }
}
