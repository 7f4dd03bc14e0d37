/** A leaf at the next place of an organization's log, written in the transaction of what it records. */
import { max, sql } from "drizzle-orm"
import { toColumn } from "./codec.ts"
import type { Database, Query } from "./database.ts"
import { stepMaker } from "./plan.ts"
import type { Step } from "./plan.ts"
import { prepared, rowInsert } from "./prepared.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

type OrganizationDatabase = Database<OrganizationSchema>

/** Indexes below are taken, by the log-keeper's word, even if the rows are gone: an older database was put back. */
const floors = new WeakMap<OrganizationDatabase, number>()

/** Appends within the transaction of `query`; the leaf's index. */
export function leafAppender(database: OrganizationDatabase): (query: Query, leaf: Uint8Array) => Promise<number> {
  const { t } = database
  const statements = prepared((query) => ({
    last: query
      .select({ idx: max(t.logLeaf.idx) })
      .from(t.logLeaf)
      .prepare(),
    add: rowInsert(query, t.logLeaf),
  }))
  return async (query, leaf) => {
    const { last, add } = statements(query)
    const idx = Math.max(((await last.execute())[0]?.idx ?? -1) + 1, floors.get(database) ?? 0)
    await add({ idx, leaf: toColumn(leaf) })
    return idx
  }
}

/** Appends in a plan; for what the plan inserts after it, `newestLeaf` is the leaf's index. */
export function leafStep(database: OrganizationDatabase): (leaf: Uint8Array) => Step {
  const { t, read } = database
  const next = sql`coalesce(max(${t.logLeaf.idx}), -1) + 1`
  const floor = sql.placeholder("floor")
  const idx = sql`(select case when ${next} < ${floor} then ${floor} else ${next} end from ${t.logLeaf})`
  const append = stepMaker(read.insert(t.logLeaf).values({ idx, leaf: sql`${sql.placeholder("leaf")}` }))
  return (leaf) => append({ leaf: toColumn(leaf), floor: floors.get(database) ?? 0 })
}

export const newestLeaf = (t: OrganizationSchema) => sql`(select max(${t.logLeaf.idx}) from ${t.logLeaf})`

/** New leaves go behind the first `size` places. */
export function continueFrom(database: OrganizationDatabase, size: number): void {
  floors.set(database, size)
}
