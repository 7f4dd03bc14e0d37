/**
 * The one transaction of a message: message, recipients, grants, tickets, placements, events, leaf, queue rows and the
 * answer for its Idempotency-Key.
 * Promises: all of it or nothing.
 */
import { and, eq, inArray, sql } from "drizzle-orm"
import type { SQL } from "drizzle-orm"
import { toColumn } from "./codec.ts"
import type { Database, Query } from "./database.ts"
import { endDraft } from "./draft.store.ts"
import type { RecipientRow, StoredGrant, StoredMessage, StoredTicket } from "./message.store.ts"
import { leafAppender } from "./leaf-appender.ts"
import { prepared, rowInsert } from "./prepared.ts"
import { enqueuer } from "./queue.store.ts"
import type { QueueEntry } from "./queue.store.ts"
import { reusedObject } from "./reused-object.ts"
import type { OrganizationSchema } from "./schema/organization.ts"
import { addEvent } from "./tracking.store.ts"
import type { ContactBoxRow } from "./wanted.store.ts"

export interface NewMessage {
  readonly message: Omit<StoredMessage, "leafIndex" | "threadRoot" | "files" | "expiresAt">
  readonly recipients: readonly RecipientRow[]
  readonly grants: readonly StoredGrant[]
  readonly tickets: readonly Omit<StoredTicket, "message" | "servedAt">[]
  readonly boxes: readonly ContactBoxRow[]
  /** `origin`: the message that the sender has it from; null for an upload that no message lists yet. */
  readonly objects: readonly { object: string; length: number; origin: string | null }[]
  /** The message that is answered or passed on by one of its recipients. */
  readonly follows: { readonly message: string; readonly kind: "replied" | "forwarded" } | null
  readonly leaf: Uint8Array
  readonly queue: readonly QueueEntry[]
  /** The draft that ends with it. */
  readonly draft?: { readonly id: string; readonly ver: number } | undefined
  readonly idempotency: { identity: string; key: string; request: string; answer: unknown; expiresAt: number }
}
/** "taken": another message has this id; "reference_taken": another one has this reference; "not_reusable": an upload of another message. */
export type CommitOutcome = "committed" | "taken" | "reference_taken" | "not_reusable"

export function messageCommit(database: Database<OrganizationSchema>): (input: NewMessage) => Promise<CommitOutcome> {
  const { t } = database
  const statements = prepared((query) => ({
    sameId: query
      .select({ id: t.message.id })
      .from(t.message)
      .where(eq(t.message.id, sql.placeholder("id")))
      .prepare(),
    sameReference: query
      .select({ id: t.message.id })
      .from(t.message)
      .where(eq(t.message.reference, sql.placeholder("reference")))
      .prepare(),
    message: rowInsert(query, t.message),
    recipient: rowInsert(query, t.recipient),
    grant: rowInsert(query, t.grant),
    ticket: rowInsert(query, t.ticket),
    box: rowInsert(query, t.contactBox),
    placement: rowInsert(query, t.placement),
    event: rowInsert(query, t.trackingEvent),
    attachment: rowInsert(query, t.attachment),
    idempotency: rowInsert(query, t.idempotency),
    // What was staged under this key is handed over now.
    unstage: query
      .delete(t.staged)
      .where(and(eq(t.staged.author, sql.placeholder("identity")), eq(t.staged.key, sql.placeholder("key"))))
      .prepare(),
  }))
  const appendLeaf = leafAppender(t)
  const enqueue = enqueuer(t)
  const commit = (input: NewMessage): Promise<CommitOutcome> =>
    database.tx(async (query) => {
      const { message, objects } = input
      const { id, reference, acceptedAt: at } = message
      const add = statements(query)
      if ((await add.sameId.execute({ id })).length > 0) return "taken"
      if ((await add.sameReference.execute({ reference })).length > 0) return "reference_taken"
      await add.message({ ...messageColumns(message, objects.length), leafIndex: await appendLeaf(query, input.leaf) })
      for (const recipient of input.recipients) await add.recipient({ message: id, ...recipient })
      for (const { grant, ...whose } of input.grants)
        await add.grant({ message: id, ...whose, grant: toColumn(grant), issuedAt: at })
      for (const ticket of input.tickets) await add.ticket({ message: id, ...ticket })
      for (const { box, share, ...whose } of input.boxes)
        await add.box({ message: id, ...whose, box: toColumn(box), share: share === null ? null : toColumn(share) })
      for (const placement of placements(input)) await add.placement(placement)
      for (const { address } of input.recipients) await add.event({ message: id, address, kind: "queued", at })
      const writer = { identity: message.sender, address: message.senderAddress }
      for (const [position, { object, length, origin }] of objects.entries()) {
        const row = { message: id, position, length }
        if (origin === null) await add.attachment({ ...row, object })
        else await listAgain(query, t, { ...row, object: reusedObject(t, { object, origin }, writer, at) })
      }
      if (input.follows !== null)
        await addEvent(query, t, { ...input.follows, address: writer.address, at, object: null, evidence: null })
      const claimed = [
        ...objects.flatMap(({ object, origin }) => (origin === null ? [object] : [])),
        ...(message.bodyObject === null ? [] : [message.bodyObject]),
      ]
      if (claimed.length > 0) await query.update(t.object).set({ message: id }).where(inArray(t.object.id, claimed))
      await enqueue(query, input.queue)
      await add.idempotency(input.idempotency)
      await add.unstage.execute({ identity: input.idempotency.identity, key: input.idempotency.key })
      if (input.draft !== undefined) await endDraft(query, t, { owner: input.idempotency.identity, ...input.draft })
      return "committed"
    })
  return async (input) => {
    try {
      return await commit(input)
    } catch (fault) {
      if (fault instanceof NotReusable) return "not_reusable"
      throw fault
    }
  }
}

class NotReusable extends Error {}

async function listAgain(
  query: Query,
  t: OrganizationSchema,
  row: { message: string; position: number; length: number; object: SQL },
): Promise<void> {
  const [held] = await query.select({ object: row.object }).from(t.message).where(eq(t.message.id, row.message))
  if (held?.object === null || held === undefined) throw new NotReusable("an upload that may not be used again")
  await query.insert(t.attachment).values(row)
}

const messageColumns = (message: NewMessage["message"], files: number) => ({
  ...message,
  threadRoot: message.thread?.root ?? message.id,
  files,
  expiresAt: message.ctl.exp,
  slip: toColumn(message.slip),
  core: toColumn(message.core),
  body: message.body === null ? null : toColumn(message.body),
  bccRecord: toColumn(message.bccRecord),
})

function placements({ message, recipients, objects }: NewMessage) {
  const own = { message: message.id, sentAt: message.sentAt, files: objects.length }
  const received = [...new Set(recipients.map(({ address }) => address))].map((address) => ({
    ...own,
    address,
    folder: "inbox",
    unread: true,
  }))
  return [{ ...own, address: message.senderAddress, folder: "sent", unread: false }, ...received]
}
