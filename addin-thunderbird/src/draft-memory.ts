/**
 * What the add-in remembers about one compose window while Thunderbird runs: each fact under its own key, so that the event
 * page and the sending page never overwrite each other.
 */
import { memory } from "./host/thunderbird-host.ts"
import type { SavedMail } from "./host/thunderbird-host.ts"

/** `reply`: it quotes a protected message. `asked`: Send Secure was pressed and has not finished. */
export type DraftMark = "reply" | "asked"
/** What a secure reply belongs to. */
export interface DraftThread {
  org: string
  root: string
  /** The message that is answered, and its slip hash as base64url. */
  prev: string
  hash: string
  /** The subject was hidden, so the answer's is too. */
  hideSubject: boolean
}

interface Facts {
  mark: DraftMark
  /** The user has decided to send this draft as ordinary e-mail, once. */
  pass: true
  thread: DraftThread
  /** Readable copies that Thunderbird has saved to Drafts. */
  saved: SavedMail[]
  /** The window of the sending page. */
  page: number
}
const names: readonly (keyof Facts)[] = ["mark", "pass", "thread", "saved", "page"]
const keyOf = (tabId: number, name: keyof Facts) => `draft:${tabId}:${name}`

export const draftMemory = {
  async get<Name extends keyof Facts>(tabId: number, name: Name): Promise<Facts[Name] | null> {
    return ((await memory.session.get(keyOf(tabId, name))) as Facts[Name] | undefined) ?? null
  },
  set: <Name extends keyof Facts>(tabId: number, name: Name, value: Facts[Name]): Promise<void> =>
    memory.session.set(keyOf(tabId, name), value),
  delete: (tabId: number, name: keyof Facts): Promise<void> => memory.session.delete(keyOf(tabId, name)),
  forget: (tabId: number): Promise<void> => memory.session.delete(names.map((name) => keyOf(tabId, name))),
  /** The compose window that this sending window works for. */
  async ofPage(windowId: number): Promise<number | null> {
    const all = await memory.session.all()
    const key = Object.keys(all).find((one) => one.endsWith(":page") && all[one] === windowId)
    return key === undefined ? null : Number(key.split(":")[1])
  },
}
