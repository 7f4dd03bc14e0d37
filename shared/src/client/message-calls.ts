/** Messages: commit, opening, tracking (shared/wire: messages). */
import type { Bytes } from "../bytes/index.ts"
import { arrival, attachmentReply, grantReply, message, messageCommitReply, tracking } from "../wire/index.ts"
import type {
  ArrivalReply,
  grantRequest,
  MessageCommit,
  MessageId,
  MessageReply,
  ObjectId,
  SignedObjectText,
  TrackingReply,
} from "../wire/index.ts"
import { asBytes, asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"
import { isProblem } from "./problems.ts"

type Input<Schema extends { _zod: { input: unknown } }> = Schema["_zod"]["input"]
type Output<Schema extends { _zod: { output: unknown } }> = Schema["_zod"]["output"]
export type CommitReply = Output<typeof messageCommitReply>
type AttachmentReply = Output<typeof attachmentReply>

export interface MessageCalls {
  /**
   * The one commit. Safe to repeat with the same key: the answer is the same. `noticesByClient`: the server tells nobody
   * but blind recipients, where the policy allows that.
   */
  commitMessage(
    body: MessageCommit,
    idempotencyKey: string,
    how?: { readonly noticesByClient: boolean },
  ): Promise<CommitReply>
  /** Was it handed over? null: no commit with this key is known. */
  handedOver(idempotencyKey: string): Promise<CommitReply | null>
  message(id: MessageId): Promise<MessageReply>
  /** Asks for the own grant: the "released" event. 409 message.not_ready while nobody has let the caller in. */
  grant(id: MessageId, ask: Input<typeof grantRequest>): Promise<Output<typeof grantReply>>
  body(id: MessageId): Promise<Bytes>
  attachment(id: MessageId, obj: ObjectId, signal?: AbortSignal): Promise<AttachmentReply>
  chunk(id: MessageId, obj: ObjectId, index: number, signal?: AbortSignal): Promise<Bytes>
  downloaded(id: MessageId, obj: ObjectId): Promise<void>
  receipt(id: MessageId, receipt: SignedObjectText): Promise<void>
  tracking(id: MessageId): Promise<TrackingReply>
  arrival(id: MessageId): Promise<ArrivalReply>
}

const LARGE_TIMEOUT_MS = 120_000

export function messageCalls(line: Line): MessageCalls {
  return { ...writingCalls(line), ...readingCalls(line) }
}

type Writing = Pick<MessageCalls, "commitMessage" | "handedOver" | "downloaded" | "receipt">

function writingCalls(line: Line): Writing {
  return {
    commitMessage: (json, key, how) =>
      exchange(
        line,
        {
          method: "POST",
          path: how?.noticesByClient === true ? "/api/messages?notices=client" : "/api/messages",
          json,
          idempotent: true,
          headers: { "idempotency-key": key },
          timeoutMs: LARGE_TIMEOUT_MS,
        },
        asJson(messageCommitReply),
      ),
    handedOver: async (key) => {
      try {
        return await exchange(
          line,
          { method: "GET", path: `/api/messages/handed-over/${key}` },
          asJson(messageCommitReply),
        )
      } catch (error) {
        if (isProblem(error, "not_found")) return null
        throw error
      }
    },
    downloaded: (id, obj) =>
      exchange(line, { method: "POST", path: `/api/messages/${id}/attachments/${obj}/downloaded` }, asNothing),
    receipt: (id, receipt) =>
      exchange(line, { method: "POST", path: `/api/messages/${id}/receipts`, json: { receipt } }, asNothing),
  }
}

function readingCalls(line: Line): Omit<MessageCalls, keyof Writing> {
  const get = <T>(path: string, schema: { parse(value: unknown): T }, signal?: AbortSignal) =>
    exchange(line, { method: "GET", path, signal }, asJson(schema))
  const load = (path: string, signal?: AbortSignal) =>
    exchange(line, { method: "GET", path, timeoutMs: LARGE_TIMEOUT_MS, signal }, asBytes)
  return {
    message: (id) => get(`/api/messages/${id}`, message),
    grant: (id, json) =>
      exchange(
        line,
        // A proof of the password counts once.
        { method: "POST", path: `/api/messages/${id}/grant`, json, idempotent: json.password === undefined },
        asJson(grantReply),
      ),
    body: (id) => load(`/api/messages/${id}/body`),
    attachment: (id, obj, signal) => get(`/api/messages/${id}/attachments/${obj}`, attachmentReply, signal),
    chunk: (id, obj, index, signal) => load(`/api/messages/${id}/attachments/${obj}/chunks/${index}`, signal),
    tracking: (id) => get(`/api/messages/${id}/tracking`, tracking),
    arrival: (id) => get(`/api/arrivals/${id}`, arrival),
  }
}
