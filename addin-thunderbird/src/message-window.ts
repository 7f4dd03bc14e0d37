/** Opens a message in a window of its own. The address of the window holds only a number; the message is looked up by it. */
import { memory, pages } from "./host/thunderbird-host.ts"

const SIZE = { width: 960, height: 760 }

export async function openMessageWindow(message: string): Promise<void> {
  const handle = crypto.randomUUID()
  await memory.session.set(`message:${handle}`, message)
  await pages.openWindow(`read.html#message=${handle}`, SIZE)
}

export async function messageOfWindow(handle: string): Promise<string | null> {
  const message = await memory.session.get(`message:${handle}`)
  return typeof message === "string" ? message : null
}
