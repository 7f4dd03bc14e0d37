/** Leaves of an organization's log, each written in the transaction of what it records. */
import { asc, gte, max } from "drizzle-orm"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database, Query } from "./database.ts"
import { prepared, rowInsert } from "./prepared.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

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
    const idx = ((await last.execute())[0]?.idx ?? -1) + 1
    await add({ idx, leaf: toColumn(leaf) })
    return idx
  }
}

export function organizationLogStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  return {
    leavesFrom: async (from: number): Promise<Uint8Array[]> => {
      const rows = await read
        .select({ leaf: t.logLeaf.leaf })
        .from(t.logLeaf)
        .where(gte(t.logLeaf.idx, from))
        .orderBy(asc(t.logLeaf.idx))
      return rows.map((row) => fromColumn(row.leaf))
    },
  }
}
