/** A person's labels in one organization; names are sealed before they come here. */
import { and, eq, inArray, sql } from "drizzle-orm"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database } from "./database.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface StoredLabel {
  readonly id: string
  readonly address: string
  /** Sealed. */
  readonly name: Uint8Array
  readonly color: string
}
export function labelStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  return {
    of: async (address: string): Promise<StoredLabel[]> =>
      (await read.select().from(t.label).where(eq(t.label.address, address))).map((row) => ({
        ...row,
        name: fromColumn(row.name),
      })),
    put: ({ name, ...rest }: StoredLabel): Promise<void> =>
      database.tx(async (query) => {
        const row = { ...rest, name: toColumn(name) }
        await query
          .insert(t.label)
          .values(row)
          .onConflictDoUpdate({ target: t.label.id, set: row, setWhere: sql`${t.label.address} = ${rest.address}` })
      }),
    /** Off every message too. */
    remove: (address: string, id: string): Promise<void> =>
      database.tx(async (query) => {
        await query.delete(t.label).where(and(eq(t.label.id, id), eq(t.label.address, address)))
        const where = and(eq(t.messageLabel.address, address), eq(t.messageLabel.label, id))
        await query.delete(t.messageLabel).where(where)
      }),
    onMessages: async (address: string, messages: readonly string[]): Promise<Map<string, string[]>> => {
      const found = new Map<string, string[]>(messages.map((id) => [id, []]))
      if (messages.length === 0) return found
      const where = and(eq(t.messageLabel.address, address), inArray(t.messageLabel.message, [...messages]))
      for (const { message, label } of await read.select().from(t.messageLabel).where(where))
        found.get(message)?.push(label)
      return found
    },
  }
}
