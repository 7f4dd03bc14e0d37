/**
 * What the add-in remembers about one compose window while Thunderbird runs: each fact under its own key, so that the event
 * page and the sending page never overwrite each other.
 */
import type { ReplyDraft } from "@smp/shared/read"
import { drafts, memory } from "./host/thunderbird-host.ts"
import type { SavedMail } from "./host/thunderbird-host.ts"
import { savedNotes } from "./saved-notes.ts"

/** `reply`: it quotes a protected message, as an answer or to pass it on. `asked`: Send Secure was pressed and has not finished. */
export type DraftMark = "reply" | "asked"
/** What a secure answer belongs to. */
export interface DraftThread {
  org: string
  root: string
  /** The message that is answered or passed on, and its slip hash as base64url. */
  prev: string
  hash: string
  /** The subject was hidden, so the answer's is too. */
  hideSubject: boolean
  as: "reply" | "forward"
  /** Objects of the original that go along without lying in the window. */
  files: string[]
  /** Options that it takes over. */
  inherited: ReplyDraft["inherited"]
}

interface Facts {
  mark: DraftMark
  /** It is known whether a saved copy says what this draft is: saved anew, the copy of which it was opened is gone. */
  looked: true
  /** The user has decided to send this draft as ordinary e-mail, once. */
  pass: true
  thread: DraftThread
  /** Readable copies that Thunderbird has saved to Drafts. */
  saved: SavedMail[]
  /** The window of the sending page. */
  page: number
}
const names: readonly (keyof Facts)[] = ["mark", "looked", "pass", "thread", "saved", "page"]
const keyOf = (tabId: number, name: keyof Facts) => `draft:${tabId}:${name}`

export const draftMemory = {
  async get<Name extends keyof Facts>(tabId: number, name: Name): Promise<Facts[Name] | null> {
    return ((await memory.session.get(keyOf(tabId, name))) as Facts[Name] | undefined) ?? null
  },
  set: <Name extends keyof Facts>(tabId: number, name: Name, value: Facts[Name]): Promise<void> =>
    memory.session.set(keyOf(tabId, name), value),
  delete: (tabId: number, name: keyof Facts): Promise<void> => memory.session.delete(keyOf(tabId, name)),
  /** The window has closed. "Save" is often the last thing before: what it still notes is noted first. */
  async forget(tabId: number): Promise<void> {
    await noting.get(tabId)
    await memory.session.delete(names.map((name) => keyOf(tabId, name)))
  },
  /** The compose window that this sending window works for. */
  async ofPage(windowId: number): Promise<number | null> {
    const all = await memory.session.all()
    const key = Object.keys(all).find((one) => one.endsWith(":page") && all[one] === windowId)
    return key === undefined ? null : Number(key.split(":")[1])
  },
}

/** What this draft is. What was made from a saved draft is still what that was. @throws when its copy is gone. */
export async function markOf(tabId: number): Promise<DraftMark | null> {
  const mark = await draftMemory.get(tabId, "mark")
  if (mark !== null || (await draftMemory.get(tabId, "looked")) !== null) return mark
  const name = await drafts.madeFrom(tabId)
  const kept = name === null ? null : await takeMark(tabId, name)
  await draftMemory.set(tabId, "looked", true)
  return kept
}

/** From the saved copy of which this window was opened. */
export async function takeMark(tabId: number, savedName: string): Promise<DraftMark | null> {
  const kept = await savedNotes.get(savedName)
  if (kept === null) return null
  await setMark(tabId, kept.mark, kept.thread)
  return kept.mark
}

export async function setMark(tabId: number, mark: DraftMark, thread: DraftThread | null): Promise<void> {
  await draftMemory.set(tabId, "mark", mark)
  if (thread !== null) await draftMemory.set(tabId, "thread", thread)
}

/** Copies that are being noted, for each window. */
const noting = new Map<number, Promise<void>>()

/** Each automatic save replaces the copy before it, but a save to another folder adds one: all are remembered. */
export async function rememberCopies(tabId: number, copies: SavedMail[]): Promise<void> {
  const mine = Promise.resolve(noting.get(tabId)).then(() => note(tabId, copies))
  // Whoever waits for this one has work of its own, also when this one fails.
  const ended = mine.catch(() => undefined)
  noting.set(tabId, ended)
  try {
    await mine
  } finally {
    if (noting.get(tabId) === ended) noting.delete(tabId)
  }
}

async function note(tabId: number, copies: SavedMail[]): Promise<void> {
  const before = (await draftMemory.get(tabId, "saved")) ?? []
  await draftMemory.set(tabId, "saved", [...before, ...copies])
  const mark = await markOf(tabId)
  if (mark === null) return
  const kept = { mark, thread: await draftMemory.get(tabId, "thread") }
  for (const { name } of copies) await savedNotes.set(name, kept)
}

/** After the hand-over nothing of the draft is left to remember. */
export const forgetCopies = (copies: readonly SavedMail[]): Promise<void> =>
  savedNotes.delete(copies.map(({ name }) => name))
