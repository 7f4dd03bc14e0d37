/** What is due about a message by itself: its end, the warning before, a reminder, notices that nobody else sent, telling the agent. Rows of ProcessQ, sealed. */
import type { QueueEntry } from "../data/queue.store.ts"
import { openText, sealText } from "../engines/crypto-engine/crypto-engine.ts"
import type { CryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"

export type MessageTask =
  /** `exp`: the end for which it was queued; another one by now has tasks of its own. */
  | { readonly kind: "end" | "warn"; readonly message: string; readonly exp: number }
  | { readonly kind: "remind"; readonly message: string; readonly address: string; readonly dueAt: number }
  /** `until`: for how long the sender's own mail program was waited for; extended by now, another task does it. */
  | { readonly kind: "notify"; readonly message: string; readonly until: number }
  | { readonly kind: "tell-agent"; readonly message: string }

const DAY_MS = 24 * 3600_000
/** A message that lives hardly longer than the warning is early needs none. */
const LEAST_AHEAD_MS = 3600_000

const entry = (engine: CryptoEngine, task: MessageTask, dueAt: number): QueueEntry => ({
  topic: "message",
  payload: sealText(engine, "message-task", JSON.stringify(task)),
  dueAt,
})
export const openTask = (engine: CryptoEngine, payload: Uint8Array): MessageTask =>
  JSON.parse(openText(engine, "message-task", payload)) as MessageTask

/** The end, and the warning a day before. */
export function endingEntries(
  engine: CryptoEngine,
  { message, exp, now }: { message: string; exp: number | null; now: number },
): QueueEntry[] {
  if (exp === null) return []
  const warnAt = exp - DAY_MS
  const warning = warnAt < now + LEAST_AHEAD_MS ? [] : [entry(engine, { kind: "warn", message, exp }, warnAt)]
  return [...warning, entry(engine, { kind: "end", message, exp }, exp)]
}

export const reminderEntry = (
  engine: CryptoEngine,
  due: { message: string; address: string; dueAt: number },
): QueueEntry => entry(engine, { kind: "remind", ...due }, due.dueAt)

export const notifyEntry = (engine: CryptoEngine, due: { message: string; until: number }): QueueEntry =>
  entry(engine, { kind: "notify", ...due }, due.until)

/** Due at once, whatever the clock says: it destroys nothing. */
export const tellAgentEntry = (engine: CryptoEngine, message: string): QueueEntry =>
  entry(engine, { kind: "tell-agent", message }, 0)
