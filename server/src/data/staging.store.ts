/** Messages that were sealed and checked, but not handed over: of their author, for their author. */
import { and, count, desc, eq, inArray, isNull, lt } from "drizzle-orm"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database } from "./database.ts"
import { stepMaker } from "./plan.ts"
import type { Piece } from "./spent.store.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface StagedRow {
  readonly author: string
  /** Idempotency-Key of the hand-over to come. */
  readonly key: string
  readonly message: string
  /** Digest of the request as received. */
  readonly request: string
  /** The commit, sealed by the organization's engine. */
  readonly sealed: Uint8Array
  readonly at: number
  readonly expiresAt: number
}
export interface NewStaged {
  readonly row: StagedRow
  /** Uploaded objects of the message: they stay as long as the staged message does. */
  readonly objects: readonly string[]
  /** Most rows of one author. */
  readonly limit: number
}

export function stagingStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const rowOf = (row: typeof t.staged.$inferSelect): StagedRow => ({ ...row, sealed: fromColumn(row.sealed) })
  const own = (author: string, key: string) => and(eq(t.staged.author, author), eq(t.staged.key, key))
  return {
    /** "known": this key was staged before; "taken": the message was handed over; "crowded": the author has too many. */
    stage: ({ row, objects, limit }: NewStaged): Promise<"staged" | "known" | "taken" | "crowded"> =>
      database.tx(async (query) => {
        const known = await query.select({ key: t.staged.key }).from(t.staged).where(own(row.author, row.key))
        if (known.length > 0) return "known"
        const sent = await query.select({ id: t.message.id }).from(t.message).where(eq(t.message.id, row.message))
        if (sent.length > 0) return "taken"
        const [held] = await query.select({ rows: count() }).from(t.staged).where(eq(t.staged.author, row.author))
        if ((held?.rows ?? 0) >= limit) return "crowded"
        await query.insert(t.staged).values({ ...row, sealed: toColumn(row.sealed) })
        if (objects.length > 0)
          await query
            .update(t.object)
            .set({ expiresAt: row.expiresAt })
            .where(and(inArray(t.object.id, [...objects]), isNull(t.object.message)))
        return "staged"
      }),
    find: async (author: string, key: string): Promise<StagedRow | null> => {
      const rows = await read.select().from(t.staged).where(own(author, key))
      return rows[0] === undefined ? null : rowOf(rows[0])
    },
    list: async (author: string): Promise<StagedRow[]> =>
      (await read.select().from(t.staged).where(eq(t.staged.author, author)).orderBy(desc(t.staged.at))).map(rowOf),
    remove: (author: string, key: string): Promise<boolean> =>
      database.tx(async (query) => {
        const gone = await query.delete(t.staged).where(own(author, key)).returning({ key: t.staged.key })
        return gone.length > 0
      }),
    /** Up to `most`, which may each be as large as a message; how many went. */
    removeExpired: async ({ before, most }: Piece): Promise<number> => {
      const isOver = lt(t.staged.expiresAt, before)
      const rows = await read
        .select({ author: t.staged.author, key: t.staged.key })
        .from(t.staged)
        .where(isOver)
        .limit(most)
      const steps = rows.map(({ author, key }) =>
        stepMaker(read.delete(t.staged).where(and(own(author, key), isOver)))({}),
      )
      if (steps.length > 0) await database.write(steps)
      return rows.length
    },
  }
}
