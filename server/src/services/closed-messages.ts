/**
 * Whether a participant may open a message now: recalled, suspended, at its end, or open (docs/PROTOCOL.md §7.1).
 * Promises: asked anew at every call, from the committed rows, so that nothing crosses a recall (S41); what is refused is
 * refused with the sender's signed word, so that a client can tell a recall from a server that withholds.
 */
import { parseControl } from "@smp/shared/slip"
import type { ControlRecordText, MessageRow, SignedObjectText } from "@smp/shared/wire"
import type { StoredControl } from "../data/control.store.ts"
import type { RecipientRow, StoredMessage } from "../data/message.store.ts"
import type { AuthorizedMessage } from "./authorise.ts"
import type { OpenOrganization } from "./organization-house.ts"
import { refuseRequest } from "./refusal.ts"
import { signedOfText } from "./texts.ts"

export type Closed = "recalled" | "suspended" | "expired"
type Ends = Pick<StoredMessage, "expiresAt" | "suspendedAt" | "endedAt">

const hasEnded = ({ expiresAt, endedAt }: Ends, now: number): boolean =>
  endedAt !== null || (expiresAt !== null && expiresAt <= now)

/** null: open. The sender is never shut out. */
export function closedFor(seen: AuthorizedMessage, now: number): Closed | null {
  if (seen.role === "from") return null
  const own = seen.recipients.filter(({ address }) => address === seen.address)
  if (own.some(({ recalledAt }) => typeof recalledAt === "number")) return "recalled"
  if (seen.message.suspendedAt !== null) return "suspended"
  return hasEnded(seen.message, now) ? "expired" : null
}

/** What a list says of it. For the sender: what holds for every recipient. */
export function stateInList(
  message: Ends,
  recipients: readonly RecipientRow[],
  viewer: { address: string; isSender: boolean; now: number },
): MessageRow["state"] {
  const concerned = viewer.isSender ? recipients : recipients.filter(({ address }) => address === viewer.address)
  if (concerned.length > 0 && concerned.every(({ recalledAt }) => typeof recalledAt === "number")) return "recalled"
  if (message.suspendedAt !== null) return "suspended"
  return hasEnded(message, viewer.now) ? "expired" : "available"
}

/** @throws Refusal message.recalled, message.suspended, message.expired, with the signed record */
export async function requireOpen(seen: AuthorizedMessage, now: number): Promise<void> {
  const closed = closedFor(seen, now)
  if (closed === null) return
  const record = causeOf(closed, await recordsFor(seen.organization, seen), seen.address)
  refuseRequest(`message.${closed}`, undefined, record === undefined ? {} : { record })
}

/** The records that this viewer is told: a recall of a blind copy is its reader's and the sender's alone. */
export async function recordsFor(
  organization: OpenOrganization,
  viewer: { message: StoredMessage; role: string; address: string },
): Promise<ControlRecordText[]> {
  const held = await organization.controls.of(viewer.message.id)
  const isTold = ({ address }: StoredControl) =>
    address === null || viewer.role === "from" || address === viewer.address
  return held.filter(isTold).map(({ kind, signed }) => ({ kind, signed }))
}

const KIND_OF = { recalled: "recall", suspended: "suspension", expired: "expiry" } as const

function causeOf(closed: Closed, records: readonly ControlRecordText[], address: string): SignedObjectText | undefined {
  const ofKind = records.filter(({ kind }) => kind === KIND_OF[closed]).map(({ signed }) => signed)
  if (closed !== "recalled") return ofKind.at(-1)
  return ofKind.find((signed) => {
    const control = parseControl("recall", signedOfText(signed))
    return control.kind === "recall" && control.obj === null && (control.who === null || control.who.includes(address))
  })
}
