/** Readers who wait, and letting them in. */
import {
  contactBox,
  contactCode,
  grantsPost,
  grantsPostReply,
  waitingList,
  wantedList,
  wantedRefusal,
} from "@smp/shared/wire"
import type { Wanted } from "../../services/wanted.service.ts"
import { signedIn } from "../route.ts"
import type { Route } from "../route.ts"

const GRANTS_BODY = 4 << 20

export function wantedRoutes(wanted: Wanted): Route[] {
  return [
    signedIn(
      "GET /api/wanted",
      { summary: "Readers whom the caller may let in", reply: wantedList },
      async ({ session }) => ({ json: await wanted.list(session) }),
    ),
    signedIn(
      "GET /api/wanted/own",
      { summary: "Messages that the caller waits for", reply: waitingList },
      async ({ session }) => ({ json: await wanted.own(session) }),
    ),
    signedIn(
      "POST /api/grants",
      { summary: "Let readers in", body: grantsPost, reply: grantsPostReply, limit: GRANTS_BODY },
      async ({ session, body }) => ({ json: await wanted.letIn(session, body.grants) }),
    ),
    signedIn(
      "POST /api/messages/:id/contact-box",
      { summary: "The box that words or a link open", reply: contactBox },
      async ({ session, params }) => ({ json: await wanted.contactBox(session, params["id"] ?? "") }),
    ),
    signedIn(
      "POST /api/messages/:id/contact-code",
      { summary: "Proof of the code told by telephone", body: contactCode },
      async ({ session, params, body }) => {
        await wanted.contactCode(session, params["id"] ?? "", body.mac)
        return {}
      },
    ),
    signedIn(
      "POST /api/wanted/refusals",
      { summary: "The sender does not let a reader in", body: wantedRefusal },
      async ({ session, body }) => {
        await wanted.refuse(session, body)
        return {}
      },
    ),
  ]
}
