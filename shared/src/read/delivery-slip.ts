/** From an opened message and its tracking to the Delivery Slip that people see. */
import { endOf } from "../slip/index.ts"
import type { Controls } from "../slip/index.ts"
import { showKid } from "../suite/index.ts"
import type { TrackingReply } from "../wire/index.ts"
import { internalsOf } from "./opened-message.ts"
import type { OpenedMessage, Person } from "./opened-message.ts"
import { differencesOf } from "./slip-differences.ts"
import { closureForSender } from "./slip-closure.ts"
import { holdersOf } from "./slip-holders.ts"
import type { DeliverySlipView, SlipOptions } from "../view/index.ts"
import { trackedOf } from "./tracked-message.ts"
import { trackPeople } from "./tracked-people.ts"

/** @param tracking null when it could not be fetched: then nothing is claimed about what happened since. */
export async function slipOf(message: OpenedMessage, tracking: TrackingReply | null): Promise<DeliverySlipView> {
  const { onlooker, sealed, reply, signingKeySince } = internalsOf(message)
  const tracked = trackedOf(message)
  const who = await trackPeople(tracked, tracking)
  const isMe = ({ address }: Person) => address === onlooker.address
  const { options } = message
  return {
    reference: showReference(message.reference),
    organization: message.organization,
    sender: { ...message.from, isMe: isMe(message.from) },
    sentAt: message.sentAt,
    checkedAt: Date.now(),
    verdict: message.verdict,
    log: message.log,
    foreignKey: message.alarms.includes("foreign-key"),
    differences: differencesOf(message),
    closed: message.role === "from" ? closureForSender(tracked, who.people) : null,
    people: who.people,
    holders: await holdersOf(tracked, who, tracking),
    options: optionsOf(options, {
      end: endOf(message.controls, options.exp),
      isSubjectHidden: message.isSubjectHidden,
    }),
    files: message.attachments.map(({ obj, name, size, recalledAt }) => {
      const isOriginRecalled = tracking?.recalledOrigins?.includes(obj) ?? false
      return { obj, name, size, recalledAt, ...(isOriginRecalled ? { isOriginRecalled } : {}) }
    }),
    details: {
      messageId: message.id,
      signingKey: showKid(sealed.header.kid),
      keySince: signingKeySince,
      logEntry: message.log === "proved" ? reply.log.index : null,
      suite: sealed.header.suite,
    },
  }
}

/** 7HK2-PQ9D: eight characters in two groups. */
export function showReference(reference: string): string {
  const plain = reference.replaceAll("-", "").toUpperCase()
  return plain.length === 8 ? `${plain.slice(0, 4)}-${plain.slice(4)}` : plain
}

/** As signed, but for the end, which may have been changed since. */
export function optionsOf(
  { reply, all, fwd, rcpt, label, fyeo, share }: Controls,
  { end, isSubjectHidden }: { end: number | null; isSubjectHidden: boolean },
): SlipOptions {
  return {
    reply,
    replyAll: all,
    forward: fwd,
    expires: end,
    subjectHidden: isSubjectHidden,
    receipts: rcpt,
    shared: share === true,
    label,
    password: fyeo === 1,
  }
}
