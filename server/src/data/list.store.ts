/** Pages of a mailbox in one organization, newest first, and what stands in a row. */
import { and, asc, between, desc, eq, exists, gt, gte, inArray, isNull, lt, or, sql } from "drizzle-orm"
import type { SQL } from "drizzle-orm"
import type { Folder } from "@smp/shared/wire"
import type { Database } from "./database.ts"
import type { StoredMessage } from "./message.store.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface ListedMessage {
  readonly message: Pick<
    StoredMessage,
    "id" | "reference" | "sender" | "senderAddress" | "senderName" | "sentAt" | "subject"
  > &
    Pick<StoredMessage, "threadRoot" | "files" | "expiresAt" | "suspendedAt" | "endedAt">
  readonly folder: Folder
  readonly unread: boolean
}
export interface Narrowing {
  readonly after: number | null
  readonly before: number | null
  readonly withFiles: boolean
  readonly unread: boolean
  readonly label: string | null
  /** Ends between these two times. */
  readonly ending: readonly [number, number] | null
}
export interface Page {
  readonly cursor: { readonly sentAt: number; readonly id: string } | null
  readonly limit: number
}
const MOST_IN_THREAD = 200
/** Counting stops here: nobody reads a larger number. */
const MOST_COUNTED = 1_000

/** Rows of a list page carry no ciphertext. */
export const listColumns = (t: OrganizationSchema) => ({
  id: t.message.id,
  reference: t.message.reference,
  sender: t.message.sender,
  senderAddress: t.message.senderAddress,
  senderName: t.message.senderName,
  sentAt: t.message.sentAt,
  subject: t.message.subject,
  threadRoot: t.message.threadRoot,
  files: t.message.files,
  expiresAt: t.message.expiresAt,
  suspendedAt: t.message.suspendedAt,
  endedAt: t.message.endedAt,
})

/** Conditions on a joined placement and message; the bare columns are those of the partial indexes. */
export function narrowed(t: OrganizationSchema, wanted: Narrowing & Page & { address: string }): SQL[] {
  const { cursor, after, before, label, ending } = wanted
  const found: (SQL | undefined)[] = [
    cursor === null
      ? undefined
      : or(
          lt(t.placement.sentAt, cursor.sentAt),
          and(eq(t.placement.sentAt, cursor.sentAt), lt(t.placement.message, cursor.id)),
        ),
    cursor === null ? undefined : sql`${t.placement.sentAt} <= ${cursor.sentAt}`,
    after === null ? undefined : gte(t.placement.sentAt, after),
    before === null ? undefined : lt(t.placement.sentAt, before),
    wanted.withFiles ? sql`${t.placement.files} > 0` : undefined,
    wanted.unread ? sql`${t.placement.unread}` : undefined,
    ending === null ? undefined : and(isNull(t.message.endedAt), between(t.message.expiresAt, ...ending)),
    label === null
      ? undefined
      : sql`${t.placement.message} in (select ${t.messageLabel.message} from ${t.messageLabel} where ${t.messageLabel.address} = ${wanted.address} and ${t.messageLabel.message} = ${t.placement.message} and ${t.messageLabel.label} = ${label})`,
  ]
  return found.filter((condition) => condition !== undefined)
}

