/** Messages: commit, lists, opening, tracking (docs/PROTOCOL.md §3–§7.1). */
import * as z from "zod/mini"
import { controlRecord } from "./controls.ts"
import {
  address,
  bytes,
  bytesOf,
  bytesToDecode,
  count,
  draftId,
  instant,
  labelId,
  messageId,
  objectId,
  organizationId,
  principalId,
  signedObject,
  signedStatement,
} from "./primitives.ts"

export const INLINE_BODY_BYTES = 262_144
/** POST /api/messages (Idempotency-Key): the one commit. The server fills its clear columns from the slip. */
export const messageCommit = z.strictObject({
  org: organizationId,
  header: signedObject,
  slip: bytesToDecode(1 << 20),
  core: bytesToDecode(2 << 20),
  /** FLOE header and segments, at most INLINE_BODY_BYTES; larger bodies are uploaded as an object first. */
  body: z.union([z.strictObject({ inline: bytesToDecode(INLINE_BODY_BYTES) }), z.strictObject({ obj: objectId })]),
  /** Canonical CBOR of each grant (§5). */
  grants: z.array(bytesToDecode(16_384)).check(z.minLength(1), z.maxLength(1_000)),
  tickets: z.array(signedObject).check(z.maxLength(200)),
  /** Of first contacts by words or link (§6.4); `share`: the server's half of a link. */
  boxes: z.optional(
    z.array(z.strictObject({ address, box: bytes(512), share: z.nullable(bytesOf(32)) })).check(z.maxLength(200)),
  ),
  bccRecord: bytesToDecode(1 << 20),
  /** Delivery order for blind copies, in clear for the server alone. */
  bcc: z.array(address).check(z.maxLength(1_000)),
  /** What it answers or passes on: told to the sender of that message. */
  follows: z.optional(z.strictObject({ msg: messageId, as: z.enum(["reply", "forward"]) })),
  /** The author's draft that ends with this commit, unless another device has changed it since. */
  draft: z.optional(z.strictObject({ id: draftId, ver: z.int().check(z.minimum(1)) })),
})
export type MessageCommit = z.infer<typeof messageCommit>
export const messageCommitReply = z.object({ id: messageId, reference: z.string(), at: instant })
/** GET /api/messages/handed-over/{idempotencyKey} -> messageCommitReply or 404: was it handed over? */

export const folder = z.enum(["inbox", "sent", "archive", "trash"])
export type Folder = z.infer<typeof folder>
export const FOLDERS = folder.options
export const messageState = z.enum(["available", "waiting", "recalled", "suspended", "expired"])
/** One row of a list: the server's columns, "not yet verified". */
export const messageRow = z.object({
  id: messageId,
  org: organizationId,
  organization: z.string(),
  reference: z.string(),
  from: z.object({ address, name: z.string() }),
  to: z.array(z.object({ address, name: z.string() })),
  cc: z.array(z.object({ address, name: z.string() })),
  /** null: hidden. */
  subject: z.nullable(z.string()),
  sentAt: instant,
  attachments: count,
  unread: z.boolean(),
  folder,
  state: messageState,
  /** For the sender: how many recipients displayed it, of how many. */
  displayed: z.nullable(z.object({ count, of: count })),
  /** The conversation, and how many messages of it the asker has. */
  thread: z.object({ root: messageId, count }),
  labels: z.array(labelId),
  expiresAt: z.nullable(instant),
})
export type MessageRow = z.infer<typeof messageRow>
/** GET /api/messages?folder=&cursor=, POST /api/messages/search */
export const messageList = z.object({ messages: z.array(messageRow), next: z.nullable(z.string()), unread: count })

export const controls = z.object({
  reply: z.boolean(),
  all: z.boolean(),
  fwd: z.boolean(),
  exp: z.nullable(instant),
  fyeo: z.int(),
  label: z.nullable(z.string()),
  rcpt: z.boolean(),
  share: z.optional(z.boolean()),
})
/** What the server says in clear; every client compares it with the signed slip (§4.4). */
export const columns = z.object({
  from: address,
  to: z.array(address),
  cc: z.array(address),
  bcc: z.array(address),
  subject: z.nullable(z.string()),
  sentAt: instant,
  ctl: controls,
  thread: z.nullable(z.object({ root: messageId, prev: z.tuple([messageId, bytesOf(32)]) })),
  ext: z.array(z.tuple([z.string(), z.string()])),
  objects: z.array(z.tuple([objectId, count])),
})
export type ColumnsText = z.infer<typeof columns>

