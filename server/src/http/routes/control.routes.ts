/** What a sender decides after the send, and what a reader needs to check it. */
import { controlPost, controlsReply } from "@smp/shared/wire"
import type { Controlling } from "../../services/control.service.ts"
import { signedIn } from "../route.ts"
import type { Route } from "../route.ts"

export function controlRoutes(controlling: Controlling): Route[] {
  return [
    signedIn(
      "POST /api/messages/:id/recall",
      { summary: "Recall by the sender's signed record; grants are destroyed", body: controlPost },
      async ({ session, params, body }) => {
        await controlling.recall(session, params["id"] ?? "", body.record)
        return {}
      },
    ),
    signedIn(
      "POST /api/messages/:id/suspension",
      { summary: "Suspend or resume by the sender's signed record", body: controlPost },
      async ({ session, params, body }) => {
        await controlling.suspend(session, params["id"] ?? "", body.record)
        return {}
      },
    ),
    signedIn(
      "POST /api/messages/:id/expiry",
      { summary: "Another end, by the sender's signed record", body: controlPost },
      async ({ session, params, body }) => {
        await controlling.changeExpiry(session, params["id"] ?? "", body.record)
        return {}
      },
    ),
    signedIn(
      "GET /api/messages/:id/controls",
      { summary: "Signed decisions, and what checks them without opening", reply: controlsReply },
      async ({ session, params }) => ({ json: await controlling.controls(session, params["id"] ?? "") }),
    ),
  ]
}
