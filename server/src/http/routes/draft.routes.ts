/** Drafts, sealed, each for its author alone. */
import { draft, draftId, draftList, draftPut, draftSaved } from "@smp/shared/wire"
import type { Drafts } from "../../services/drafts.service.ts"
import { refuseRequest } from "../../services/refusal.ts"
import { signedIn } from "../route.ts"
import type { Route } from "../route.ts"

const DRAFT_BODY = 6 << 20

export function draftRoutes(drafts: Drafts): Route[] {
  return [
    signedIn("GET /api/drafts", { summary: "Own drafts", reply: draftList }, async ({ session }) => ({
      json: { drafts: await drafts.list(session) },
    })),
    signedIn("GET /api/drafts/:drf", { summary: "An own draft", reply: draft }, async ({ session, params }) => ({
      json: await drafts.find(session, params["drf"] ?? ""),
    })),
    signedIn(
      "PUT /api/drafts/:drf",
      {
        summary: "Save a draft over the version that was seen last",
        body: draftPut,
        reply: draftSaved,
        limit: DRAFT_BODY,
      },
      async ({ session, params, body }) => {
        const id = draftId.safeParse(params["drf"])
        if (!id.success) return refuseRequest("request.malformed", "That is not the id of a draft.")
        return { json: await drafts.put(session, id.data, body) }
      },
    ),
    signedIn("DELETE /api/drafts/:drf", { summary: "Delete an own draft" }, async ({ session, params }) => {
      await drafts.remove(session, params["drf"] ?? "")
      return {}
    }),
  ]
}
