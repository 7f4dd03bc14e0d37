/** The Delivery Slip of a message that its reader may not open: everything that the header's signature covers. */
import { toHex } from "../bytes/index.ts"
import { endOf, recalledFiles } from "../slip/index.ts"
import { showKid } from "../suite/index.ts"
import type { TrackingReply } from "../wire/index.ts"
import type { ClosedMessage } from "./closed-message.ts"
import { optionsOf, showReference } from "./delivery-slip.ts"
import { closureForReader } from "./slip-closure.ts"
import { holdersOf } from "./slip-holders.ts"
import type { DeliverySlipView } from "../view/index.ts"
import type { TrackedMessage } from "./tracked-message.ts"
import { trackPeople } from "./tracked-people.ts"

/** @param tracking null when it could not be fetched: then nothing is claimed about what happened since. */
export async function slipOfClosed(closed: ClosedMessage, tracking: TrackingReply | null): Promise<DeliverySlipView> {
  const { controlled, reply, account } = closed
  const { slip, header, controls } = controlled
  const message = await trackedOfClosed(closed)
  const who = await trackPeople(message, tracking)
  const recalled = recalledFiles(controls)
  const sender = controlled.senderChain.find(({ kid }) => toHex(kid) === toHex(header.kid))
  return {
    reference: showReference(reply.row.reference),
    organization: message.organization,
    sender: { name: slip.from.name, address: slip.from.addr, isMe: false },
    sentAt: slip.at,
    checkedAt: Date.now(),
    verdict: "intact",
    // Nothing is opened, so nothing is claimed about the log either.
    log: "pending",
    foreignKey: false,
    closed: closureForReader(closed, message, who.people),
    differences: [],
    people: who.people.map((person) => ({ ...person, isMe: person.address === account.address })),
    holders: await holdersOf(message, who, tracking),
    options: optionsOf(slip.ctl, { end: endOf(controls, slip.ctl.exp), isSubjectHidden: slip.subj === null }),
    files: slip.objs.map(([obj, size]) => ({ obj, name: null, size, recalledAt: recalled.get(obj)?.at ?? null })),
    details: {
      messageId: controlled.id,
      signingKey: showKid(header.kid),
      keySince: sender?.at ?? null,
      logEntry: null,
      suite: header.suite,
    },
  }
}

async function trackedOfClosed({ account, controlled, reply }: ClosedMessage): Promise<TrackedMessage> {
  const { slip, slipHash, controls, senderChain, id, org } = controlled
  const policy = await account.view.policy(org, slip.pol).catch(() => null)
  const people = (list: typeof slip.to) => list.map(({ addr, name }) => ({ address: addr, name }))
  const isVisible = [...slip.to, ...slip.cc].some(({ addr }) => addr === account.address)
  return {
    onlooker: account,
    id,
    slip,
    slipHash,
    controls,
    senderChain,
    organization: policy?.policy.name ?? reply.row.organization,
    to: people(slip.to),
    cc: people(slip.cc),
    // A blind reader sees the own line, and no other blind one.
    bcc: isVisible ? [] : [{ address: account.address, name: "" }],
    agents: [...(policy?.principals.values() ?? [])].flat(),
    chains: new Map(),
    ownRecord: null,
    blind: null,
  }
}
