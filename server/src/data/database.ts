/**
 * What every store stands on: neutral queries, one writer, transactions that are durable when their promise resolves.
 * Promises: `tx` resolves after the commit reached the disk; a failing one leaves nothing and harms no other.
 * Never: lets a dialect show, except to stores in this room.
 */
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3"

/** The query surface that both dialects share. */
export type Query = Pick<BetterSQLite3Database, "select" | "selectDistinct" | "insert" | "update" | "delete">

export interface Database<Schema> {
  readonly t: Schema
  /** Committed data only. */
  readonly read: Query
  /** `work` awaits nothing but its queries: no network, no files, no timers inside a transaction. */
  tx<T>(work: (query: Query) => Promise<T>): Promise<T>
  close(): void
}
