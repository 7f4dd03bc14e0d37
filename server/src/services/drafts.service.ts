/**
 * Drafts of their authors (docs/PROTOCOL.md §9.1).
 * Promises: what is answered is on the disk; a write over a version that the writer did not see changes nothing; the files
 * of a draft stay as long as it does.
 * Never: opens one, shows one to anybody but its author.
 */
import { MAX_DRAFTS } from "@smp/shared/wire"
import type { draftPut, DraftId, DraftText, ListedDraft } from "@smp/shared/wire"
import type { OrganizationHouse } from "./organization-house.ts"
import { notFound, refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"
import { bytesOfText, textOfBytes } from "./texts.ts"

export interface DraftParts {
  readonly house: OrganizationHouse
  /** Members, and guests who hold a message there. */
  readonly mayWrite: (org: string, address: string) => Promise<boolean>
  readonly now: () => number
  readonly hasRoom: () => boolean
  /** Other devices of the author are told. */
  readonly onChange: (identity: string, id: DraftId) => void
}
export type Drafts = ReturnType<typeof draftsService>
type PutBody = (typeof draftPut)["_zod"]["output"]

/** For undoing a deletion, and for a copy that another device has not saved yet. */
const FILES_KEPT_MS = 3 * 24 * 3600_000

export function draftsService({ house, mayWrite, now, hasRoom, onChange }: DraftParts) {
  const keepUntil = () => now() + FILES_KEPT_MS
  return {
    put: async ({ identity, address }: LiveSession, id: DraftId, body: PutBody) => {
      const organization = house.get(body.org)
      if (!(await mayWrite(body.org, address))) return notFound()
      if (!hasRoom()) refuseRequest("storage.full", undefined, { retryAfter: 60 })
      const ver = body.expected + 1
      const row = { id, owner: identity, ver, sealed: bytesOfText(body.box), savedAt: now() }
      const written = { row, objects: body.objects, limit: MAX_DRAFTS, keepUntil: keepUntil() }
      const outcome = await organization.drafts.put(written)
      if (outcome === "crowded") return refuseRequest("draft.too_many")
      if (outcome.state === "conflict")
        return refuseRequest("draft.version_conflict", undefined, { version: outcome.ver })
      onChange(identity, id)
      return { id, ver, savedAt: outcome.savedAt }
    },
    list: async ({ identity }: LiveSession): Promise<ListedDraft[]> => {
      const found: ListedDraft[] = []
      for (const { id: org, drafts } of house.all())
        found.push(...(await drafts.list(identity)).map((row) => ({ ...row, id: row.id as DraftId, org })))
      return found.toSorted((a, b) => b.savedAt - a.savedAt)
    },
    find: async ({ identity }: LiveSession, id: string): Promise<DraftText> => {
      for (const { id: org, drafts } of house.all()) {
        const row = await drafts.find(identity, id)
        if (row === null) continue
        const box = textOfBytes(new Uint8Array(row.sealed))
        return { id: row.id as DraftId, org, ver: row.ver, savedAt: row.savedAt, box }
      }
      return notFound()
    },
    remove: async ({ identity }: LiveSession, id: string): Promise<void> => {
      for (const { drafts } of house.all())
        if (await drafts.remove(identity, id, keepUntil())) return onChange(identity, id as DraftId)
      notFound()
    },
  }
}
