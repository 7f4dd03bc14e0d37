/** Messages of one organization: the commit, and what participants read. */
import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm"
import type { SignedObjectText } from "@smp/shared/wire"
import { fromColumn, toColumn } from "./codec.ts"
import type { OpenTicket } from "./control.store.ts"
import type { Database, Query } from "./database.ts"
import { messageCommit } from "./message-commit.ts"
import { prepared } from "./prepared.ts"
import type { ControlsColumn, OrganizationSchema } from "./schema/organization.ts"
import { addEvent } from "./tracking.store.ts"

export type RecipientRole = "to" | "cc" | "bcc"
export interface RecipientRow {
  readonly role: RecipientRole
  readonly position: number
  readonly address: string
  readonly name: string
  readonly recalledAt?: number | null
}
export interface StoredMessage {
  readonly id: string
  readonly reference: string
  readonly sender: string
  readonly senderAddress: string
  readonly senderName: string
  readonly sentAt: number
  readonly subject: string | null
  readonly ctl: ControlsColumn
  readonly thread: { root: string; prev: [string, string] } | null
  readonly ext: [string, string][]
  readonly header: SignedObjectText
  readonly slip: Uint8Array
  readonly core: Uint8Array
  readonly body: Uint8Array | null
  readonly bodyObject: string | null
  readonly bccRecord: Uint8Array
  readonly leafIndex: number
  readonly leafMinute: number
  readonly acceptedAt: number
  readonly threadRoot: string
  readonly files: number
  /** The end that counts now. */
  readonly expiresAt: number | null
  readonly suspendedAt: number | null
  /** When the readers' grants were destroyed because of the end. */
  readonly endedAt: number | null
  /** Until when the sender's own mail program has time to send the notices. */
  readonly noticesWait?: number | null
}
export interface StoredGrant {
  readonly kid: string
  readonly principal: string
  readonly grant: Uint8Array
}
export interface StoredTicket {
  readonly message: string
  readonly address: string
  readonly role: RecipientRole
  readonly signed: SignedObjectText
  readonly exp: number
  readonly servedAt: number | null
}

/** Beyond, nobody's upload is looked for. */
const MOST_LISTING = 100

