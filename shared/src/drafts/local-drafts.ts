/** The newest state of drafts on this device, sealed: what the server does not hold yet is not lost when a tab dies. */
import * as z from "zod/mini"
import { sealedStore } from "../account/index.ts"
import type { Account } from "../account/index.ts"
import { decodeCbor, encodeCbor } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { draftId } from "../wire/index.ts"
import type { DraftId } from "../wire/index.ts"

const local = z.strictObject({
  v: z.literal(1),
  id: draftId,
  /** The version of the server that this was written over; 0: none yet. */
  ver: z.int(),
  at: z.int(),
  /** Idempotency-Key of a hand-over that may have happened. */
  handOver: z.nullable(z.string()),
  /** Written after that hand-over began. */
  isEdited: z.boolean(),
  /** From encodeDraft. */
  content: z.custom<Bytes>((value) => value instanceof Uint8Array),
})
export type LocalDraft = z.infer<typeof local>

export interface LocalDrafts {
  get(id: DraftId): Promise<LocalDraft | null>
  list(): Promise<LocalDraft[]>
  put(draft: LocalDraft): Promise<void>
  remove(id: DraftId): Promise<void>
}

const INDEX = "drafts"
const MAX_LOCAL = (4 << 20) + 4_096

export async function openLocalDrafts(account: Account): Promise<LocalDrafts> {
  const sealed = sealedStore(account.store, await account.localKey("drafts"), account.idn)
  const ids = async (): Promise<DraftId[]> => {
    const held = await sealed.get(INDEX)
    return held === null ? [] : z.array(draftId).parse(decodeCbor(held, 1 << 20))
  }
  const get = async (id: DraftId): Promise<LocalDraft | null> => {
    const held = await sealed.get(`draft/${id}`)
    return held === null ? null : local.parse(decodeCbor(held, MAX_LOCAL))
  }
  return {
    get,
    list: async () => (await Promise.all((await ids()).map(get))).filter((draft) => draft !== null),
    put: async (draft) => {
      await sealed.set(`draft/${draft.id}`, encodeCbor(draft))
      const known = await ids()
      if (!known.includes(draft.id)) await sealed.set(INDEX, encodeCbor([...known, draft.id]))
    },
    remove: async (id) => {
      const known = await ids()
      if (known.includes(id)) await sealed.set(INDEX, encodeCbor(known.filter((held) => held !== id)))
      await sealed.delete(`draft/${id}`)
    },
  }
}
