/** Leaves of an organization's log, each written in the transaction of what it records. */
import { asc, desc, gte } from "drizzle-orm"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database, Query } from "./database.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export async function appendLeaf(query: Query, t: OrganizationSchema, leaf: Uint8Array): Promise<number> {
  const rows = await query.select({ idx: t.logLeaf.idx }).from(t.logLeaf).orderBy(desc(t.logLeaf.idx)).limit(1)
  const idx = rows[0] === undefined ? 0 : rows[0].idx + 1
  await query.insert(t.logLeaf).values({ idx, leaf: toColumn(leaf) })
  return idx
}

export type OrganizationLogStore = ReturnType<typeof organizationLogStore>

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
