/**
 * What every store stands on: neutral queries, one writer, transactions that are durable when their promise resolves.
 * Promises: `tx` resolves after the commit reached the disk; a failing one leaves nothing and harms no other.
 * Never: lets a dialect show, except to stores in this room.
 */
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3"
import type { Plan } from "./plan.ts"

/** The query surface that both dialects share. */
export type Query = Pick<BetterSQLite3Database, "select" | "selectDistinct" | "insert" | "update" | "delete">

export interface Database<Schema> {
  readonly t: Schema
  /** Committed data only. */
  readonly read: Query
  /**
   * `work` awaits nothing but its queries: no network, no files, no timers inside a transaction. Steps of `first` are
   * carried out before it, in the same transaction. @throws Conflict when one of them meets what is there
   */
  tx<T>(work: (query: Query) => Promise<T>, first?: Plan): Promise<T>
  /** The same for what needs no reading in between, beside the event loop: for busy paths. @throws Conflict */
  write(plan: Plan): Promise<void>
  /** Another number after every commit, whoever made it: what was read under the same one still holds. */
  readonly version: () => number
  /**
   * What was deleted is gone from the files too, journals included. false: another process is reading; try again.
   * Deleted rows are overwritten in place, always.
   */
  purge(): Promise<boolean>
  close(): void
}