export function listStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const row = () => ({ message: listColumns(t), folder: t.placement.folder, unread: t.placement.unread })
  const listed = (rows: { message: ListedMessage["message"]; folder: string; unread: boolean }[]): ListedMessage[] =>
    rows.map((held) => ({ ...held, folder: held.folder as Folder }))
  return {
    folder: async (address: string, folder: Folder, wanted: Narrowing & Page): Promise<ListedMessage[]> =>
      listed(
        await read
          .select(row())
          .from(t.placement)
          .innerJoin(t.message, eq(t.message.id, t.placement.message))
          .where(
            and(
              eq(t.placement.address, address),
              eq(t.placement.folder, folder),
              ...narrowed(t, { ...wanted, address }),
            ),
          )
          .orderBy(desc(t.placement.sentAt), desc(t.placement.message))
          .limit(wanted.limit),
      ),
    /** Driven by the label, which may be on a few of very many. */
    labelled: async (
      address: string,
      folders: readonly Folder[],
      wanted: Narrowing & Page & { label: string },
    ): Promise<ListedMessage[]> =>
      listed(
        await read
          .select(row())
          .from(t.messageLabel)
          .crossJoin(t.placement)
          .crossJoin(t.message)
          .where(
            and(
              eq(t.messageLabel.address, address),
              eq(t.messageLabel.label, wanted.label),
              wanted.cursor === null ? undefined : sql`${t.messageLabel.sentAt} <= ${wanted.cursor.sentAt}`,
              eq(t.placement.address, address),
              inArray(t.placement.folder, [...folders]),
              eq(t.placement.message, t.messageLabel.message),
              eq(t.message.id, t.messageLabel.message),
              ...narrowed(t, { ...wanted, label: null, address }),
            ),
          )
          .orderBy(desc(t.messageLabel.sentAt), desc(t.messageLabel.message))
          .limit(wanted.limit),
      ),
    /** Driven by the end: few messages end within a week. */
    ending: async (address: string, folders: readonly Folder[], wanted: Narrowing & Page): Promise<ListedMessage[]> =>
      listed(
        await read
          .select(row())
          .from(t.message)
          .crossJoin(t.placement)
          .where(
            and(
              eq(t.placement.address, address),
              inArray(t.placement.folder, [...folders]),
              eq(t.placement.message, t.message.id),
              ...narrowed(t, { ...wanted, address }),
            ),
          )
          .orderBy(desc(t.message.sentAt), desc(t.message.id))
          .limit(wanted.limit),
      ),
    byIds: async (address: string, ids: readonly string[], folders: readonly Folder[]): Promise<ListedMessage[]> =>
      ids.length === 0
        ? []
        : listed(
            await read
              .select(row())
              .from(t.placement)
              .innerJoin(t.message, eq(t.message.id, t.placement.message))
              .where(
                and(
                  eq(t.placement.address, address),
                  inArray(t.placement.folder, [...folders]),
                  inArray(t.placement.message, [...ids]),
                ),
              ),
          ),
    /** Messages of a conversation that this person wrote or is addressed by, oldest first. */
    thread: async (root: string, asker: { address: string; identity: string }): Promise<ListedMessage["message"][]> => {
      const isAddressed = exists(
        read
          .select({ one: sql`1` })
          .from(t.recipient)
          .where(and(eq(t.recipient.address, asker.address), eq(t.recipient.message, t.message.id))),
      )
      return read
        .select(listColumns(t))
        .from(t.message)
        .where(and(eq(t.message.threadRoot, root), or(eq(t.message.sender, asker.identity), isAddressed)))
        .orderBy(asc(t.message.sentAt))
        .limit(MOST_IN_THREAD)
    },
    /** How many messages of each conversation lie in this mailbox. */
    threadCounts: async (
      address: string,
      roots: readonly string[],
      folders: readonly Folder[],
    ): Promise<Map<string, number>> => {
      if (roots.length === 0) return new Map()
      const rows = await read
        .select({ root: t.message.threadRoot, count: sql<number>`count(distinct ${t.message.id})` })
        .from(t.message)
        .crossJoin(t.placement)
        .where(
          and(
            inArray(t.message.threadRoot, [...roots]),
            eq(t.placement.address, address),
            inArray(t.placement.folder, [...folders]),
            eq(t.placement.message, t.message.id),
          ),
        )
        .groupBy(t.message.threadRoot)
      return new Map(rows.map(({ root, count }) => [root, Number(count)]))
    },
    unread: async (address: string, folder: Folder): Promise<number> => {
      const some = read
        .select({ one: sql`1`.as("one") })
        .from(t.placement)
        .where(and(eq(t.placement.address, address), eq(t.placement.folder, folder), sql`${t.placement.unread}`))
        .limit(MOST_COUNTED)
        .as("some")
      return Number((await read.select({ count: sql<number>`count(*)` }).from(some))[0]?.count ?? 0)
    },
    /** Everybody who has a mailbox here. */
    addresses: async (): Promise<string[]> =>
      (await read.selectDistinct({ address: t.placement.address }).from(t.placement)).map(({ address }) => address),
    hasAny: async (address: string): Promise<boolean> =>
      (
        await read
          .select({ message: t.placement.message })
          .from(t.placement)
          .where(and(eq(t.placement.address, address), gt(t.placement.folder, "")))
          .limit(1)
      ).length > 0,
  }
}
