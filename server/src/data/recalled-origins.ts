/**
 * Files of a message that its sender has from another person's message, which was recalled since: for that sender alone, or
 * the file for everybody (docs/PROTOCOL.md §3, M13).
 */
import { sql } from "drizzle-orm"
import type { Database } from "./database.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export function recalledOrigins({ t, read }: Database<OrganizationSchema>) {
  return async (message: string, reader: { identity: string; address: string }): Promise<string[]> => {
    const isListed = sql`${t.attachment.object} in (select listed.object from ${t.attachment} listed where listed.message = ${message})`
    const isLost = sql`exists (select 1 from ${t.recipient} where ${t.recipient.message} = ${t.attachment.message}
      and ${t.recipient.address} = ${reader.address}
      and (${t.recipient.recalledAt} is not null or ${t.attachment.recalledAt} is not null))`
    const isOthers = sql`exists (select 1 from ${t.message} where ${t.message.id} = ${t.attachment.message} and ${t.message.sender} <> ${reader.identity})`
    const rows = await read
      .selectDistinct({ object: t.attachment.object })
      .from(t.attachment)
      .where(sql`${t.attachment.message} <> ${message} and ${isListed} and ${isOthers} and ${isLost}`)
    return rows.map(({ object }) => object)
  }
}
