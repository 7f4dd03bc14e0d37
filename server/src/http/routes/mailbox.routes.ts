/** The own mailbox: lists, search, conversations, moving, labels. */
import {
  folder,
  label,
  labelWrite,
  mailbox,
  messageList,
  messageQuery,
  placementChange,
  placementsChange,
  thread,
} from "@smp/shared/wire"
import type { MessageId } from "@smp/shared/wire"
import type { Listing } from "../../services/listing.service.ts"
import type { MailboxService } from "../../services/mailbox.service.ts"
import { refuseRequest } from "../../services/refusal.ts"
import { signedIn } from "../route.ts"
import type { Route } from "../route.ts"

interface Parts {
  readonly listing: Listing
  readonly mailboxes: MailboxService
}

export function mailboxRoutes({ listing, mailboxes }: Parts): Route[] {
  return [
    signedIn("GET /api/mailbox", { summary: "Folders, what is new, labels", reply: mailbox }, async ({ session }) => ({
      json: await mailboxes.overview(session),
    })),
    signedIn(
      "GET /api/messages",
      { summary: "A page of a folder", query: ["folder", "cursor"], reply: messageList },
      async ({ session, query }) => {
        const wanted = folder.safeParse(query.get("folder") ?? "inbox")
        if (!wanted.success) return refuseRequest("request.malformed", "There is no such folder.")
        const cursor = query.get("cursor")
        return {
          json: await listing.list(session, { folder: wanted.data, ...(cursor === null ? {} : { cursor }) }),
        }
      },
    ),
    signedIn(
      "POST /api/messages/search",
      { summary: "A page of what fits; changes nothing", body: messageQuery, reply: messageList },
      async ({ session, body }) => ({ json: await listing.list(session, body) }),
    ),
    signedIn(
      "GET /api/threads/:root",
      { summary: "What one may see of a conversation", reply: thread },
      async ({ session, params }) => ({ json: await listing.thread(session, params["root"] ?? "") }),
    ),
    signedIn(
      "PATCH /api/messages/:id/placement",
      { summary: "Read or unread, folder", body: placementChange },
      async ({ session, params, body }) => {
        const { unread, folder: to } = body
        const change = { ...(unread === undefined ? {} : { unread }), ...(to === undefined ? {} : { to }) }
        await mailboxes.place(session, { ids: [params["id"] as MessageId], ...change })
        return {}
      },
    ),
    signedIn(
      "POST /api/placements",
      { summary: "One change for many messages of the own mailbox", body: placementsChange },
      async ({ session, body }) => {
        await mailboxes.place(session, body)
        return {}
      },
    ),
    signedIn(
      "POST /api/labels",
      { summary: "A new label", body: labelWrite, reply: label, status: 201 },
      async ({ session, body }) => ({ json: await mailboxes.addLabel(session, body) }),
    ),
    signedIn(
      "PUT /api/labels/:label",
      { summary: "Name and colour of a label", body: labelWrite },
      async ({ session, params, body }) => {
        await mailboxes.changeLabel(session, params["label"] ?? "", body)
        return {}
      },
    ),
    signedIn(
      "DELETE /api/labels/:label",
      { summary: "A label goes, off every message too" },
      async ({ session, params }) => {
        await mailboxes.removeLabel(session, params["label"] ?? "")
        return {}
      },
    ),
  ]
}
