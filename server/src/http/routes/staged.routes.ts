/** Staged messages: sealed, checked, handed over to nobody yet. */
import { attachmentReply, messageCommit, stagedList, stagedMessage } from "@smp/shared/wire"
import { refuseRequest } from "../../services/refusal.ts"
import type { Staging } from "../../services/staging.service.ts"
import { signedIn } from "../route.ts"
import type { Route } from "../route.ts"

const COMMIT_BODY = 34 << 20

export function stagedRoutes(staging: Staging): Route[] {
  return [
    signedIn(
      "PUT /api/staged/:key",
      {
        summary: "Hold a sealed message for its author, under the Idempotency-Key of its hand-over",
        body: messageCommit,
        reply: stagedMessage,
        limit: COMMIT_BODY,
      },
      async ({ session, body, bytes, digest, params }) => {
        const key = params["key"] ?? ""
        if (!/^[A-Za-z0-9_-]{20,64}$/.test(key))
          refuseRequest("request.malformed", "An Idempotency-Key of 20 to 64 characters is needed.")
        return { json: await staging.stage({ session, key, body, bytes, digest }) }
      },
    ),
    signedIn("GET /api/staged", { summary: "Own staged messages", reply: stagedList }, async ({ session }) => ({
      json: { staged: await staging.list(session) },
    })),
    signedIn(
      "GET /api/staged/:key",
      { summary: "What was staged, as it would be handed over", reply: messageCommit },
      async ({ session, params }) => ({ json: await staging.commit(session, params["key"] ?? "") }),
    ),
    signedIn("DELETE /api/staged/:key", { summary: "Give up a staged message" }, async ({ session, params }) => {
      await staging.remove(session, params["key"] ?? "")
      return {}
    }),
    signedIn(
      "GET /api/staged/:key/objects/:obj",
      { summary: "Header and segment hashes of an object of a staged message", reply: attachmentReply },
      async ({ session, params }) => ({
        json: await staging.describe(session, params["key"] ?? "", params["obj"] ?? ""),
      }),
    ),
    signedIn(
      "GET /api/staged/:key/objects/:obj/chunks/:index",
      { summary: "One stored segment of an object of a staged message", reply: "bytes" },
      async ({ session, params }) => ({
        bytes: await staging.chunk(session, params["key"] ?? "", {
          obj: params["obj"] ?? "",
          index: Number(params["index"]),
        }),
      }),
    ),
  ]
}
