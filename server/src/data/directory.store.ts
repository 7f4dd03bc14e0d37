/** Statements of principals and the leaves of the key log. */
import { asc, eq, gte, sql } from "drizzle-orm"
import type { Bytes } from "@smp/shared/bytes"
import type { SignedObjectText, SignedStatementText } from "@smp/shared/wire"
import { fromColumn } from "./codec.ts"
import { prepared } from "./prepared.ts"
import { remembered } from "./remembered.ts"
import type { Database } from "./database.ts"
import { insertStatement } from "./identity.store.ts"
import type { StatementRow } from "./identity.store.ts"
import type { PlatformSchema } from "./schema/platform.ts"

export interface StoredStatement {
  readonly seq: number
  readonly kid: string
  readonly signed: SignedStatementText
  readonly mailboxProof: SignedObjectText | null
  readonly leafIndex: number
  readonly leafMinute: number
}

export type DirectoryStore = ReturnType<typeof directoryStore>

export function directoryStore(database: Database<PlatformSchema>) {
  const { t, read } = database
  const statements = prepared((query) => ({
    count: query
      .select({ count: sql<number>`count(*)` })
      .from(t.keyStatement)
      .where(eq(t.keyStatement.principal, sql.placeholder("principal")))
      .prepare(),
  }))
  return {
    /** How many `statementsOf` would give. */
    countOf: remembered(database, async (principal) =>
      Number((await statements(read).count.execute({ principal }))[0]?.count ?? 0),
    ),
    /** Oldest first. */
    statementsOf: async (principal: string): Promise<StoredStatement[]> =>
      read
        .select()
        .from(t.keyStatement)
        .where(eq(t.keyStatement.principal, principal))
        .orderBy(asc(t.keyStatement.seq)),
    principalOfKid: async (kid: string): Promise<string | null> => {
      const rows = await read
        .select({ principal: t.keyStatement.principal })
        .from(t.keyStatement)
        .where(eq(t.keyStatement.kid, kid))
      return rows[0]?.principal ?? null
    },
    add: (row: StatementRow): Promise<number> => database.tx((query) => insertStatement(query, t, row)),
    leavesFrom: async (from: number): Promise<{ index: number; leaf: Bytes }[]> => {
      const rows = await read
        .select({ index: t.keyLogLeaf.idx, leaf: t.keyLogLeaf.leaf })
        .from(t.keyLogLeaf)
        .where(gte(t.keyLogLeaf.idx, from))
        .orderBy(asc(t.keyLogLeaf.idx))
      return rows.map(({ index, leaf }) => ({ index, leaf: fromColumn(leaf) }))
    },
    leavesOf: async (logIndex: string): Promise<{ index: number; leaf: Uint8Array }[]> => {
      const rows = await read
        .select()
        .from(t.keyLogLeaf)
        .where(eq(t.keyLogLeaf.logIndex, logIndex))
        .orderBy(asc(t.keyLogLeaf.idx))
      return rows.map((row) => ({ index: row.idx, leaf: fromColumn(row.leaf) }))
    },
  }
}