export function messageStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const messageOf = (row: typeof t.message.$inferSelect): StoredMessage => ({
    ...row,
    slip: fromColumn(row.slip),
    core: fromColumn(row.core),
    body: row.body === null ? null : fromColumn(row.body),
    bccRecord: fromColumn(row.bccRecord),
  })
  const statements = prepared((query) => ({
    granted: query
      .select({ kid: t.grant.kid })
      .from(t.grant)
      .where(and(eq(t.grant.message, sql.placeholder("message")), eq(t.grant.principal, sql.placeholder("principal"))))
      .limit(1)
      .prepare(),
    answer: query
      .select()
      .from(t.idempotency)
      .where(
        and(eq(t.idempotency.identity, sql.placeholder("identity")), eq(t.idempotency.key, sql.placeholder("key"))),
      )
      .prepare(),
  }))
  const grantRow =
    (message: string, at: number) =>
    ({ kid, principal, grant }: StoredGrant) => ({
      message,
      kid,
      principal,
      grant: toColumn(grant),
      issuedAt: at,
    })
  return {
    commit: messageCommit(database),

    answerOf: async (identity: string, key: string): Promise<{ request: string; answer: unknown } | null> =>
      (await statements(read).answer.execute({ identity, key }))[0] ?? null,
    find: async (id: string): Promise<StoredMessage | null> => {
      const rows = await read.select().from(t.message).where(eq(t.message.id, id))
      return rows[0] === undefined ? null : messageOf(rows[0])
    },
    recipients: async (id: string): Promise<RecipientRow[]> => {
      const rows = await read
        .select()
        .from(t.recipient)
        .where(eq(t.recipient.message, id))
        .orderBy(t.recipient.role, t.recipient.position)
      return rows.map((row) => ({ ...row, role: row.role as RecipientRole }))
    },
    recipientsOf: async (ids: readonly string[]): Promise<Map<string, RecipientRow[]>> => {
      const found = new Map<string, RecipientRow[]>(ids.map((id) => [id, []]))
      if (ids.length === 0) return found
      const rows = await read
        .select()
        .from(t.recipient)
        .where(inArray(t.recipient.message, [...ids]))
        .orderBy(t.recipient.position)
      for (const row of rows) found.get(row.message)?.push({ ...row, role: row.role as RecipientRole })
      return found
    },
    objects: async (id: string): Promise<{ object: string; length: number; recalledAt: number | null }[]> =>
      read
        .select({ object: t.attachment.object, length: t.attachment.length, recalledAt: t.attachment.recalledAt })
        .from(t.attachment)
        .where(eq(t.attachment.message, id))
        .orderBy(t.attachment.position),
    /** Does this principal hold any live grant on it? */
    isGranted: async (message: string, principal: string): Promise<boolean> =>
      (await statements(read).granted.execute({ message, principal })).length > 0,
    /** Messages that list this object. */
    listing: async (object: string): Promise<string[]> =>
      (
        await read
          .select({ message: t.attachment.message })
          .from(t.attachment)
          .where(eq(t.attachment.object, object))
          .limit(MOST_LISTING)
      ).map(({ message }) => message),
    grant: async (message: string, kid: string, principal: string): Promise<Uint8Array | null> => {
      const where = and(eq(t.grant.message, message), eq(t.grant.kid, kid), eq(t.grant.principal, principal))
      const rows = await read.select({ grant: t.grant.grant }).from(t.grant).where(where)
      return rows[0] === undefined ? null : fromColumn(rows[0].grant)
    },
    grants: async (message: string): Promise<StoredGrant[]> =>
      (await read.select().from(t.grant).where(eq(t.grant.message, message))).map((row) => ({
        ...row,
        grant: fromColumn(row.grant),
      })),
    ticket: async (message: string, address: string): Promise<StoredTicket | null> => {
      const rows = await read
        .select()
        .from(t.ticket)
        .where(and(eq(t.ticket.message, message), eq(t.ticket.address, address)))
      return rows[0] === undefined ? null : { ...rows[0], role: rows[0].role as RecipientRole }
    },
    tickets: async (message: string): Promise<StoredTicket[]> =>
      (await read.select().from(t.ticket).where(eq(t.ticket.message, message))).map((row) => ({
        ...row,
        role: row.role as RecipientRole,
      })),
    openTicketsOf: async (address: string): Promise<StoredTicket[]> => {
      const rows = await read
        .select()
        .from(t.ticket)
        .where(and(eq(t.ticket.address, address), sql`${t.ticket.servedAt} is null`))
      return rows.map((row) => ({ ...row, role: row.role as RecipientRole }))
    },
    /**
     * First contact is served: the recipient's grant in, the ticket done; with `agent`, the agent's grant out and its
     * signed word kept, all in one transaction. "gone": recalled or ended meanwhile, nobody is let in. "changed", and
     * nothing is done: the agent's grant is needed no longer, and its word about that is missing.
     */
    serveTicket: (input: {
      message: string
      address: string
      at: number
      grant: StoredGrant
      /** The agent's record that stands in the grant. */
      record: SignedObjectText | null
      agent: { kid: string; principal: string; destroyed: SignedObjectText } | null
      /** Does another open ticket need the agent's grant? */
      isAgentNeeded: (others: readonly OpenTicket[]) => boolean
    }): Promise<"served" | "gone" | "changed"> =>
      database.tx(async (query) => {
        const { message, address, at, agent } = input
        const ofReader = and(eq(t.ticket.message, message), eq(t.ticket.address, address))
        const held = await query.select({ servedAt: t.ticket.servedAt }).from(t.ticket).where(ofReader)
        if (held.length === 0) return "gone"
        const others = await query
          .select({ address: t.ticket.address, role: t.ticket.role, signed: t.ticket.signed })
          .from(t.ticket)
          .where(and(eq(t.ticket.message, message), ne(t.ticket.address, address), isNull(t.ticket.servedAt)))
        if (agent === null && !input.isAgentNeeded(others)) return "changed"
        await query.insert(t.grant).values(grantRow(message, at)(input.grant)).onConflictDoNothing()
        await query.update(t.ticket).set({ servedAt: at }).where(ofReader)
        await addEvent(query, t, { message, address, kind: "granted", at, object: null, evidence: input.record })
        if (agent !== null) await destroyAgents(query, t, { ...agent, message, address, at })
        return "served"
      }),
    destroyed: async (message: string): Promise<SignedObjectText[]> =>
      (await read.select({ signed: t.destroyed.signed }).from(t.destroyed).where(eq(t.destroyed.message, message))).map(
        (row) => row.signed,
      ),
  }
}

interface AgentsEnd {
  readonly message: string
  /** Of the reader who was the last to need it. */
  readonly address: string
  readonly at: number
  readonly kid: string
  readonly principal: string
  readonly destroyed: SignedObjectText
}

async function destroyAgents(query: Query, t: OrganizationSchema, end: AgentsEnd): Promise<void> {
  const { message, address, at, kid, principal, destroyed } = end
  await query
    .delete(t.grant)
    .where(and(eq(t.grant.message, message), eq(t.grant.kid, kid), eq(t.grant.principal, principal)))
  await query.insert(t.destroyed).values({ message, kid, signed: destroyed }).onConflictDoNothing()
  await addEvent(query, t, { message, address, kind: "agent-destroyed", at, object: null, evidence: destroyed })
}
