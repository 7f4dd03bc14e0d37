/** Column kit for SQLite. The schema is written once against this type; kit.pg.ts has the same words. */
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core"

export const kit = {
  table: sqliteTable,
  index,
  uniqueIndex,
  primaryKey,
  str: (name: string) => text(name),
  /** Milliseconds since 1970, and every other whole number up to 2^53. */
  int: (name: string) => integer(name),
  bool: (name: string) => integer(name, { mode: "boolean" }),
  bytes: (name: string) => blob(name, { mode: "buffer" }),
  json: <T>(name: string) => text(name, { mode: "json" }).$type<T>(),
  seq: (name: string) => integer(name).primaryKey({ autoIncrement: true }),
}
export type Kit = typeof kit
