/** What the view shows of an opened message. */
import type { OpenedMessage } from "@smp/shared/read"
import type { MessageData } from "@smp/shared/ui"
import type { Opened } from "./use-reading.ts"

export function toMessageData({ message, slip, mail }: Opened, me: string): MessageData {
  const person = ({ address, name }: OpenedMessage["from"]) => ({ address, name, isMe: address === me })
  return {
    subject: message.subject ?? "",
    from: person(message.from),
    organization: slip.organization,
    to: message.to.map(person),
    cc: message.cc.map(person),
    bcc: message.bcc.map(person),
    sentAt: message.sentAt,
    files: message.attachments
      .filter(({ disposition }) => disposition === "attachment")
      .map(({ obj, name, type, size }) => ({ id: obj, name, type, size })),
    frame: mail?.srcdoc ?? null,
    blockedPictures: mail?.blockedPictures ?? 0,
  }
}
