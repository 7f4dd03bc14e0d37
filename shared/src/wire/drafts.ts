/**
 * Drafts: sealed by and for their author (docs/PROTOCOL.md §9.1). The server sees whose they are, when they were saved, how
 * long they are and which uploads they keep; nothing else.
 */
import * as z from "zod/mini"
import { bytes, count, draftId, instant, objectId, organizationId } from "./primitives.ts"

/** Drafts of one author in one organization. */
export const MAX_DRAFTS = 1_000
export const MAX_DRAFT_BOX = 4 << 20
export const MAX_DRAFT_FILES = 200

/**
 * PUT /api/drafts/{drf}: stored as version `expected + 1` while the server holds `expected` (0: a new one); else
 * draft.version_conflict with the version that it holds, 0 when it holds none. The same bytes again change nothing.
 */
export const draftPut = z.strictObject({
  org: organizationId,
  expected: count,
  box: bytes(MAX_DRAFT_BOX),
  /** Complete uploads of the author that stay as long as the draft names them. */
  objects: z.array(objectId).check(z.maxLength(MAX_DRAFT_FILES)),
})
export const draftSaved = z.object({ id: draftId, ver: count, savedAt: instant })

const listed = z.object({ id: draftId, org: organizationId, ver: count, savedAt: instant, bytes: count })
export type ListedDraft = z.infer<typeof listed>
/** GET /api/drafts, newest first. */
export const draftList = z.object({ drafts: z.array(listed) })
/** GET /api/drafts/{drf}; DELETE -> 204 or 404. */
export const draft = z.object({
  id: draftId,
  org: organizationId,
  ver: count,
  savedAt: instant,
  box: bytes(MAX_DRAFT_BOX),
})
export type DraftText = z.infer<typeof draft>
