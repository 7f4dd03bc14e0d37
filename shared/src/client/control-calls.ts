/** What a sender decides after the send (shared/wire: controls). */
import { controlsReply } from "../wire/index.ts"
import type { ControlsReply, MessageId, SignedObjectText } from "../wire/index.ts"
import { asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"

export interface ControlCalls {
  /** The same record may be sent again: the answer is the same. */
  recall(id: MessageId, record: SignedObjectText): Promise<void>
  suspend(id: MessageId, record: SignedObjectText): Promise<void>
  changeExpiry(id: MessageId, record: SignedObjectText): Promise<void>
  controls(id: MessageId): Promise<ControlsReply>
}

export function controlCalls(line: Line): ControlCalls {
  const post = (what: string) => (id: MessageId, record: SignedObjectText) =>
    exchange(
      line,
      { method: "POST", path: `/api/messages/${id}/${what}`, json: { record }, idempotent: true },
      asNothing,
    )
  return {
    recall: post("recall"),
    suspend: post("suspension"),
    changeExpiry: post("expiry"),
    controls: (id) => exchange(line, { method: "GET", path: `/api/messages/${id}/controls` }, asJson(controlsReply)),
  }
}
