/**
 * What survives a crash in the middle of a send: sealed under a key from the ring, so that nothing of the message lies
 * readable on disk. Names of entries are random ids.
 */
import * as z from "zod/mini"
import { decodeCbor, encodeCbor } from "../bytes/index.ts"
import { sealedStore } from "../account/index.ts"
import type { Account } from "../account/index.ts"
import type { LocalStore } from "../client/index.ts"
import { messageCommit, messageId, objectId, organizationId } from "../wire/index.ts"
import type { MessageCommit } from "../wire/index.ts"

const record = z.strictObject({
  v: z.literal(1),
  /** Also the Idempotency-Key of the hand-over. */
  id: z.string(),
  startedAt: z.int(),
  org: organizationId,
  msg: messageId,
  subject: z.string(),
  people: z.array(z.string()),
  files: z.array(z.string()),
  objects: z.array(objectId),
  /** The hand-over was prepared, and may have been sent. */
  ready: z.boolean(),
})
export type SendRecord = z.infer<typeof record>

export interface SendJournal {
  list(): Promise<SendRecord[]>
  get(id: string): Promise<SendRecord | null>
  put(entry: SendRecord): Promise<void>
  /** Stored before it is sent: a repeated hand-over must be byte for byte the same. */
  putCommit(id: string, commit: MessageCommit): Promise<void>
  commit(id: string): Promise<MessageCommit | null>
  /** For the notes of one upload. */
  uploads: LocalStore
  remove(id: string): Promise<void>
}

const INDEX = "sends"
const MAX_COMMIT = 48 << 20

export async function openSendJournal(account: Account, store: LocalStore): Promise<SendJournal> {
  const sealed = sealedStore(store, await account.localKey("journal"), account.idn)
  const ids = async (): Promise<string[]> => {
    const held = await sealed.get(INDEX)
    return held === null ? [] : z.array(z.string()).parse(decodeCbor(held, 1 << 20))
  }
  const get = async (id: string): Promise<SendRecord | null> => {
    const held = await sealed.get(`${id}/record`)
    return held === null ? null : record.parse(decodeCbor(held, 1 << 20))
  }
  return {
    get,
    uploads: sealed,
    list: async () => (await Promise.all((await ids()).map(get))).filter((entry) => entry !== null),
    put: async (entry) => {
      await sealed.set(`${entry.id}/record`, encodeCbor(entry))
      const known = await ids()
      if (!known.includes(entry.id)) await sealed.set(INDEX, encodeCbor([...known, entry.id]))
    },
    putCommit: (id, commit) => sealed.set(`${id}/commit`, new TextEncoder().encode(JSON.stringify(commit))),
    commit: async (id) => {
      const held = await sealed.get(`${id}/commit`)
      if (held === null || held.length > MAX_COMMIT) return null
      return messageCommit.parse(JSON.parse(new TextDecoder().decode(held)))
    },
    remove: async (id) => {
      // The index first: an entry that is not listed is never taken up again, whatever is left of it.
      await sealed.set(INDEX, encodeCbor((await ids()).filter((known) => known !== id)))
      await sealed.delete(`${id}/commit`)
      await sealed.delete(`${id}/record`)
    },
  }
}
