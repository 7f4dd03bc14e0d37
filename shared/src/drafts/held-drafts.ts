/** Own drafts as a list, and one of them opened: what the server holds, and what only this device has so far. */
import type { Account } from "../account/index.ts"
import { equalBytes, newId, ProtocolError } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { isProblem, NetworkError } from "../client/index.ts"
import { draftId } from "../wire/index.ts"
import type { DraftId, DraftText, ListedDraft, MessageId, OrganizationId } from "../wire/index.ts"
import { encodeDraft, readDraft } from "./draft-body.ts"
import type { DraftContent } from "./draft-body.ts"
import { openDraft, sealDraft } from "./draft-box.ts"
import type { DraftVersion } from "./draft-box.ts"
import { openLocalDrafts } from "./local-drafts.ts"
import type { LocalDraft } from "./local-drafts.ts"

export interface DraftHead {
  readonly id: DraftId
  readonly org: OrganizationId | null
  readonly savedAt: number
  /** null: it cannot be opened with the keys of this account. */
  readonly content: DraftContent | null
  /** Not on the server in this form yet. */
  readonly isHereOnly: boolean
}

/** The same draft as another device left it. */
export interface OtherDraft {
  readonly ver: number
  readonly savedAt: number
  readonly content: DraftContent
}

export type OpenedDraft =
  | {
      readonly state: "open"
      readonly content: DraftContent
      /** Version of the server that `content` was written over; 0: none. */
      readonly ver: number
      /** null: not on the server in this form. */
      readonly savedAt: number | null
      readonly theirs: OtherDraft | null
    }
  /** Handed over meanwhile. */
  | { readonly state: "sent"; readonly id: MessageId }
  | { readonly state: "gone" }

const AT_ONCE = 4
const opened = new WeakMap<Account, Map<string, DraftContent | null>>()

/** Newest first. Without a connection: what this device has. */
export async function listDrafts(account: Account): Promise<DraftHead[]> {
  const here = await (await openLocalDrafts(account)).list()
  const unsent = await Promise.all(here.map(async (draft) => ((await wasHandedOver(account, draft)) ? [] : [draft])))
  const waiting = new Map(unsent.flat().map((draft) => [draft.id, draft]))
  const listed = await account.client.drafts().catch((error: unknown) => {
    if (error instanceof NetworkError && waiting.size > 0) return []
    throw error
  })
  const heads: DraftHead[] = []
  for (let at = 0; at < listed.length; at += AT_ONCE)
    heads.push(...(await Promise.all(listed.slice(at, at + AT_ONCE).map((draft) => headOf(account, draft)))).flat())
  const local = [...waiting.values()].map(localHead)
  return [...local, ...heads.filter(({ id }) => !waiting.has(id))].toSorted((a, b) => b.savedAt - a.savedAt)
}

/** Not shown either while that is not known: what was handed over never comes back as a draft. */
async function wasHandedOver(account: Account, { handOver, isEdited }: LocalDraft): Promise<boolean> {
  if (handOver === null || isEdited) return false
  const reply = await account.client.handedOver(handOver).catch((error: unknown) => {
    if (error instanceof NetworkError) return undefined
    throw error
  })
  return reply !== null
}

async function headOf(account: Account, { id, org, ver, savedAt }: ListedDraft): Promise<DraftHead[]> {
  const known = opened.get(account) ?? new Map<string, DraftContent | null>()
  opened.set(account, known)
  const name = `${id} ${ver}`
  const head = (content: DraftContent | null) => [{ id, org, savedAt, content, isHereOnly: false }]
  const held = known.get(name)
  if (held !== undefined) return head(held)
  const text = await account.client.draft(id)
  if (text === null) return []
  const content = await openOrNull(account, text)
  if (text.ver === ver) known.set(name, content)
  return head(content)
}

function localHead({ id, at, content }: LocalDraft): DraftHead {
  const draft = readDraft(content)
  return { id, org: draft.org, savedAt: at, content: draft, isHereOnly: true }
}

async function openOrNull(account: Account, text: DraftText): Promise<DraftContent | null> {
  try {
    return await openDraft(account, text)
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

/** @throws ProtocolError open-failed; ApiProblem; NetworkError when this device knows nothing of it either. */
export async function readHeldDraft(account: Account, id: DraftId): Promise<OpenedDraft> {
  const drafts = await openLocalDrafts(account)
  const here = await drafts.get(id)
  const handedOver = here === null || here.handOver === null ? null : await account.client.handedOver(here.handOver)
  if (handedOver !== null && here?.isEdited === false) {
    await drafts.remove(id)
    return { state: "sent", id: handedOver.id }
  }
  const text = await account.client.draft(id).catch((error: unknown) => {
    if (error instanceof NetworkError && here !== null) return undefined
    throw error
  })
  if (here !== null) return openHere(account, here, text)
  if (text === null || text === undefined) return { state: "gone" }
  const content = await openDraft(account, text)
  return { state: "open", content, ver: text.ver, savedAt: text.savedAt, theirs: null }
}

/** What this device has was not saved: it is shown, and what the server holds beside it where that is another text. */
async function openHere(account: Account, here: LocalDraft, text: DraftText | null | undefined): Promise<OpenedDraft> {
  const open = { state: "open", content: readDraft(here.content), ver: here.ver, savedAt: null, theirs: null } as const
  if (text === undefined || text?.ver === here.ver) return open
  if (text === null) return { ...open, ver: here.ver }
  const content = await openOrNull(account, text)
  if (content === null) return open
  if (equalBytes(encodeDraft(content), here.content)) return { ...open, ver: text.ver, savedAt: text.savedAt }
  return { ...open, theirs: { ver: text.ver, savedAt: text.savedAt, content } }
}

/** For clients that do not keep a draft while it is written. `over`: the version that it replaces. */
export async function saveDraft(
  account: Account,
  content: DraftContent,
  over: DraftVersion | null,
): Promise<DraftVersion & { readonly savedAt: number }> {
  const id = over?.id ?? draftId.parse(newId("drf"))
  const expected = over?.ver ?? 0
  const box = await sealDraft(account, { id, ver: expected + 1 }, encodeDraft(content))
  return account.client.putDraft(id, { org: content.org, expected, box, objects: objectsOf(content) })
}

/** From this device and from the server. */
export async function removeDraft(account: Account, id: DraftId): Promise<void> {
  await (await openLocalDrafts(account)).remove(id)
  await account.client.removeDraft(id)
}

/** After the draft key was exchanged: everything that the old one opens is sealed under the new one, each once. */
export async function resealDrafts(account: Account, oldKey: Bytes): Promise<void> {
  for (const { id } of await account.client.drafts()) await resealOne(account, id, oldKey)
}

async function resealOne(account: Account, id: DraftId, oldKey: Bytes): Promise<void> {
  for (;;) {
    const text = await account.client.draft(id)
    if (text === null || (await openOrNull(account, text)) !== null) return
    const content = await openDraft(account, text, oldKey)
    const box = await sealDraft(account, { id, ver: text.ver + 1 }, encodeDraft(content))
    try {
      await account.client.putDraft(id, { org: text.org, expected: text.ver, box, objects: objectsOf(content) })
      return
    } catch (error) {
      if (!isProblem(error, "draft.version_conflict")) throw error
    }
  }
}

export const objectsOf = ({ files }: DraftContent) =>
  [...new Set(files.map(({ file }) => file.object[0]))].map(
    (obj) => obj as Parameters<Account["client"]["uploadState"]>[0],
  )
