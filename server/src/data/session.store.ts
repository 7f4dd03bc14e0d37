/** Sessions: only the hash of a token is kept. */
import { and, eq, lt, ne } from "drizzle-orm"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database } from "./database.ts"
import type { PlatformSchema } from "./schema/platform.ts"

export interface StoredSession {
  /** base64url of SHA-256(token). */
  readonly id: string
  readonly identity: string
  readonly device: string
  /** P-256 public point, 65 bytes. */
  readonly proofKey: Uint8Array
  readonly startedAt: number
  readonly lastUsedAt: number
  readonly idleMs: number
  readonly absoluteEnd: number
}

export type SessionStore = ReturnType<typeof sessionStore>

export function sessionStore(database: Database<PlatformSchema>) {
  const { t, read } = database
  return {
    add: (session: StoredSession): Promise<void> =>
      database.tx(async (query) => {
        await query.insert(t.session).values({ ...session, proofKey: toColumn(session.proofKey) })
      }),
    find: async (id: string): Promise<StoredSession | null> => {
      const rows = await read.select().from(t.session).where(eq(t.session.id, id))
      return rows[0] === undefined ? null : { ...rows[0], proofKey: fromColumn(rows[0].proofKey) }
    },
    of: async (identity: string): Promise<StoredSession[]> => {
      const rows = await read.select().from(t.session).where(eq(t.session.identity, identity))
      return rows.map((row) => ({ ...row, proofKey: fromColumn(row.proofKey) }))
    },
    touch: (id: string, at: number): Promise<void> =>
      database.tx(async (query) => {
        await query.update(t.session).set({ lastUsedAt: at }).where(eq(t.session.id, id))
      }),
    remove: (identity: string, id: string): Promise<void> =>
      database.tx(async (query) => {
        await query.delete(t.session).where(and(eq(t.session.identity, identity), eq(t.session.id, id)))
      }),
    removeOthers: (identity: string, keep: string | null): Promise<void> =>
      database.tx(async (query) => {
        const own = eq(t.session.identity, identity)
        await query.delete(t.session).where(keep === null ? own : and(own, ne(t.session.id, keep)))
      }),
    removeEnded: (now: number): Promise<void> =>
      database.tx(async (query) => {
        await query.delete(t.session).where(lt(t.session.absoluteEnd, now))
      }),
  }
}
