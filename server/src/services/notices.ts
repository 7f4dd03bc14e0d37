/** What a notice is about, put into ProcessQ sealed; the notifier makes the mail. No content, no file name, no key. */
import { newId } from "@smp/shared/bytes"
import type { QueueEntry } from "../data/queue.store.ts"
import { openText, sealText } from "../engines/crypto-engine/crypto-engine.ts"
import type { CryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import type { OrganizationHouse } from "./organization-house.ts"

export type Notice =
  | {
      readonly kind: "message"
      readonly messageId: string
      readonly to: string
      readonly message: string
      readonly reference: string
      readonly sender: { readonly name: string; readonly address: string }
      readonly organization: string
      readonly sentAt: number
      /** The recipient has no key yet. */
      readonly isFirstContact: boolean
      /** Message-IDs of earlier notices of the thread, oldest first. */
      readonly references: readonly string[]
    }
  | { readonly kind: "invitation"; readonly messageId: string; readonly to: string; readonly organization: string; readonly inviter: string }

export const sealNotice = (engine: CryptoEngine, notice: Notice): Uint8Array => sealText(engine, "notice", JSON.stringify(notice))
export const openNotice = (engine: CryptoEngine, payload: Uint8Array): Notice => JSON.parse(openText(engine, "notice", payload)) as Notice

/** Fixed when the notice is queued, so that a repeated mail is recognised as the same one. */
export const noticeMessageId = (mailDomain: string): string => `<${newId("msg").slice(4)}@${mailDomain}>`

export interface Notices {
  entry(engine: CryptoEngine, notice: Notice): QueueEntry
  messageId(): string
  invite(org: string, invitation: { to: string; organization: string; inviter: string }): Promise<void>
}

export function notices(parts: { house: OrganizationHouse; mailDomain: string; now: () => number }): Notices {
  const entry = (engine: CryptoEngine, notice: Notice): QueueEntry => ({ topic: "notify", payload: sealNotice(engine, notice), dueAt: parts.now() })
  const messageId = (): string => noticeMessageId(parts.mailDomain)
  return {
    entry,
    messageId,
    invite: async (org, invitation) => {
      const { engine, queue } = parts.house.get(org)
      await queue.add([entry(engine, { kind: "invitation", messageId: messageId(), ...invitation })])
    },
  }
}
