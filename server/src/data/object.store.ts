/** Uploaded FLOE objects: staged until a message lists them. */
import { and, asc, count, eq, gt, inArray, isNull, lt, min, sum } from "drizzle-orm"
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

/** Files that are still to be removed. */
export interface Removal {
  readonly id: number
  readonly object: string
  /** Sealed under the object's id. */
  readonly location: Uint8Array
  readonly chunks: number
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
    /** Only what no message and no draft lists, and with `before` only what was over then. Its files are owed with it. */
    remove: (id: string, before?: number): Promise<Removal | null> =>
      database.tx(async (query) => {
        const isOver = before === undefined ? undefined : lt(t.object.expiresAt, before)
        const [gone] = await query
          .delete(t.object)
          .where(and(eq(t.object.id, id), isNull(t.object.message), isOver, isInNoDraft(query, t)))
          .returning({ object: t.object.id, location: t.object.location, chunks: t.object.chunks })
        const [owed] = gone === undefined ? [] : await query.insert(t.removal).values(gone).returning()
        return owed === undefined ? null : removalOf(owed)
      }),
    /** Behind this one, oldest first. */
    removals: async (last: number, most: number): Promise<Removal[]> =>
      (await read.select().from(t.removal).where(gt(t.removal.id, last)).orderBy(asc(t.removal.id)).limit(most)).map(
        removalOf,
      ),
    /** Its files are gone from the disk. */
    removed: (id: number): Promise<void> =>
      database.tx(async (query) => {
        await query.delete(t.removal).where(eq(t.removal.id, id))
      }),
    expired: async (now: number, most: number): Promise<StoredObject[]> =>
      (
        await read
          .select()
          .from(t.object)
          .where(and(isNull(t.object.message), lt(t.object.expiresAt, now), isInNoDraft(read, t)))
          .limit(most)
      ).map(objectOf),
  }
}

const removalOf = (row: OrganizationSchema["removal"]["$inferSelect"]): Removal => ({
  ...row,
  location: fromColumn(row.location),
})

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
