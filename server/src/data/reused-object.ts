/**
 * An upload that another message lists already (docs/PROTOCOL.md §3): the row that lists it once more names the object
 * only if, at this very commit, the writer holds a live grant on that other message and nothing of it was recalled,
 * suspended or has ended. Otherwise the value is null, which the column refuses, and the whole commit with it.
 */
import { sql } from "drizzle-orm"
import type { SQL } from "drizzle-orm"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface ReusedObject {
  readonly object: string
  /** The message that the writer has it from. */
  readonly origin: string
}
export interface Writer {
  readonly identity: string
  readonly address: string
}

export function reusedObject(t: OrganizationSchema, { object, origin }: ReusedObject, writer: Writer, at: number): SQL {
  const isOwn = sql`${t.message.sender} = ${writer.identity}`
  return sql`(select ${t.attachment.object} from ${t.attachment}
    inner join ${t.message} on ${t.message.id} = ${t.attachment.message}
    where ${t.attachment.message} = ${origin} and ${t.attachment.object} = ${object} and ${t.attachment.recalledAt} is null
    and ${t.message.suspendedAt} is null and ${t.message.endedAt} is null
    and (${isOwn} or ${t.message.expiresAt} is null or ${t.message.expiresAt} > ${at})
    and exists (select 1 from ${t.grant} where ${t.grant.message} = ${origin} and ${t.grant.principal} = ${writer.identity})
    and not exists (select 1 from ${t.recipient} where ${t.recipient.message} = ${origin}
      and ${t.recipient.address} = ${writer.address} and ${t.recipient.recalledAt} is not null)
    limit 1)`
}
