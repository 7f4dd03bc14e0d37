/** What the view shows of a message that was opened and checked, in every client. */
import type { MessageData } from "./message-view.tsx"

interface Person {
  readonly address: string
  readonly name: string
}
/** Of an opened message, what the view needs. */
interface Opened {
  readonly subject: string | null
  readonly from: Person
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
  readonly bcc: readonly Person[]
  readonly sentAt: number
  readonly attachments: readonly {
    readonly obj: string
    readonly name: string
    readonly type: string
    readonly size: number
    readonly disposition: "attachment" | "inline"
    readonly recalledAt: number | null
  }[]
}
interface Around {
  readonly organization: string
  /** The text, made harmless for its frame; null: there is none. */
  readonly mail: { readonly srcdoc: string; readonly blockedPictures: number } | null
  /** Own address. */
  readonly me: string
}

export function toMessageData(message: Opened, { organization, mail, me }: Around): MessageData {
  const person = ({ address, name }: Person) => ({ address, name, isMe: address === me })
  return {
    subject: message.subject ?? "",
    from: person(message.from),
    organization,
    to: message.to.map(person),
    cc: message.cc.map(person),
    bcc: message.bcc.map(person),
    sentAt: message.sentAt,
    files: message.attachments
      .filter(({ disposition }) => disposition === "attachment")
      .map(({ obj, name, type, size, recalledAt }) => {
        // Its sender's own key stays.
        return { id: obj, name, type, size, recalledAt, isShut: recalledAt !== null && message.from.address !== me }
      }),
    frame: mail?.srcdoc ?? null,
    blockedPictures: mail?.blockedPictures ?? 0,
  }
}
