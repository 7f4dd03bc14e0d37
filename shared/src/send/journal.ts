/**
 * What survives a crash in the middle of a send: sealed under a key from the ring, so that nothing of the message lies
 * readable on disk. Names of entries are random ids.
 * Promises: two windows lose none of each other's entries: each has a name of its own, and the names are the list.
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

const RECORD = "/record"
/** Earlier versions kept a list beside the entries. */
const OLD_LIST = "sends"
const MAX_COMMIT = 48 << 20

export async function openSendJournal(account: Account, store: LocalStore): Promise<SendJournal> {
  const sealed = sealedStore(store, await account.localKey("journal"), account.idn)
  const ids = async (): Promise<string[]> => {
    const names = await store.names("")
    if (names.includes(OLD_LIST)) await store.delete(OLD_LIST)
    return names.filter((name) => name.endsWith(RECORD)).map((name) => name.slice(0, -RECORD.length))
  }
  const get = async (id: string): Promise<SendRecord | null> => {
    const held = await sealed.get(`${id}${RECORD}`)
    return held === null ? null : record.parse(decodeCbor(held, 1 << 20))
  }
  return {
    get,
    uploads: sealed,
    list: async () => (await Promise.all((await ids()).map(get))).filter((entry) => entry !== null),
    put: (entry) => sealed.set(`${entry.id}${RECORD}`, encodeCbor(entry)),
    putCommit: (id, commit) => sealed.set(`${id}/commit`, new TextEncoder().encode(JSON.stringify(commit))),
    commit: async (id) => {
      const held = await sealed.get(`${id}/commit`)
      if (held === null || held.length > MAX_COMMIT) return null
      return messageCommit.parse(JSON.parse(new TextDecoder().decode(held)))
    },
    remove: async (id) => {
      // The record first: an entry that is not listed is never taken up again, whatever is left of it.
      await sealed.delete(`${id}${RECORD}`)
      await sealed.delete(`${id}/commit`)
    },
  }
}
