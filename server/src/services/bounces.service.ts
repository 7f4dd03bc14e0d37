/**
 * Notices that came back after a mail server had taken them (S69).
 * Promises: told by the message's sender or an administrator of its organization alone; once for each recipient; it says
 * nothing about who may open the message. Mails of mail servers can be forged, so that is all that it ever does.
 */
import type { StoredMessage } from "../data/message.store.ts"
import type { OpenOrganization } from "./organization-house.ts"
import type { Organizations } from "./organizations.service.ts"
import { notFound, refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"

export interface BounceParts {
  readonly find: (id: string) => Promise<{ organization: OpenOrganization; message: StoredMessage } | null>
  readonly organizations: Pick<Organizations, "roleOf">
  readonly now: () => number
}
export type Bounces = ReturnType<typeof bouncesService>

export function bouncesService({ find, organizations, now }: BounceParts) {
  return {
    report: async (session: LiveSession, id: string, address: string): Promise<void> => {
      const { organization, message } = (await find(id)) ?? notFound()
      const isSender = message.sender === session.identity
      if (!isSender && (await organizations.roleOf(organization.id, session.address)) !== "administrator")
        return notFound()
      const recipients = await organization.messages.recipients(id)
      if (!recipients.some((person) => person.address === address))
        return refuseRequest("message.refused", "That is not a recipient of this message.")
      await organization.tracking.addOnce({
        message: id,
        address,
        kind: "bounced",
        at: now(),
        object: null,
        evidence: null,
        client: session.client ?? null,
      })
    },
  }
}
