/**
 * Who may see a message: its sender, and whoever its recipients list names by address. The only place that makes an
 * `Authorized` value. Absent and foreign are the same refusal.
 */
import type { RecipientRole, RecipientRow, StoredMessage } from "../data/message.store.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"
import { notFound } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"

declare const authorized: unique symbol

export interface AuthorizedMessage {
  readonly [authorized]: true
  readonly organization: OpenOrganization
  readonly message: StoredMessage
  readonly recipients: readonly RecipientRow[]
  readonly role: "from" | RecipientRole
  readonly address: string
  /** Program and version of the asker, as it named itself. */
  readonly client: string | null
  readonly identity: string
}

const PLACES = 50_000
export type Authorise = (
  session: Pick<LiveSession, "identity" | "address" | "client">,
  id: string,
) => Promise<AuthorizedMessage>

export function authoriser(house: OrganizationHouse): {
  message: Authorise
  find(id: string): Promise<{ organization: OpenOrganization; message: StoredMessage } | null>
} {
  const places = new Map<string, OpenOrganization>()
  const find = async (id: string) => {
    const place = places.get(id)
    for (const organization of place === undefined ? house.all() : [place]) {
      const message = await organization.messages.find(id)
      if (message === null) continue
      if (places.size >= PLACES) places.delete(places.keys().next().value ?? "")
      places.set(id, organization)
      return { organization, message }
    }
    return null
  }
  return {
    find,
    message: async (session, id) => {
      const { organization, message } = (await find(id)) ?? notFound()
      const recipients = await organization.messages.recipients(id)
      const own = recipients.find(({ address }) => address === session.address)
      const role = message.sender === session.identity ? "from" : (own?.role ?? notFound())
      const seen: Omit<AuthorizedMessage, typeof authorized> = {
        organization,
        message,
        recipients,
        role,
        address: session.address,
        identity: session.identity,
        client: session.client ?? null,
      }
      return seen as AuthorizedMessage
    },
  }
}
