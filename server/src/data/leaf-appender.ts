/** A leaf at the next place of an organization's log, written in the transaction of what it records. */
import { max } from "drizzle-orm"
import { toColumn } from "./codec.ts"
import type { Query } from "./database.ts"
import { prepared, rowInsert } from "./prepared.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

/** Indexes below are taken, by the log-keeper's word, even if the rows are gone: an older database was put back. */
const floors = new WeakMap<Query, number>()

/** Appends within the transaction of `query`; the leaf's index. */
export function leafAppender(t: OrganizationSchema): (query: Query, leaf: Uint8Array) => Promise<number> {
  const statements = prepared((query) => ({
    last: query
      .select({ idx: max(t.logLeaf.idx) })
      .from(t.logLeaf)
      .prepare(),
    add: rowInsert(query, t.logLeaf),
  }))
  return async (query, leaf) => {
    const { last, add } = statements(query)
    const idx = Math.max(((await last.execute())[0]?.idx ?? -1) + 1, floors.get(query) ?? 0)
    await add({ idx, leaf: toColumn(leaf) })
    return idx
  }
}

/** New leaves written through this connection go behind the first `size` places. */
export function continueFrom(query: Query, size: number): void {
  floors.set(query, size)
}
