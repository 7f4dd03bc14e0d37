/**
 * What the sender decided about a message after the send, and what follows from it in the same transaction: grants,
 * tickets and boxes of those who lose the message are destroyed, the events stand in the tracking.
 * Promises: all of it or nothing; the same record again changes nothing; the grants that are to stay are never touched.
 */
import { and, desc, eq, isNull } from "drizzle-orm"
import type { SignedObjectText } from "@smp/shared/wire"
import { fromColumn } from "./codec.ts"
import type { Database, Query } from "./database.ts"
import type { StoredGrant } from "./message.store.ts"
import { enqueuer } from "./queue.store.ts"
import type { QueueEntry } from "./queue.store.ts"
import type { OrganizationSchema } from "./schema/organization.ts"
import { addEvent } from "./tracking.store.ts"

export type ControlKind = "recall" | "suspension" | "expiry"
export interface StoredControl {
  readonly message: string
  readonly kind: ControlKind
  readonly seq: number
  readonly signed: SignedObjectText
  /** The only reader who is told (a blind copy); null: all. */
  readonly address: string | null
  readonly at: number
}
/** "old": a later record of this kind is there; "ended": the grants are destroyed already. */
export type ControlOutcome = "done" | "repeated" | "old" | "ended"

/** A ticket of somebody who has not been let in yet. */
export interface OpenTicket {
  readonly address: string
  readonly role: string
  readonly signed: SignedObjectText
}

/** Whose access ends. */
export interface Loss {
  /** Recipients who lose the message. */
  readonly addresses: readonly string[]
  /** Decides in the transaction, over the grants and the open tickets of that moment. */
  readonly isLost: (grant: StoredGrant, waiting: readonly OpenTicket[]) => boolean
  /** The agent can say a word about this grant and has not: it was still needed when it was asked. */
  readonly lacksWord: (grant: StoredGrant) => boolean
  /** The agent's signed words about its own grants that go now. */
  readonly destroyed: readonly { readonly kid: string; readonly signed: SignedObjectText }[]
}
export interface Recalling {
  readonly control: StoredControl
  readonly loss: Loss
  /** Files that nobody but the sender gets any more. */
  readonly objects: readonly string[]
  readonly queue: readonly QueueEntry[]
}

export function controlStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const enqueue = enqueuer(t)
  const add = recordAdder(t)
  const lost = lossFinder(t)
  const destroy = accessDestroyer(t)
  return {
    of: async (message: string): Promise<StoredControl[]> =>
      (await read.select().from(t.control).where(eq(t.control.message, message)).orderBy(t.control.seq)).map((row) => ({
        ...row,
        kind: row.kind as ControlKind,
      })),
    /** "changed", and nothing is done: a reader was let in meanwhile, and the agent's grant goes too; its word is needed. */
    recall: ({ control, loss, objects, queue }: Recalling): Promise<ControlOutcome | "changed"> =>
      database.tx(async (query) => {
        const { message, at, signed: evidence } = control
        if ((await lost(query, message, loss)).some(loss.lacksWord)) return "changed"
        const added = await add(query, control)
        if (added !== "done") return added
        await destroy(query, message, loss, at)
        for (const address of loss.addresses)
          await addEvent(query, t, { message, address, kind: "recalled", at, object: null, evidence })
        for (const object of objects) {
          const listed = and(eq(t.attachment.message, message), eq(t.attachment.object, object))
          await query.update(t.attachment).set({ recalledAt: at }).where(listed)
          await addEvent(query, t, { message, address: "", kind: "recalled", at, object, evidence })
        }
        await enqueue(query, queue)
        return "done"
      }),
    suspend: (control: StoredControl, on: boolean, queue: readonly QueueEntry[]): Promise<ControlOutcome> =>
      database.tx(async (query) => {
        const { message, at, signed: evidence } = control
        const added = await add(query, control)
        if (added !== "done") return added
        await query
          .update(t.message)
          .set({ suspendedAt: on ? at : null })
          .where(eq(t.message.id, message))
        const kind = on ? "suspended" : "resumed"
        await addEvent(query, t, { message, address: "", kind, at, object: null, evidence })
        await enqueue(query, queue)
        return "done"
      }),
    changeExpiry: (control: StoredControl, exp: number | null, queue: readonly QueueEntry[]): Promise<ControlOutcome> =>
      database.tx(async (query) => {
        const { message, at, signed: evidence } = control
        const [row] = await query
          .select({ endedAt: t.message.endedAt })
          .from(t.message)
          .where(eq(t.message.id, message))
        const added = await add(query, control)
        if (added !== "done") return added
        // What was destroyed does not come back: the record would promise it.
        if (row?.endedAt !== null) {
          await query.delete(t.control).where(sameRecord(t, control))
          return "ended"
        }
        await query.update(t.message).set({ expiresAt: exp }).where(eq(t.message.id, message))
        await addEvent(query, t, { message, address: "", kind: "expiry-changed", at, object: null, evidence })
        await enqueue(query, queue)
        return "done"
      }),
    /** Within the transaction of the job: the end has come for `addresses`. false: another end counts by now. */
    end:
      (message: string, exp: number, loss: Loss, at: number) =>
      async (query: Query): Promise<boolean> => {
        const [row] = await query
          .select({ expiresAt: t.message.expiresAt, endedAt: t.message.endedAt })
          .from(t.message)
          .where(eq(t.message.id, message))
        if (row === undefined || row.expiresAt !== exp || row.endedAt !== null) return false
        await query.update(t.message).set({ endedAt: at }).where(eq(t.message.id, message))
        await destroy(query, message, loss, null)
        for (const address of loss.addresses)
          await addEvent(query, t, { message, address, kind: "expired", at, object: null, evidence: null })
        return true
      },
  }
}

