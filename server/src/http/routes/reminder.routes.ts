/** Reminders to those who have not opened a message. */
import { reminderCancel, reminderPost, reminders } from "@smp/shared/wire"
import type { Reminding } from "../../services/reminders.service.ts"
import { signedIn } from "../route.ts"
import type { Route } from "../route.ts"

export function reminderRoutes(reminding: Reminding): Route[] {
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
  ]
}
