/** The words on the button of a compose window. Badges cannot be read there, so the state is in the label. */
import { draftMemory } from "../draft-memory.ts"
import { buttons, drafts } from "../host/thunderbird-host.ts"
import { readManaged, readSettings } from "../settings.ts"
import type { Managed, Settings } from "../settings.ts"
import { backgroundStrings } from "../strings/background.ts"

function sendButtonLook(
  settings: Pick<Settings, "server" | "account">,
  managed: Pick<Managed, "ownSend">,
  isSending: boolean,
): { label: string; enabled: boolean } {
  const text = backgroundStrings()
  if (settings.server === null) return { label: text.setUp, enabled: true }
  if (isSending) return { label: text.sending, enabled: false }
  if (settings.account === null) return { label: text.signIn, enabled: true }
  return { label: managed.ownSend === "secure" ? text.required : text.sendSecure, enabled: true }
}

export async function showSendButton(tabId: number): Promise<void> {
  const [settings, managed, page] = await Promise.all([readSettings(), readManaged(), draftMemory.get(tabId, "page")])
  await buttons.showSend(tabId, sendButtonLook(settings, managed, page !== null))
}

export async function showAllSendButtons(): Promise<void> {
  for (const tabId of await drafts.open()) await showSendButton(tabId)
}
