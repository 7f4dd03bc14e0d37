/** Notices: reminders to those who have not opened a message, and what came back. */
import { bouncePost, noticesPost, reminderCancel, reminderPost, reminders } from "@smp/shared/wire"
import type { Bounces } from "../../services/bounces.service.ts"
import type { ClientNotices } from "../../services/client-notices.service.ts"
import type { Reminding } from "../../services/reminders.service.ts"
import { signedIn } from "../route.ts"
import type { Route } from "../route.ts"

interface Parts {
  readonly reminding: Reminding
  readonly bounces: Bounces
  readonly clientNotices: ClientNotices
}

export function reminderRoutes({ reminding, bounces, clientNotices }: Parts): Route[] {
  return [
    signedIn(
      "GET /api/messages/:id/reminders",
      { summary: "Whom a reminder may go to, what is planned, what went out; the sender's alone", reply: reminders },
      async ({ session, params }) => ({ json: await reminding.list(session, params["id"] ?? "") }),
    ),
    signedIn(
      "POST /api/messages/:id/reminders",
      { summary: "Remind who has not opened it, now or later", body: reminderPost, reply: reminders },
      async ({ session, params, body }) => ({ json: await reminding.remind(session, params["id"] ?? "", body) }),
    ),
    signedIn(
      "POST /api/messages/:id/reminders/cancel",
      { summary: "Reminders that are planned and not sent", body: reminderCancel, reply: reminders },
      async ({ session, params, body }) => ({ json: await reminding.cancel(session, params["id"] ?? "", body) }),
    ),
    signedIn(
      "POST /api/messages/:id/notices",
      { summary: "The sender's own mail program has sent the notices, or a person has to", body: noticesPost },
      async ({ session, params, body }) => {
        await clientNotices.report(session, params["id"] ?? "", body)
        return {}
      },
    ),
    signedIn(
      "POST /api/messages/:id/bounces",
      { summary: "The mailbox refused the notice, says a mail that came back", body: bouncePost },
      async ({ session, params, body }) => {
        await bounces.report(session, params["id"] ?? "", body.address)
        return {}
      },
    ),
  ]
}
