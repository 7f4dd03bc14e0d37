/** Readers who wait, and letting them in (shared/wire: wanted). */
import { contactBox, grantsPostReply, waitingList, wantedList } from "../wire/index.ts"
import type { grantsPost, MessageId, MessageRow, WantedReader, wantedRefusal } from "../wire/index.ts"
import { asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"

type Input<Schema extends { _zod: { input: unknown } }> = Schema["_zod"]["input"]
type Output<Schema extends { _zod: { output: unknown } }> = Schema["_zod"]["output"]

export interface WantedCalls {
  /** Who waits for messages that this person may open to others: the server's word. */
  wanted(): Promise<readonly WantedReader[]>
  /** Messages that this person waits for. */
  waitingMessages(): Promise<readonly MessageRow[]>
  /** Which of the grants were taken, in order. Safe to repeat. */
  letIn(grants: Input<typeof grantsPost>["grants"]): Promise<readonly boolean[]>
  /** The box that words or a link open. 404 for whoever has none. */
  contactBox(id: MessageId): Promise<Output<typeof contactBox>>
  contactCode(id: MessageId, mac: string): Promise<void>
  refuseWanted(refusal: Input<typeof wantedRefusal>): Promise<void>
}

export function wantedCalls(line: Line): WantedCalls {
  return {
    wanted: async () => (await exchange(line, { method: "GET", path: "/api/wanted" }, asJson(wantedList))).wanted,
    waitingMessages: async () =>
      (await exchange(line, { method: "GET", path: "/api/wanted/own" }, asJson(waitingList))).messages,
    letIn: async (grants) =>
      (
        await exchange(
          line,
          { method: "POST", path: "/api/grants", json: { grants }, idempotent: true },
          asJson(grantsPostReply),
        )
      ).granted,
    contactBox: (id) => exchange(line, { method: "POST", path: `/api/messages/${id}/contact-box` }, asJson(contactBox)),
    contactCode: (id, mac) =>
      exchange(line, { method: "POST", path: `/api/messages/${id}/contact-code`, json: { mac } }, asNothing),
    refuseWanted: (json) => exchange(line, { method: "POST", path: "/api/wanted/refusals", json }, asNothing),
  }
}
