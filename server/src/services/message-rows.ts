/** Rows of lists: the server's columns as one person may see them. Blind copies are in none. */
import type { LabelId, MessageId, MessageRow } from "@smp/shared/wire"
import type { ListedMessage } from "../data/list.store.ts"
import type { RecipientRow, StoredMessage } from "../data/message.store.ts"
import { stateInList } from "./closed-messages.ts"
import type { OpenOrganization } from "./organization-house.ts"
import { notFound } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"

const COUNTED = ["inbox", "sent", "archive"] as const

export async function rowsOf(
  organization: OpenOrganization,
  session: LiveSession,
  listed: readonly ListedMessage[],
  now = Date.now(),
): Promise<MessageRow[]> {
  const isSender = ({ message }: ListedMessage) => message.sender === session.identity
  const ids = listed.map(({ message }) => message.id)
  const roots = [...new Set(listed.map(({ message }) => message.threadRoot))]
  const recipients = await organization.messages.recipientsOf(ids)
  const displayed = await organization.tracking.displayedCounts(
    listed.filter(isSender).map(({ message }) => message.id),
  )
  const waiting = await organization.wanted.waitingOf(session.address, ids)
  const labels = await organization.labels.onMessages(session.address, ids)
  const threads = await organization.lists.threadCounts(session.address, roots, COUNTED)
  return listed.map((entry) => {
    const { message, folder, unread } = entry
    const people = recipients.get(message.id) ?? []
    const shown = (role: RecipientRow["role"]) =>
      people.filter((person) => person.role === role).map(({ address, name }) => ({ address, name }))
    return {
      id: message.id as MessageId,
      org: organization.id,
      organization: organization.name,
      reference: message.reference,
      from: { address: message.senderAddress, name: message.senderName },
      to: shown("to"),
      cc: shown("cc"),
      subject: message.subject,
      sentAt: message.sentAt,
      attachments: message.files,
      unread,
      folder,
      state: stateOf(message, people, { address: session.address, isSender: isSender(entry), now }, waiting),
      displayed: isSender(entry) ? { count: displayed.get(message.id) ?? 0, of: people.length } : null,
      thread: { root: message.threadRoot as MessageId, count: Math.max(1, threads.get(message.threadRoot) ?? 1) },
      labels: (labels.get(message.id) ?? []) as LabelId[],
      expiresAt: message.expiresAt,
    }
  })
}

/** Waiting for a key comes after everything that says that there will be none. */
function stateOf(
  message: ListedMessage["message"],
  people: readonly RecipientRow[],
  viewer: Parameters<typeof stateInList>[2],
  waiting: ReadonlySet<string>,
): MessageRow["state"] {
  const state = stateInList(message, people, viewer)
  return state === "available" && waiting.has(message.id) ? "waiting" : state
}

/** One message as its row in a list. */
export async function rowOf(
  organization: OpenOrganization,
  session: LiveSession,
  message: StoredMessage,
): Promise<MessageRow> {
  const [place] = await organization.placements.of(session.address, message.id)
  const entry = { message, folder: place?.folder ?? "archive", unread: place?.unread ?? false } as const
  const [row] = await rowsOf(organization, session, [entry])
  return row ?? notFound()
}
