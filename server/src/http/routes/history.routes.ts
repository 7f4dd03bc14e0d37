/** The record of a message with its proofs. */
import { history } from "@smp/shared/wire"
import type { Authorise } from "../../services/authorise.ts"
import type { History } from "../../services/history.service.ts"
import { signedIn } from "../route.ts"
import type { Route } from "../route.ts"

interface Parts {
  readonly history: History
  readonly authorise: Authorise
}

export function historyRoutes(parts: Parts): Route[] {
  return [
    signedIn(
      "GET /api/messages/:id/history",
      { summary: "What happened, with proofs", query: ["from"], reply: history },
      async ({ session, params, query }) => {
        const from = query.get("from") ?? "0"
        const seen = await parts.authorise(session, params["id"] ?? "")
        return { json: await parts.history.of(seen, /^\d{1,6}$/.test(from) ? Number(from) : -1) }
      },
    ),
  ]
}
