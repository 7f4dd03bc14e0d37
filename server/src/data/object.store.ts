/** Uploaded FLOE objects: staged until a message lists them. */
import { and, count, eq, inArray, isNull, lt, min, sum } from "drizzle-orm"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database, Query } from "./database.ts"
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

export interface OpenObjects {
  readonly count: number
  /** As announced. */
  readonly bytes: number
  /** When the first of those that no draft keeps is swept; null: none. */
  readonly until: number | null
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
    /** What this owner has here that no message lists. */
    openOf: (owner: string): Promise<OpenObjects> => openOf(read, t, owner),
    /** false: the owner's open objects here would be more than fit. An id that is taken is left as it is. */
    create: (
      object: Omit<StoredObject, "root" | "hashes" | "message">,
      most: Pick<OpenObjects, "count" | "bytes">,
    ): Promise<boolean> =>
      database.tx(async (query) => {
        const { count, bytes } = await openOf(query, t, object.owner)
        if (count + 1 > most.count || bytes + object.length > most.bytes) return false
        const { header, location, ...rest } = object
        const row = { ...rest, header: toColumn(header), location: toColumn(location) }
        await query.insert(t.object).values(row).onConflictDoNothing()
        return true
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

async function openOf(query: Query, t: OrganizationSchema, owner: string): Promise<OpenObjects> {
  const own = and(isNull(t.object.message), eq(t.object.owner, owner))
  const rows = await query
    .select({ count: count(), bytes: sum(t.object.length) })
    .from(t.object)
    .where(own)
  const passing = await query
    .select({ until: min(t.object.expiresAt) })
    .from(t.object)
    .where(and(own, isInNoDraft(query, t)))
  return { count: rows[0]?.count ?? 0, bytes: Number(rows[0]?.bytes ?? 0), until: passing[0]?.until ?? null }
}
