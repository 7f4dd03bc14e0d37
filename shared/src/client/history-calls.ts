/** The record of a message (shared/wire: history). */
import { history } from "../wire/index.ts"
import type { HistoryReply, MessageId } from "../wire/index.ts"
import { asJson, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"

export interface HistoryCalls {
  /** Some chains from `from` on, with the proofs under one checkpoint. */
  history(id: MessageId, from: number): Promise<HistoryReply>
}

export function historyCalls(line: Line): HistoryCalls {
  return {
    history: (id, from) =>
      exchange(line, { method: "GET", path: `/api/messages/${id}/history?from=${from}` }, asJson(history)),
  }
}
