/** Messages: commit, opening, tracking. */
import {
  arrival,
  attachmentReply,
  grantReply,
  grantRequest,
  message,
  messageCommit,
  messageCommitReply,
  receiptPost,
  tracking,
} from "@smp/shared/wire"
import type { Authorise } from "../../services/authorise.ts"
import type { Reading } from "../../services/reading.service.ts"
import type { RateLimits } from "../../services/rate-limits.ts"
import { notFound, refuseRequest } from "../../services/refusal.ts"
import type { Sending } from "../../services/sending.service.ts"
import { open, signedIn } from "../route.ts"
import type { Route } from "../route.ts"

const COMMIT_BODY = 34 << 20

interface Parts {
  readonly sending: Sending
  readonly reading: Reading
  readonly authorise: Authorise
  readonly limits: RateLimits
}

export function messageRoutes({ sending, reading, authorise, limits }: Parts): Route[] {
  return [
    signedIn(
      "POST /api/messages",
      {
        summary: "Hand over a message (Idempotency-Key)",
        query: ["notices"],
        headers: ["idempotency-key"],
        body: messageCommit,
        reply: messageCommitReply,
        status: 201,
        limit: COMMIT_BODY,
      },
      async ({ session, body, digest, header, query }) => {
        const key = header("idempotency-key") ?? ""
        if (!/^[A-Za-z0-9_-]{20,64}$/.test(key))
          refuseRequest("request.malformed", "An Idempotency-Key of 20 to 64 characters is needed.")
        const areNoticesByClient = query.get("notices") === "client"
        return { json: await sending.commit({ session, key, body, digest, areNoticesByClient }) }
      },
    ),
    signedIn(
      "GET /api/messages/handed-over/:key",
      { summary: "Was it handed over?", reply: messageCommitReply },
      async ({ session, params }) => ({
        json: (await sending.handedOver(session, params["key"] ?? "")) ?? notFound(),
      }),
    ),
    signedIn(
      "GET /api/messages/:id",
      { summary: "What a participant checks and opens", reply: message },
      async ({ session, params }) => ({
        json: await reading.message(session, await authorise(session, params["id"] ?? "")),
      }),
    ),
    signedIn(
      "POST /api/messages/:id/grant",
      { summary: "Own grant; the released event", body: grantRequest, reply: grantReply },
      async ({ session, params, body }) => {
        await limits.spend("unlock", session.identity)
        return { json: await reading.grant(session, await authorise(session, params["id"] ?? ""), body) }
      },
    ),
    signedIn("GET /api/messages/:id/body", { summary: "Sealed body", reply: "bytes" }, async ({ session, params }) => ({
      bytes: await reading.body(await authorise(session, params["id"] ?? "")),
    })),
    signedIn(
      "GET /api/messages/:id/attachments/:obj",
      { summary: "Header and segment hashes", reply: attachmentReply },
      async ({ session, params }) => ({
        json: await reading.attachment(await authorise(session, params["id"] ?? ""), params["obj"] ?? ""),
      }),
    ),
    signedIn(
      "GET /api/messages/:id/attachments/:obj/chunks/:index",
      { summary: "One stored segment", reply: "bytes" },
      async ({ session, params }) => ({
        bytes: await reading.chunk(
          await authorise(session, params["id"] ?? ""),
          params["obj"] ?? "",
          Number(params["index"]),
        ),
      }),
    ),
    signedIn(
      "POST /api/messages/:id/attachments/:obj/downloaded",
      { summary: "The downloaded event" },
      async ({ session, params }) => {
        await reading.downloaded(await authorise(session, params["id"] ?? ""), params["obj"] ?? "")
        return {}
      },
    ),
    signedIn(
      "POST /api/messages/:id/receipts",
      { summary: "A reader's signed receipt", body: receiptPost },
      async ({ session, params, body }) => {
        await reading.receipt(session, await authorise(session, params["id"] ?? ""), body.receipt)
        return {}
      },
    ),
    signedIn(
      "GET /api/messages/:id/tracking",
      { summary: "What happened since", reply: tracking },
      async ({ session, params }) => ({
        json: await reading.tracking(await authorise(session, params["id"] ?? "")),
      }),
    ),
    open(
      "GET /api/arrivals/:id",
      { summary: "Only what the notice said", reply: arrival },
      async ({ params, asker }) => {
        await limits.spend("arrival", asker)
        return { json: await reading.arrival(params["id"] ?? "") }
      },
    ),
  ]
}
