/** Drafts, sealed (shared/wire: drafts). */
import { draft, draftList, draftSaved } from "../wire/index.ts"
import type { DraftId, draftPut, DraftText, ListedDraft } from "../wire/index.ts"
import { asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"
import { unlessGone } from "./problems.ts"

type Input<Schema extends { _zod: { input: unknown } }> = Schema["_zod"]["input"]
type Output<Schema extends { _zod: { output: unknown } }> = Schema["_zod"]["output"]

export interface DraftCalls {
  drafts(): Promise<readonly ListedDraft[]>
  /** null: deleted, or sent. */
  draft(id: DraftId): Promise<DraftText | null>
  /** @throws ApiProblem draft.version_conflict, with the version that the server holds. */
  putDraft(id: DraftId, body: Input<typeof draftPut>, signal?: AbortSignal): Promise<Output<typeof draftSaved>>
  /** Done too when it was not there. */
  removeDraft(id: DraftId): Promise<void>
}

const LARGE_TIMEOUT_MS = 120_000

export function draftCalls(line: Line): DraftCalls {
  const path = (id: DraftId) => `/api/drafts/${id}`
  return {
    drafts: async () => (await exchange(line, { method: "GET", path: "/api/drafts" }, asJson(draftList))).drafts,
    draft: (id) =>
      unlessGone(exchange(line, { method: "GET", path: path(id), timeoutMs: LARGE_TIMEOUT_MS }, asJson(draft))),
    putDraft: (id, json, signal) =>
      exchange(line, { method: "PUT", path: path(id), json, timeoutMs: LARGE_TIMEOUT_MS, signal }, asJson(draftSaved)),
    removeDraft: async (id) => {
      await unlessGone(exchange(line, { method: "DELETE", path: path(id) }, asNothing))
    },
  }
}
