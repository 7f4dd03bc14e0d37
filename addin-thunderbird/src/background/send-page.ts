/** Opens the sending page of a compose window, one per window, and stops Thunderbird's own Send where it has to. */
import { draftMemory, markOf, setMark } from "../draft-memory.ts"
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
  if ((await markOf(tabId).catch(() => null)) === null) await setMark(tabId, "asked", null)
  // Whatever was decided before: now it is to go secure.
  await draftMemory.delete(tabId, "pass")
  await openSendPage(tabId, "")
}

/** Thunderbird's own Send was pressed. Answers at once; the page opens after the window is free again. */
export async function answerOrdinarySend(tabId: number): Promise<"send" | "stop"> {
  await memory.local.set(PENDING, { tabId, life })
  try {
    // A draft of which nothing can be known any more is asked about.
    const known = markOf(tabId).catch(() => "asked" as const)
    const [settings, mark, pass] = await Promise.all([readSettings(), known, draftMemory.get(tabId, "pass")])
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
/** This life of the event page: what waits for an answer of this one is not locked for ever. */
const life = crypto.randomUUID()

/** What is written is to be kept for later, locked. */
export async function keepLocked(tabId: number): Promise<void> {
  const { server } = await readSettings()
  await (server === null ? pages.openSettings() : openSendPage(tabId, "&keep"))
}

async function openSendPage(tabId: number, how: "" | "&stopped" | "&keep"): Promise<void> {
  const before = await draftMemory.get(tabId, "page")
  if (before !== null && (await pages.bringToFront(before))) return
  await draftMemory.set(tabId, "page", await pages.openWindow(`send.html#draft=${tabId}${how}`, SIZE))
}

/**
 * A window that waited for an answer when the event page died stays locked for ever. It is replaced by a copy.
 * @returns true when that was done.
 */
export async function reopenLockedWindow(): Promise<boolean> {
  const pending = (await memory.local.get(PENDING)) as { tabId: number; life: string } | undefined
  if (pending === undefined || pending.life === life) return false
  await memory.local.delete(PENDING)
  const { tabId } = pending
  if (!(await drafts.exists(tabId)) || (await drafts.canSend(tabId))) return false
  const mark = await markOf(tabId).catch(() => "asked" as const)
  const thread = await draftMemory.get(tabId, "thread")
  const saved = await draftMemory.get(tabId, "saved")
  const copy = await drafts.reopen(tabId)
  if (mark !== null) await setMark(copy, mark, thread)
  // Its readable copies in Drafts go with the hand-over of this one.
  if (saved !== null) await draftMemory.set(copy, "saved", saved)
  return true
}
