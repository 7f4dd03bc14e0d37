/** Column kit for PostgreSQL: the same words as kit.sqlite.ts. */
import {
  bigint,
  bigserial,
  boolean,
  customType,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core"
import type { Kit } from "./kit.sqlite.ts"

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" })

const words = {
  table: pgTable,
  index,
  uniqueIndex,
  primaryKey,
  str: (name: string) => text(name),
  int: (name: string) => bigint(name, { mode: "number" }),
  bool: (name: string) => boolean(name),
  bytes: (name: string) => bytea(name),
  json: (name: string) => jsonb(name),
  seq: (name: string) => bigserial(name, { mode: "number" }).primaryKey(),
}
/** The one cast of the data layer: both builders answer to the same calls. */
export const kit = words as unknown as Kit
