/**
 * Transactions that are only data: statements with their values, in order, nothing read in between. They need no event
 * loop, so a dialect runs them where its writer is, beside requests.
 * Promises: neutral; every text is compiled by Drizzle, in the dialect of the query that it is made with, once.
 */
import { is, Param, Placeholder, sql } from "drizzle-orm"
import type { SQL } from "drizzle-orm"
import type { SQLiteTable } from "drizzle-orm/sqlite-core"
import type { Query } from "./database.ts"

export type StepValue = string | number | bigint | Uint8Array | null
export interface Step {
  readonly text: string
  readonly values: readonly StepValue[]
}
export type Plan = readonly Step[]

/**
 * A constraint of the database refused a statement of the plan: something else has the key or unique value that it
 * wanted for itself, or what it needs is not there.
 */
export class Conflict extends Error {}

type Named = Readonly<Record<string, unknown>>
type Slot = (named: Named) => StepValue

/** A statement whose values are placeholders: compiled here, filled as often as wanted. */
export function stepMaker(statement: { toSQL(): { sql: string; params: unknown[] } }): (named: Named) => Step {
  const { sql: text, params } = statement.toSQL()
  const slots = params.map(slotOf)
  return (named) => ({ text, values: slots.map((slot) => slot(named)) })
}

function slotOf(param: unknown): Slot {
  if (is(param, Placeholder)) return (named) => (named[param.name] ?? null) as StepValue
  if (!is(param, Param) || !is(param.value, Placeholder)) return () => param as StepValue
  const { encoder } = param
  const { name } = param.value
  return (named) => {
    const value = named[name]
    return value === null || value === undefined ? null : (encoder.mapToDriverValue(value) as StepValue)
  }
}

/** Columns of a row that the database itself works out, in place of a value. */
type Row<Table extends SQLiteTable, Computed extends string> = Omit<Table["$inferInsert"], Computed>

/** Inserts of one row; columns that a row does not name, or names null, are left to the table. */
export function insertStep<Table extends SQLiteTable, Computed extends string = never>(
  query: Query,
  table: Table,
  computed: Readonly<Record<Computed, SQL>> = {} as Record<Computed, SQL>,
): (row: Row<Table, Computed>) => Step {
  const known: { readonly names: readonly string[]; readonly maker: (named: Named) => Step }[] = []
  const make = (names: readonly string[]) => {
    const places = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]))
    return stepMaker(query.insert(table).values({ ...places, ...computed } as Table["$inferInsert"]))
  }
  return (row) => {
    const named = row as Named
    const found = known.find(({ names }) => areNamed(names, named))
    if (found !== undefined) return found.maker(named)
    const names = Object.keys(named).filter((name) => named[name] !== null && named[name] !== undefined)
    const maker = make(names)
    known.push({ names, maker })
    return maker(named)
  }
}

/** Does the row name exactly these columns, in this order? */
function areNamed(names: readonly string[], row: Named): boolean {
  let at = 0
  for (const name in row) {
    const value = row[name]
    if (value !== null && value !== undefined && names[at++] !== name) return false
  }
  return at === names.length
}
