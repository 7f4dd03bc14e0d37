/** Uploaded FLOE objects: staged until a message lists them. */
import { and, eq, inArray, isNull, lt } from "drizzle-orm"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database } from "./database.ts"
import { isInNoDraft } from "./draft.store.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface StoredObject {
  readonly id: string
  readonly owner: string
  readonly header: Uint8Array
  readonly length: number
  readonly chunks: number
  /** Sealed. */
  readonly location: Uint8Array
  readonly root: Uint8Array | null
  /** SHA-256 of each stored segment, 32 bytes each; null until complete. */
  readonly hashes: Uint8Array | null
  readonly expiresAt: number
  readonly message: string | null
}

export function objectStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const objectOf = (row: typeof t.object.$inferSelect): StoredObject => ({
    ...row,
    header: fromColumn(row.header),
    location: fromColumn(row.location),
    root: row.root === null ? null : fromColumn(row.root),
    hashes: row.hashes === null ? null : fromColumn(row.hashes),
  })
  return {
    find: async (id: string): Promise<StoredObject | null> => {
      const rows = await read.select().from(t.object).where(eq(t.object.id, id))
      return rows[0] === undefined ? null : objectOf(rows[0])
    },
    findAll: async (ids: readonly string[]): Promise<StoredObject[]> =>
      ids.length === 0
        ? []
        : (
            await read
              .select()
              .from(t.object)
              .where(inArray(t.object.id, [...ids]))
          ).map(objectOf),
    /** false: the id is taken. */
    create: (object: Omit<StoredObject, "root" | "hashes" | "message">): Promise<boolean> =>
      database.tx(async (query) => {
        const { header, location, ...rest } = object
        const row = { ...rest, header: toColumn(header), location: toColumn(location) }
        const added = await query.insert(t.object).values(row).onConflictDoNothing().returning({ id: t.object.id })
        return added.length > 0
      }),
    complete: (id: string, root: Uint8Array, hashes: Uint8Array): Promise<void> =>
      database.tx(async (query) => {
        await query
          .update(t.object)
          .set({ root: toColumn(root), hashes: toColumn(hashes) })
          .where(eq(t.object.id, id))
      }),
    /** Only what no message and no draft lists. */
    remove: (id: string): Promise<boolean> =>
      database.tx(async (query) => {
        const gone = await query
          .delete(t.object)
          .where(and(eq(t.object.id, id), isNull(t.object.message), isInNoDraft(query, t)))
          .returning({ id: t.object.id })
        return gone.length > 0
      }),
    expired: async (now: number): Promise<StoredObject[]> =>
      (
        await read
          .select()
          .from(t.object)
          .where(and(isNull(t.object.message), lt(t.object.expiresAt, now), isInNoDraft(read, t)))
          .limit(100)
      ).map(objectOf),
  }
}
