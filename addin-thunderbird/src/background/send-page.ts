/** Opens the sending page of a compose window, one per window. */
import { memory, pages } from "../host/thunderbird-host.ts"

const SIZE = { width: 800, height: 800 }

export async function openSendPage(tabId: number): Promise<void> {
  const key = `send-page:${tabId}`
  const before = await memory.session.get(key)
  if (typeof before === "number" && (await pages.bringToFront(before))) return
  await memory.session.set(key, await pages.openWindow(`send.html#draft=${tabId}`, SIZE))
}
