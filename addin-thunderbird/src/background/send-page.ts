/** Opens the sending page of a compose window, one per window, and stops Thunderbird's own Send where it has to. */
import { draftMemory } from "../draft-memory.ts"
import { drafts, memory, pages } from "../host/thunderbird-host.ts"
import { readSettings } from "../settings.ts"
import { answerSend } from "./send-rule.ts"

const SIZE = { width: 800, height: 800 }

/** Send Secure was pressed. */
export async function sendSecurely(tabId: number): Promise<void> {
  const settings = await readSettings()
  if (settings.server === null) {
    await pages.openSettings()
    return
  }
  if ((await draftMemory.get(tabId, "mark")) === null) await draftMemory.set(tabId, "mark", "asked")
  await openSendPage(tabId, "")
}

/** Thunderbird's own Send was pressed. Answers at once; the page opens after the window is free again. */
export async function answerOrdinarySend(tabId: number): Promise<"send" | "stop"> {
  await memory.local.set(PENDING, tabId)
  try {
    const [settings, mark, pass] = await Promise.all([
      readSettings(),
      draftMemory.get(tabId, "mark"),
      draftMemory.get(tabId, "pass"),
    ])
    const answer = answerSend({ settings, mark, pass: pass === true })
    if (pass === true) await draftMemory.delete(tabId, "pass")
    if (answer === "ordinary") return "send"
    void (settings.server === null ? pages.openSettings() : openSendPage(tabId, answer === "ask" ? "&stopped" : ""))
    return "stop"
  } finally {
    await memory.local.delete(PENDING)
  }
}

/** Names the compose window that waits for an answer; found again at the next start when the event page died over it. */
const PENDING = "pending-answer"

async function openSendPage(tabId: number, how: "" | "&stopped"): Promise<void> {
  const before = await draftMemory.get(tabId, "page")
  if (before !== null && (await pages.bringToFront(before))) return
  await draftMemory.set(tabId, "page", await pages.openWindow(`send.html#draft=${tabId}${how}`, SIZE))
}

/**
 * A window that waited for an answer when the event page died stays locked for ever. It is replaced by a copy.
 * @returns true when that was done.
 */
export async function reopenLockedWindow(): Promise<boolean> {
  const pending = await memory.local.get(PENDING)
  if (typeof pending !== "number") return false
  await memory.local.delete(PENDING)
  if (!(await drafts.exists(pending)) || (await drafts.canSend(pending))) return false
  const mark = await draftMemory.get(pending, "mark")
  const thread = await draftMemory.get(pending, "thread")
  const copy = await drafts.reopen(pending)
  if (mark !== null) await draftMemory.set(copy, "mark", mark)
  if (thread !== null) await draftMemory.set(copy, "thread", thread)
  return true
}
