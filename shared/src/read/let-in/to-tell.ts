/** What the sender of an opened message can tell its readers again, as long as they have not come in. */
import { toldSecret } from "../../send/index.ts"
import type { ToldSecret } from "../../send/index.ts"
import type { TrackingReply } from "../../wire/index.ts"
import { internalsOf } from "../opened-message.ts"
import type { OpenedMessage } from "../opened-message.ts"

export async function secretsToTell(message: OpenedMessage, tracking: TrackingReply): Promise<ToldSecret[]> {
  if (message.role !== "from") return []
  const { account, sealed } = internalsOf(message)
  const told: ToldSecret[] = []
  for (const { addr, mode } of [...message.slip.to, ...message.slip.cc, ...(sealed.bcc?.bcc ?? [])]) {
    if ((mode !== "pass" && mode !== "link") || !tracking.waiting.includes(addr)) continue
    const secret = await toldSecret(account, mode, { msg: message.id, addr })
    if (secret !== null) told.push(secret)
  }
  return told
}
