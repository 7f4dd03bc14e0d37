/**
 * Statements of the busy paths, built once for each connection instead of once for each call.
 * Promises: neutral; a dialect whose transactions are connections of their own builds them once for each of those.
 */
import { sql } from "drizzle-orm"
import type { SQLiteTable } from "drizzle-orm/sqlite-core"
import type { Query } from "./database.ts"

/** `make` runs once for each `query` that it is asked with. */
export function prepared<Statements>(make: (query: Query) => Statements): (query: Query) => Statements {
  const made = new WeakMap<Query, Statements>()
  return (query) => {
    const known = made.get(query)
    if (known !== undefined) return known
    const statements = make(query)
    made.set(query, statements)
    return statements
  }
}

/** Inserts rows one by one; columns that a row does not name, or names null, are left to the table. */
export function rowInsert<Table extends SQLiteTable>(
  query: Query,
  table: Table,
): (row: Table["$inferInsert"]) => Promise<void> {
  const statements = new Map<string, { execute(values: Record<string, unknown>): PromiseLike<unknown> }>()
  const build = (names: readonly string[]) => {
    const places = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]))
    return query
      .insert(table)
      .values(places as Table["$inferInsert"])
      .prepare()
  }
  return async (row) => {
    const values = row as Record<string, unknown>
    const names = Object.keys(values).filter((name) => values[name] !== null && values[name] !== undefined)
    const shape = names.join()
    const statement = statements.get(shape) ?? build(names)
    statements.set(shape, statement)
    await statement.execute(values)
  }
}
