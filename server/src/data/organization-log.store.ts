/** An organization's log: its leaves, and what lies below those that stand for an interval. */
import { asc, gte } from "drizzle-orm"
import type { Bytes } from "@smp/shared/bytes"
import { fromColumn } from "./codec.ts"
import type { Database } from "./database.ts"
import { continueFrom } from "./leaf-appender.ts"
import { intervalStore } from "./log-interval.store.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export function organizationLogStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  return {
    ...intervalStore(database),
    /** New leaves go behind what the log-keeper holds. */
    continueFrom: (size: number): Promise<void> => database.tx(() => Promise.resolve(continueFrom(database, size))),
    leavesFrom: async (from: number): Promise<{ index: number; leaf: Bytes }[]> => {
      const rows = await read
        .select({ index: t.logLeaf.idx, leaf: t.logLeaf.leaf })
        .from(t.logLeaf)
        .where(gte(t.logLeaf.idx, from))
        .orderBy(asc(t.logLeaf.idx))
      return rows.map(({ index, leaf }) => ({ index, leaf: fromColumn(leaf) }))
    },
  }
}
