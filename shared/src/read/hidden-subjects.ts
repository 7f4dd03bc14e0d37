/**
 * Hidden subjects that were opened on this device, so that its lists can show them and its search finds them; sealed under
 * a key of the ring. A help, not a truth: what does not open counts as nothing.
 */
import { sealedStore } from "../account/index.ts"
import type { Account } from "../account/index.ts"
import type { LocalStore } from "../client/index.ts"
import { decodeCbor, encodeCbor } from "../bytes/index.ts"
import * as z from "zod/mini"
import { messageId } from "../wire/index.ts"
import type { MessageId } from "../wire/index.ts"
import type { OpenedMessage } from "./opened-message.ts"

export interface HiddenSubjects {
  /** Real subjects by message; of hidden ones alone. */
  all(): ReadonlyMap<MessageId, string>
  /** Messages whose subject holds every word, newest note first. */
  find(text: string): MessageId[]
  /** Keeps the subject of an opened message, where it is hidden. */
  note(message: Pick<OpenedMessage, "id" | "subject" | "isSubjectHidden">): Promise<void>
}

const NAME = "hidden-subjects"
const MOST = 5_000
const MAX_BYTES = 8 << 20
const entries = z.array(z.tuple([messageId, z.string()]))

export async function openHiddenSubjects(account: Account, store: LocalStore): Promise<HiddenSubjects> {
  const sealed = sealedStore(store, await account.localKey("subjects"), account.idn)
  const known = new Map(await read(sealed))
  let writing: Promise<void> = Promise.resolve()
  return {
    all: () => known,
    find: (text) => {
      const words = fold(text)
        .split(/\s+/)
        .filter((word) => word !== "")
      if (words.length === 0) return []
      const hits = [...known].filter(([, subject]) => words.every((word) => fold(subject).includes(word)))
      return hits.map(([id]) => id).reverse()
    },
    note: async ({ id, subject, isSubjectHidden }) => {
      if (!isSubjectHidden || subject === null || known.get(id) === subject) return
      known.set(id, subject)
      for (const oldest of known.keys()) {
        if (known.size <= MOST) break
        known.delete(oldest)
      }
      const turn = writing.then(() => sealed.set(NAME, encodeCbor([...known])))
      writing = turn.catch(() => undefined)
      await turn
    },
  }
}

const fold = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase()

async function read(sealed: LocalStore): Promise<[MessageId, string][]> {
  const held = await sealed.get(NAME)
  if (held === null) return []
  try {
    const parsed = entries.safeParse(decodeCbor(held, MAX_BYTES))
    return parsed.success ? parsed.data : []
  } catch {
    return []
  }
}
