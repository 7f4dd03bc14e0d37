/** Drafts: sealed by and for their author, with the uploads that they keep. */
import { and, count, desc, eq, exists, inArray, isNull, lt, not, sql } from "drizzle-orm"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database, Query } from "./database.ts"
import { stepMaker } from "./plan.ts"
import type { Plan } from "./plan.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface DraftRow {
  readonly id: string
  readonly owner: string
  readonly ver: number
  readonly sealed: Uint8Array
  readonly savedAt: number
}
export interface DraftWrite {
  /** `ver` is that of the write; it must follow the stored one. */
  readonly row: DraftRow
  readonly objects: readonly string[]
  /** Most drafts of one author. */
  readonly limit: number
  /** Until when an upload stays that this write no longer names. */
  readonly keepUntil: number
}
/** "conflict": the version that is stored, 0 for none of this owner. */
export type DraftOutcome =
  | { readonly state: "saved"; readonly savedAt: number }
  | { readonly state: "conflict"; readonly ver: number }
  | "crowded"

export function draftStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const own = (owner: string, id: string) => and(eq(t.draft.owner, owner), eq(t.draft.id, id))
  return {
    put: (write: DraftWrite): Promise<DraftOutcome> => database.tx((query) => putDraft(query, t, write)),
    find: async (owner: string, id: string): Promise<DraftRow | null> => {
      const rows = await read.select().from(t.draft).where(own(owner, id))
      return rows[0] === undefined ? null : { ...rows[0], sealed: fromColumn(rows[0].sealed) }
    },
    list: async (owner: string): Promise<{ id: string; ver: number; savedAt: number; bytes: number }[]> =>
      read
        .select({
          id: t.draft.id,
          ver: t.draft.ver,
          savedAt: t.draft.savedAt,
          bytes: sql<number>`length(${t.draft.sealed})`,
        })
        .from(t.draft)
        .where(eq(t.draft.owner, owner))
        .orderBy(desc(t.draft.savedAt)),
    /** false: there is none of this owner. */
    remove: (owner: string, id: string, keepUntil: number): Promise<boolean> =>
      database.tx(async (query) => {
        const gone = await query.delete(t.draft).where(own(owner, id)).returning({ id: t.draft.id })
        if (gone.length === 0) return false
        await keepObjects(query, t, { draft: id, objects: [], keepUntil })
        return true
      }),
  }
}

async function putDraft(query: Query, t: OrganizationSchema, write: DraftWrite): Promise<DraftOutcome> {
  const { row } = write
  const [held] = await query.select().from(t.draft).where(eq(t.draft.id, row.id))
  // The id of somebody else's draft answers like one that is gone.
  if (held !== undefined && held.owner !== row.owner) return { state: "conflict", ver: 0 }
  if (held?.ver === row.ver && Buffer.from(held.sealed).equals(row.sealed))
    return { state: "saved", savedAt: held.savedAt }
  if ((held?.ver ?? 0) !== row.ver - 1) return { state: "conflict", ver: held?.ver ?? 0 }
  const stored = { ...row, sealed: toColumn(row.sealed) }
  if (held !== undefined) await query.update(t.draft).set(stored).where(eq(t.draft.id, row.id))
  else {
    const [all] = await query.select({ rows: count() }).from(t.draft).where(eq(t.draft.owner, row.owner))
    if ((all?.rows ?? 0) >= write.limit) return "crowded"
    await query.insert(t.draft).values(stored)
  }
  const objects = await ownObjects(query, t, write)
  await keepObjects(query, t, { draft: row.id, objects, keepUntil: write.keepUntil })
  return { state: "saved", savedAt: row.savedAt }
}

/** A text is never refused because one of its files is gone: what is not there is not kept. */
async function ownObjects(query: Query, t: OrganizationSchema, { row, objects }: DraftWrite): Promise<string[]> {
  if (objects.length === 0) return []
  const owned = and(inArray(t.object.id, [...objects]), eq(t.object.owner, row.owner))
  return (await query.select({ id: t.object.id }).from(t.object).where(owned)).map(({ id }) => id)
}

/** Exactly these uploads belong to the draft from now on; others that it had stay a while, for whoever undoes. */
async function keepObjects(
  query: Query,
  t: OrganizationSchema,
  kept: { readonly draft: string; readonly objects: readonly string[]; readonly keepUntil: number },
): Promise<void> {
  const before = await query.delete(t.draftObject).where(eq(t.draftObject.draft, kept.draft)).returning()
  for (const object of new Set(kept.objects)) await query.insert(t.draftObject).values({ draft: kept.draft, object })
  const gone = before.map(({ object }) => object).filter((object) => !kept.objects.includes(object))
  if (gone.length === 0) return
  const isShorter = and(inArray(t.object.id, gone), isNull(t.object.message), lt(t.object.expiresAt, kept.keepUntil))
  await query.update(t.object).set({ expiresAt: kept.keepUntil }).where(isShorter)
}

/** Uploads that a draft still names are not swept. */
export const isInNoDraft = (query: Query, t: OrganizationSchema) =>
  not(
    exists(
      query.select({ object: t.draftObject.object }).from(t.draftObject).where(eq(t.draftObject.object, t.object.id)),
    ),
  )

/** In the commit of the message that was written in it; not if another device has changed the draft since. */
export function draftEnd(
  query: Query,
  t: OrganizationSchema,
): (ended: { readonly owner: string; readonly id: string; readonly ver: number }) => Plan {
  const id = sql.placeholder("id")
  const isWriter = eq(t.draft.owner, sql.placeholder("owner"))
  const same = and(isWriter, eq(t.draft.id, id), eq(t.draft.ver, sql.placeholder("ver")))
  const isSame = exists(query.select({ id: t.draft.id }).from(t.draft).where(same))
  const steps = [
    query.delete(t.draftObject).where(and(eq(t.draftObject.draft, id), isSame)),
    query.delete(t.draft).where(same),
  ].map(stepMaker)
  return (ended) => steps.map((step) => step(ended))
}
