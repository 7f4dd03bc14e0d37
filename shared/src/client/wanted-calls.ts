/** Readers who wait, and letting them in (shared/wire: wanted). */
import { grantsPostReply, waitingList, wantedList } from "../wire/index.ts"
import type { grantsPost, MessageRow, WantedReader, wantedRefusal } from "../wire/index.ts"
import { asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"

type Input<Schema extends { _zod: { input: unknown } }> = Schema["_zod"]["input"]

export interface WantedCalls {
  /** Who waits for messages that this person may open to others: the server's word. */
  wanted(): Promise<readonly WantedReader[]>
  /** Messages that this person waits for. */
  waitingMessages(): Promise<readonly MessageRow[]>
  /** Which of the grants were taken, in order. Safe to repeat. */
  letIn(grants: Input<typeof grantsPost>["grants"]): Promise<readonly boolean[]>
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
    refuseWanted: (json) => exchange(line, { method: "POST", path: "/api/wanted/refusals", json }, asNothing),
  }
}
