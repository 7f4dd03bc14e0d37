/**
 * The newest state of drafts on this device, sealed: what the server does not hold yet is not lost when a tab dies.
 * Promises: two tabs lose none of each other's drafts: each has a name of its own, and the names are the list.
 */
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

const PREFIX = "draft/"
/** Earlier versions kept a list beside the drafts. */
const OLD_LIST = "drafts"
const MAX_LOCAL = (4 << 20) + 4_096

export async function openLocalDrafts(account: Account): Promise<LocalDrafts> {
  const sealed = sealedStore(account.store, await account.localKey("drafts"), account.idn)
  const read = async (name: string): Promise<LocalDraft | null> => {
    const held = await sealed.get(name)
    return held === null ? null : local.parse(decodeCbor(held, MAX_LOCAL))
  }
  return {
    get: (id) => read(PREFIX + id),
    list: async () => {
      if ((await sealed.names(OLD_LIST)).length > 0) await sealed.delete(OLD_LIST)
      return (await Promise.all((await sealed.names(PREFIX)).map(read))).filter((draft) => draft !== null)
    },
    put: (draft) => sealed.set(PREFIX + draft.id, encodeCbor(draft)),
    remove: (id) => sealed.delete(PREFIX + id),
  }
}