/** GET /api/messages/{id}: what a participant needs to check and open it. Releases nothing. */
export const message = z.object({
  row: messageRow,
  columns,
  header: signedObject,
  slip: bytes(1 << 20),
  core: bytes(2 << 20),
  /** Sender and archive only. */
  bccRecord: z.nullable(bytes(1 << 20)),
  bodyBytes: count,
  /** The ticket that lets the caller in, when the slip does not name the caller's key. */
  ticket: z.nullable(signedObject),
  /** Statement chains of sender, and of whoever issued the caller's record. */
  statements: z.array(z.object({ prn: principalId, statements: z.array(signedStatement) })),
  log: z.object({ index: count, minute: count, inclusion: z.array(bytesOf(32)), checkpoint: z.string() }),
  /** What the sender decided since, as far as it concerns the caller (§7.1). */
  records: z.array(controlRecord),
})
export type MessageReply = z.infer<typeof message>

/**
 * POST /api/messages/{id}/grant: `password` is a fresh OPAQUE sign-in of the caller, needed where the sender asked for
 * the own password at each opening (`fyeo` 1). The "released" event; first contact is opened here. 409 message.not_ready
 * while waiting, 403 message.password_needed.
 */
export const grantRequest = z.strictObject({
  kid: bytesOf(32),
  password: z.optional(z.strictObject({ signIn: z.string(), finish: z.string() })),
})
export const grantReply = z.object({ grant: bytes(16_384) })
/** GET /api/messages/{id}/body -> application/octet-stream: FLOE header and segments. */
/** GET /api/messages/{id}/attachments/{obj}: the list that is checked against the signed root before anything is decrypted. */
export const attachmentReply = z.object({ obj: objectId, header: bytesOf(74), length: count, hashes: bytes(1 << 20) })
/** GET /api/messages/{id}/attachments/{obj}/chunks/{index} -> application/octet-stream, one stored segment. */
/** POST /api/messages/{id}/attachments/{obj}/downloaded -> 204, the event. */
/** POST /api/messages/{id}/receipts { receipt }: signed by the reader (label `receipt`) -> 204. */
export const receiptPost = z.strictObject({ receipt: signedObject })
/** PATCH /api/messages/{id}/placement -> 204 */
export const placementChange = z.strictObject({ unread: z.optional(z.boolean()), folder: z.optional(folder) })

export const eventKind = z.enum([
  "queued",
  "accepted",
  "bounced",
  "released",
  "displayed",
  "downloaded",
  "registered",
  "granted",
  "agent-destroyed",
  "replied",
  "forwarded",
  "reminded",
  "regranted",
  "access-refused",
  "recalled",
  "suspended",
  "resumed",
  "expiry-changed",
  "expired",
])
export type EventKind = z.infer<typeof eventKind>
/** GET /api/messages/{id}/tracking: the sender sees everybody; recipients see to/cc people, never blind copies. */
export const tracking = z.object({
  people: z.array(
    z.object({
      address,
      role: z.enum(["to", "cc", "bcc"]),
      events: z.array(
        z.object({
          kind: eventKind,
          at: instant,
          obj: z.nullable(objectId),
          evidence: z.nullable(signedObject),
          /** Program and version, in its own word. */
          client: z.nullable(z.string()),
        }),
      ),
    }),
  ),
  /** Keys that hold this message now and that the slip does not name: records of to/cc readers (§5). */
  records: z.array(signedObject),
  /** The grant agent's signed words that its grant is gone. */
  destroyed: z.array(signedObject),
  /** First-contact tickets that are still open (addresses of to/cc, or of all for the sender). */
  waiting: z.array(address),
  /** For the sender: files from another person's message, which that person has recalled since. */
  recalledOrigins: z.optional(z.array(objectId)),
})
export type TrackingReply = z.infer<typeof tracking>

/** GET /api/arrivals/{id}: only what the notice said, before anybody signed in. */
export const arrival = z.object({
  id: messageId,
  reference: z.string(),
  sender: z.string(),
  senderAddress: address,
  organization: z.string(),
  sentAt: instant,
  /** The hint for "part of the address is hidden on purpose": null unless there is exactly one recipient. */
  recipientHint: z.nullable(z.string()),
})
export type ArrivalReply = z.infer<typeof arrival>
