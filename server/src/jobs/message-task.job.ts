/**
 * What is due about a message by itself, from ProcessQ: its end, the warning a day before, a reminder, notices that the
 * sender's own mail program did not send, telling the grant agent.
 * Promises: at the end the readers' grants are destroyed in the transaction that says so; a task whose end was changed
 * meanwhile does nothing; repeated, it does the same once.
 */
import type { DirectoryStore } from "../data/directory.store.ts"
import type { Query } from "../data/database.ts"
import type { StoredMessage } from "../data/message.store.ts"
import { enqueuer } from "../data/queue.store.ts"
import type { LeasedEntry, QueueEntry } from "../data/queue.store.ts"
import type { TrackingEvent } from "../data/tracking.store.ts"
import type { GrantAgent } from "../engines/agent-client.ts"
import { tellAgent } from "../services/agent-controls.ts"
import { agentWords, lossOf } from "../services/lost-access.ts"
import { noticesOfStored } from "../services/message-notices.ts"
import { openTask } from "../services/message-tasks.ts"
import type { Notices } from "../services/notices.ts"
import { reasonAgainst } from "../services/reminders.service.ts"
import type { OpenOrganization } from "../services/organization-house.ts"
import { purgeFiles } from "../services/purge.ts"

export interface TaskParts {
  readonly directory: DirectoryStore
  readonly agent: GrantAgent
  readonly notices: Notices
  /** What has certainly passed: an end destroys for ever. Who may read is judged by the machine's clock. */
  readonly now: () => number
  readonly report: (fault: unknown) => void
}

const AGAIN_MS = 15_000
const done = async (): Promise<void> => undefined

export async function runMessageTask(
  parts: TaskParts,
  organization: OpenOrganization,
  entry: LeasedEntry,
): Promise<void> {
  const { queue, messages, engine } = organization
  const task = openTask(engine, entry.payload)
  const message = await messages.find(task.message)
  if (message === null) return queue.complete(entry.id, parts.now(), done)
  switch (task.kind) {
    case "warn":
      return queue.complete(entry.id, parts.now(), await warning(parts, organization, { message, exp: task.exp }))
    case "end": {
      await queue.complete(entry.id, parts.now(), await ending(parts, organization, { message, exp: task.exp }))
      return purgeFiles(organization, parts.report)
    }
    case "remind":
      return queue.complete(entry.id, parts.now(), await reminding(parts, organization, { ...task, message }))
    case "notify":
      return queue.complete(entry.id, parts.now(), await notifying(parts, organization, { message, until: task.until }))
    case "tell-agent": {
      try {
        const rows = await parts.directory.statementsOf(message.sender)
        await tellAgent(parts.agent, organization, { message, senderChain: rows.map(({ signed }) => signed) })
      } catch (fault) {
        parts.report(fault)
        return queue.retry(entry.id, parts.now() + AGAIN_MS)
      }
      return queue.complete(entry.id, parts.now(), done)
    }
  }
}

interface Due {
  readonly message: StoredMessage
  readonly exp: number
}

async function ending(
  parts: TaskParts,
  organization: OpenOrganization,
  { message, exp }: Due,
): Promise<(query: Query) => Promise<void>> {
  const recipients = await organization.messages.recipients(message.id)
  const addresses = [...new Set(recipients.filter(isStillIn).map(({ address }) => address))]
  const losing = { addresses, isForAll: true }
  const words =
    message.expiresAt !== exp
      ? []
      : await agentWords(parts.agent, organization, { message, losing }).catch((fault: unknown) => {
          parts.report(fault)
          return []
        })
  const end = organization.controls.end(message.id, exp, lossOf(message, losing, words), parts.now())
  return async (query) => void (await end(query))
}

const isStillIn = ({ recalledAt }: { recalledAt?: number | null }): boolean => typeof recalledAt !== "number"

/** One reminder, unless its reason has gone meanwhile. */
async function reminding(
  { notices, now }: TaskParts,
  organization: OpenOrganization,
  { message, address, dueAt }: { message: StoredMessage; address: string; dueAt: number },
): Promise<(query: Query) => Promise<void>> {
  const recipients = await organization.messages.recipients(message.id)
  const person = recipients.find((one) => one.address === address)
  const events = await organization.tracking.of(message.id)
  const isDue = person !== undefined && reasonAgainst({ message, person, events }, now()) === null
  const notice = notices.entry(organization.engine, {
    kind: "reminder",
    ...notices.about(organization, message, address),
    until: message.expiresAt,
  })
  return organization.reminders.send({ message: message.id, address, dueAt }, isDue ? notice : null, now())
}

/**
 * The notices that the sender's own mail program was to send, and of which its client said nothing: to those who have
 * not opened the message. Under the same Message-IDs as if the server had sent them at once.
 */
async function notifying(
  { notices }: TaskParts,
  organization: OpenOrganization,
  { message, until }: { message: StoredMessage; until: number },
): Promise<(query: Query) => Promise<void>> {
  const { messages, tracking, clientNotices } = organization
  const events = await tracking.of(message.id)
  const visible = (await messages.recipients(message.id)).filter(({ role }) => role !== "bcc").filter(isStillIn)
  const untold = visible.map(({ address }) => address).filter((address) => !hasOpened(events, address))
  const entries = (await noticesOfStored(notices, organization, message))(message.endedAt === null ? untold : [])
  return clientNotices.sendInstead(message.id, until, entries)
}

const hasOpened = (events: readonly TrackingEvent[], address: string): boolean =>
  events.some((event) => event.address === address && (event.kind === "displayed" || event.kind === "released"))

/** To recipients who have not opened it, and to the sender how many those are. */
async function warning(
  parts: TaskParts,
  organization: OpenOrganization,
  { message, exp }: Due,
): Promise<(query: Query) => Promise<void>> {
  if (message.expiresAt !== exp || message.endedAt !== null) return done
  const recipients = (await organization.messages.recipients(message.id)).filter(isStillIn)
  const events = await organization.tracking.of(message.id)
  const all = [...new Set(recipients.map(({ address }) => address))]
  const unread = all.filter((address) => !hasOpened(events, address))
  if (all.length === 0) return done
  const about = (to: string) => ({ ...parts.notices.about(organization, message, to), until: exp })
  const entries: QueueEntry[] = [
    ...unread.map((to) => parts.notices.entry(organization.engine, { kind: "ending", ...about(to) })),
    parts.notices.entry(organization.engine, {
      kind: "ending-for-sender",
      ...about(message.senderAddress),
      references: [],
      unread: unread.length,
      of: all.length,
    }),
  ]
  const enqueue = enqueuer(organization.database.t)
  return (query) => enqueue(query, entries)
}
