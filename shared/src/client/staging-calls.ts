/** Staged messages: sealed, held by the server for their author alone (shared/wire: staged). */
import type { Bytes } from "../bytes/index.ts"
import { attachmentReply, messageCommit, stagedList, stagedMessage } from "../wire/index.ts"
import type { MessageCommit, ObjectId, StagedMessageText } from "../wire/index.ts"
import { asBytes, asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"
import { unlessGone } from "./problems.ts"

type Output<Schema extends { _zod: { output: unknown } }> = Schema["_zod"]["output"]

export interface StagingCalls {
  /** Under the Idempotency-Key of the hand-over; again with the same key and bytes changes nothing. */
  stage(key: string, body: MessageCommit, signal?: AbortSignal): Promise<StagedMessageText>
  stagedMessages(): Promise<readonly StagedMessageText[]>
  /** null: nothing is staged under this key (any more). */
  staged(key: string): Promise<MessageCommit | null>
  /** Done too when it was not there. */
  removeStaged(key: string): Promise<void>
  stagedObject(key: string, obj: ObjectId, signal?: AbortSignal): Promise<Output<typeof attachmentReply>>
  stagedChunk(key: string, place: { obj: ObjectId; index: number }, signal?: AbortSignal): Promise<Bytes>
}

const LARGE_TIMEOUT_MS = 120_000

export function stagingCalls(line: Line): StagingCalls {
  const path = (key: string) => `/api/staged/${key}`
  return {
    stage: (key, json, signal) =>
      exchange(
        line,
        { method: "PUT", path: path(key), json, timeoutMs: LARGE_TIMEOUT_MS, signal },
        asJson(stagedMessage),
      ),
    stagedMessages: async () =>
      (await exchange(line, { method: "GET", path: "/api/staged" }, asJson(stagedList))).staged,
    staged: (key) =>
      unlessGone(
        exchange(line, { method: "GET", path: path(key), timeoutMs: LARGE_TIMEOUT_MS }, asJson(messageCommit)),
      ),
    removeStaged: async (key) => {
      await unlessGone(exchange(line, { method: "DELETE", path: path(key) }, asNothing))
    },
    stagedObject: (key, obj, signal) =>
      exchange(line, { method: "GET", path: `${path(key)}/objects/${obj}`, signal }, asJson(attachmentReply)),
    stagedChunk: (key, { obj, index }, signal) =>
      exchange(
        line,
        { method: "GET", path: `${path(key)}/objects/${obj}/chunks/${index}`, timeoutMs: LARGE_TIMEOUT_MS, signal },
        asBytes,
      ),
  }
}