const sameRecord = (t: OrganizationSchema, { message, kind, seq }: StoredControl) =>
  and(eq(t.control.message, message), eq(t.control.kind, kind), eq(t.control.seq, seq))

function recordAdder(t: OrganizationSchema) {
  return async (query: Query, control: StoredControl): Promise<"done" | "repeated" | "old"> => {
    const [same] = await query.select().from(t.control).where(sameRecord(t, control))
    if (same !== undefined) return same.signed.b === control.signed.b ? "repeated" : "old"
    const [newest] = await query
      .select({ seq: t.control.seq })
      .from(t.control)
      .where(and(eq(t.control.message, control.message), eq(t.control.kind, control.kind)))
      .orderBy(desc(t.control.seq))
      .limit(1)
    if (newest !== undefined && newest.seq > control.seq) return "old"
    await query.insert(t.control).values(control)
    return "done"
  }
}

/** The grants that go, as things stand now. */
function lossFinder(t: OrganizationSchema) {
  return async (query: Query, message: string, loss: Loss): Promise<StoredGrant[]> => {
    const open = await query
      .select({ address: t.ticket.address, role: t.ticket.role, signed: t.ticket.signed })
      .from(t.ticket)
      .where(and(eq(t.ticket.message, message), isNull(t.ticket.servedAt)))
    const waiting = open.filter(({ address }) => !loss.addresses.includes(address))
    const grants = await query.select().from(t.grant).where(eq(t.grant.message, message))
    return grants
      .map((row) => ({ ...row, grant: fromColumn(row.grant) }))
      .filter((grant) => loss.isLost(grant, waiting))
  }
}

/** Grants, tickets, boxes and everything that waits. `recalledAt` null: it is the end, not a recall. */
function accessDestroyer(t: OrganizationSchema) {
  const lost = lossFinder(t)
  return async (query: Query, message: string, loss: Loss, recalledAt: number | null): Promise<void> => {
    const { addresses } = loss
    for (const address of addresses) {
      for (const table of [t.ticket, t.contactBox, t.wanted, t.reminder])
        await query.delete(table).where(and(eq(table.message, message), eq(table.address, address)))
      if (recalledAt === null) continue
      const unmarked = and(
        eq(t.recipient.message, message),
        eq(t.recipient.address, address),
        isNull(t.recipient.recalledAt),
      )
      await query.update(t.recipient).set({ recalledAt }).where(unmarked)
    }
    for (const { kid, principal } of await lost(query, message, loss)) {
      const this_ = and(eq(t.grant.message, message), eq(t.grant.kid, kid), eq(t.grant.principal, principal))
      await query.delete(t.grant).where(this_)
    }
    for (const word of loss.destroyed)
      await query
        .insert(t.destroyed)
        .values({ message, ...word })
        .onConflictDoNothing()
    // A copy that was sealed for the author before the hand-over holds the same grants.
    await query.delete(t.staged).where(eq(t.staged.message, message))
  }
}
