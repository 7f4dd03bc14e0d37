/** Readers without a grant, whom somebody who holds the message may let in; and letting them in. */
import { and, asc, desc, eq, inArray, isNull, ne, or, sql } from "drizzle-orm"
import type { SignedObjectText } from "@smp/shared/wire"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database } from "./database.ts"
import type { RecipientRole, StoredGrant } from "./message.store.ts"
import type { OrganizationSchema } from "./schema/organization.ts"
import { addEvent } from "./tracking.store.ts"

export interface WantedRow {
  readonly message: string
  readonly address: string
  /** Hexadecimal. */
  readonly kid: string
  readonly since: number
  readonly mac: Uint8Array | null
}
/** `share`: the server's half of a link. */
export interface ContactBoxRow {
  readonly address: string
  readonly mode: string
  readonly box: Uint8Array
  readonly share: Uint8Array | null
}
/** With what a participant's client needs to see what it is about. */
export interface WantedMessage extends WantedRow {
  readonly sender: string
  readonly subject: string | null
  readonly sentAt: number
  readonly role: RecipientRole
  readonly ticket: SignedObjectText | null
}

const MOST = 500

export function wantedStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const columns = {
    message: t.wanted.message,
    address: t.wanted.address,
    kid: t.wanted.kid,
    since: t.wanted.since,
    mac: t.wanted.mac,
    sender: t.message.sender,
    subject: t.message.subject,
    sentAt: t.message.sentAt,
    role: t.recipient.role,
    ticket: t.ticket.signed,
  }
  /** Only what could be opened now: not recalled, suspended or ended. */
  const open = (now: number) => [
    isNull(t.message.suspendedAt),
    isNull(t.message.endedAt),
    isNull(t.recipient.recalledAt),
    or(isNull(t.message.expiresAt), sql`${t.message.expiresAt} > ${now}`),
  ]
  const rows = () =>
    read
      .select(columns)
      .from(t.wanted)
      .innerJoin(t.message, eq(t.message.id, t.wanted.message))
      .innerJoin(t.recipient, and(eq(t.recipient.message, t.wanted.message), eq(t.recipient.address, t.wanted.address)))
      .leftJoin(
        t.ticket,
        and(eq(t.ticket.message, t.wanted.message), eq(t.ticket.address, t.wanted.address), isNull(t.ticket.servedAt)),
      )
  type Row = Awaited<ReturnType<typeof rows>>[number]
  const wantedOf = (row: Row): WantedMessage => ({
    ...row,
    mac: row.mac === null ? null : fromColumn(row.mac),
    role: row.role as RecipientRole,
  })
  return {
    /** Waiting from now on; another key than before begins anew. */
    add: (wanted: Omit<WantedRow, "mac">): Promise<void> =>
      database.tx(async (query) => {
        const same = and(eq(t.wanted.message, wanted.message), eq(t.wanted.address, wanted.address))
        const [held] = await query.select({ kid: t.wanted.kid }).from(t.wanted).where(same)
        if (held?.kid === wanted.kid) return
        await query.delete(t.wanted).where(same)
        await query.insert(t.wanted).values({ ...wanted, mac: null, refusedAt: null })
      }),
    /** Every message to this address that its new key does not open; again, it changes nothing. */
    addAll: (reader: { address: string; kid: string; since: number }): Promise<void> =>
      database.tx(async (query) => {
        const { address, kid, since } = reader
        const messages = await query
          .select({ id: t.recipient.message })
          .from(t.recipient)
          .innerJoin(t.message, eq(t.message.id, t.recipient.message))
          .leftJoin(t.contactBox, and(eq(t.contactBox.message, t.message.id), eq(t.contactBox.address, address)))
          .leftJoin(t.grant, and(eq(t.grant.message, t.message.id), eq(t.grant.kid, kid)))
          // What still opens with words or a link does not wait for anybody, nor what the new key opens by now.
          .where(
            and(
              eq(t.recipient.address, address),
              ne(t.message.senderAddress, address),
              isNull(t.contactBox.message),
              isNull(t.grant.message),
            ),
          )
        await query.delete(t.wanted).where(and(eq(t.wanted.address, address), ne(t.wanted.kid, kid)))
        for (const { id } of messages)
          await query
            .insert(t.wanted)
            .values({ message: id, address, kid, since, mac: null, refusedAt: null })
            .onConflictDoNothing()
      }),
    /** Is the message addressed to this reader, and neither recalled, suspended nor ended? */
    isOpenTo: async (message: string, address: string, now: number): Promise<boolean> =>
      (
        await read
          .select({ id: t.message.id })
          .from(t.message)
          .innerJoin(t.recipient, and(eq(t.recipient.message, t.message.id), eq(t.recipient.address, address)))
          .where(and(eq(t.message.id, message), ...open(now)))
      ).length > 0,
    /** Which of these messages wait for this reader to be let in. */
    waitingOf: async (address: string, messages: readonly string[]): Promise<Set<string>> => {
      if (messages.length === 0) return new Set()
      const found = await read
        .select({ message: t.wanted.message })
        .from(t.wanted)
        .where(and(eq(t.wanted.address, address), inArray(t.wanted.message, [...messages])))
      return new Set(found.map(({ message }) => message))
    },
    /** The newest messages that this reader waits for. */
    waitingFor: async (address: string, most: number): Promise<string[]> => {
      const found = await read
        .select({ id: t.message.id })
        .from(t.wanted)
        .innerJoin(t.message, eq(t.message.id, t.wanted.message))
        .where(eq(t.wanted.address, address))
        .orderBy(desc(t.message.sentAt), desc(t.message.id))
        .limit(most)
      return found.map(({ id }) => id)
    },
    contactBox: async (message: string, address: string): Promise<ContactBoxRow | null> => {
      const [row] = await read
        .select()
        .from(t.contactBox)
        .where(and(eq(t.contactBox.message, message), eq(t.contactBox.address, address)))
      if (row === undefined) return null
      return { ...row, box: fromColumn(row.box), share: row.share === null ? null : fromColumn(row.share) }
    },
    /** The proof of a code that was told by telephone; only the sender's client can check it. */
    setMac: (message: string, address: string, mac: Uint8Array): Promise<void> =>
      database.tx(async (query) => {
        await query
          .update(t.wanted)
          .set({ mac: toColumn(mac) })
          .where(and(eq(t.wanted.message, message), eq(t.wanted.address, address)))
      }),
    isEmpty: async (): Promise<boolean> =>
      (await read.select({ message: t.wanted.message }).from(t.wanted).limit(1)).length === 0,
    /** Who waits for messages of this sender. */
    forSender: async (identity: string, now: number): Promise<WantedMessage[]> =>
      (
        await rows()
          .where(and(eq(t.message.sender, identity), isNull(t.wanted.refusedAt), ...open(now)))
          .orderBy(asc(t.wanted.since))
          .limit(MOST)
      ).map(wantedOf),
    /** Who else waits for messages that this visible recipient has opened before; blind copies wait for the sender alone. */
    forReader: async (address: string, now: number): Promise<WantedMessage[]> => {
      const asker = sql`exists (select 1 from ${t.recipient} as asker where asker.message = ${t.wanted.message} and asker.address = ${address} and asker.role in ('to', 'cc'))`
      const opened = sql`exists (select 1 from ${t.trackingEvent} as seen where seen.message = ${t.wanted.message} and seen.address = ${address} and seen.kind = 'released')`
      const found = await rows()
        .where(
          and(
            ne(t.wanted.address, address),
            isNull(t.wanted.refusedAt),
            inArray(t.recipient.role, ["to", "cc"]),
            asker,
            opened,
            ...open(now),
          ),
        )
        .orderBy(asc(t.wanted.since))
        .limit(MOST)
      return found.map(wantedOf)
    },
    refuse: (message: string, address: string, at: number): Promise<boolean> =>
      database.tx(async (query) => {
        const same = and(eq(t.wanted.message, message), eq(t.wanted.address, address), isNull(t.wanted.refusedAt))
        const held = await query.select({ kid: t.wanted.kid }).from(t.wanted).where(same)
        if (held.length === 0) return false
        await query.update(t.wanted).set({ refusedAt: at }).where(same)
        const event = { message, address, kind: "access-refused", at, object: null, evidence: null } as const
        await addEvent(query, t, event)
        return true
      }),
    /** The reader's grant in, nothing waits any more, the ticket served: one transaction. */
    letIn: (input: {
      message: string
      address: string
      at: number
      grant: StoredGrant
      kind: "granted" | "regranted"
      /** The sender's word stands above what another reader gave before. */
      isSenders: boolean
      record: SignedObjectText
    }): Promise<void> =>
      database.tx(async (query) => {
        const { message, address, at, grant, kind, record, isSenders } = input
        const same = and(
          eq(t.grant.message, message),
          eq(t.grant.kid, grant.kid),
          eq(t.grant.principal, grant.principal),
        )
        const held = await query.select({ kid: t.grant.kid }).from(t.grant).where(same)
        await query.delete(t.wanted).where(and(eq(t.wanted.message, message), eq(t.wanted.address, address)))
        if (held.length > 0 && !isSenders) return
        // Recalled or ended since this was checked: nobody comes in any more.
        const [reader] = await query
          .select({ recalledAt: t.recipient.recalledAt, endedAt: t.message.endedAt })
          .from(t.recipient)
          .innerJoin(t.message, eq(t.message.id, t.recipient.message))
          .where(and(eq(t.recipient.message, message), eq(t.recipient.address, address)))
        if (reader === undefined || reader.recalledAt !== null || reader.endedAt !== null) return
        await query.delete(t.grant).where(same)
        await query.insert(t.grant).values({ message, ...grant, grant: toColumn(grant.grant), issuedAt: at })
        await query
          .update(t.ticket)
          .set({ servedAt: at })
          .where(and(eq(t.ticket.message, message), eq(t.ticket.address, address), isNull(t.ticket.servedAt)))
        await query
          .delete(t.contactBox)
          .where(and(eq(t.contactBox.message, message), eq(t.contactBox.address, address)))
        await addEvent(query, t, { message, address, kind, at, object: null, evidence: record })
      }),
  }
}
