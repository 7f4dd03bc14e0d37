/**
 * Which control records count for a message, and what they say together (docs/PROTOCOL.md §7.1).
 * Promises: only the key that signed the header, or its rotation, decides; recall also an officer; a record that does not
 * verify says nothing.
 */
import { equalBytes, ProtocolError } from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import { isSameKey } from "./chains.ts"
import { readControl } from "./control-records.ts"
import type { Control, ControlKind, Expiry, Recall, Suspension } from "./control-records.ts"
import type { Statement } from "./statements.ts"

export interface ControlRecord {
  readonly kind: ControlKind
  readonly signed: SignedObject
}
/** Whose words count. Statements are of checked chains. */
export interface ControlledMessage {
  readonly org: string
  readonly msg: string
  readonly slipHash: Bytes
  /** prn and kid of the verified header. */
  readonly sender: { readonly prn: string; readonly kid: Bytes }
  readonly senderChain: readonly Statement[]
  /** People who may recall besides the sender: named by the organization's policy. */
  readonly officers: readonly { readonly idn: string; readonly kid: Bytes }[]
  readonly officerChains: readonly (readonly Statement[])[]
}
export type Counted<T> = T & {
  /** Not the sender, but an officer of the organization. */
  readonly byOfficer: boolean
}
export interface MessageControls {
  /** All that verify, oldest first: nothing takes a recall back. */
  readonly recalls: readonly Counted<Recall>[]
  /** The one with the highest seq. */
  readonly suspension: Suspension | null
  readonly expiry: Expiry | null
}

/** Records that do not verify, or are of another message, are left out. */
export async function controlsThatCount(
  message: ControlledMessage,
  records: readonly ControlRecord[],
): Promise<MessageControls> {
  const counted = await Promise.all(records.map((record) => countControl(message, record).catch(asNothing)))
  const controls = counted.filter((control) => control !== null).toSorted((a, b) => a.seq - b.seq)
  const newest = <K extends ControlKind>(kind: K) =>
    controls.findLast((control): control is Extract<typeof control, { kind: K }> => control.kind === kind) ?? null
  return {
    recalls: controls.filter((control) => control.kind === "recall"),
    suspension: newest("suspension"),
    expiry: newest("expiry"),
  }
}

function asNothing(fault: unknown): null {
  if (fault instanceof ProtocolError) return null
  throw fault
}

/** @throws ProtocolError open-failed unless the record is of this message and by somebody who may decide that. */
export async function countControl(
  message: ControlledMessage,
  { kind, signed }: ControlRecord,
): Promise<Counted<Control>> {
  const { sender, officers } = message
  const known = [...message.senderChain, ...message.officerChains.flat()]
  const signer = known.find(({ kid }) => equalBytes(kid, signed.k))
  if (signer === undefined) throw new ProtocolError("open-failed", "signed by nobody who is known")
  const control = await readControl(kind, signed, signer)
  const isOfMessage =
    control.org === message.org && control.msg === message.msg && equalBytes(control.slip, message.slipHash)
  const isSender = signer.prn === sender.prn && isSameKey(signer, sender.kid)
  const isOfficer = officers.some(({ idn, kid }) => idn === signer.prn && isSameKey(signer, kid))
  if (!isOfMessage || !(isSender || (kind === "recall" && isOfficer)))
    throw new ProtocolError("open-failed", "record of another message or person")
  return { ...control, byOfficer: !isSender }
}

/** The recall that takes the whole message from this address: the first one, for it is the one that did it. */
export const recallOf = (controls: MessageControls, address: string): Counted<Recall> | null =>
  controls.recalls.find(({ who, obj }) => obj === null && (who === null || who.includes(address))) ?? null

/** The end that counts, where the slip says `exp`. */
export const endOf = ({ expiry }: MessageControls, exp: number | null): number | null =>
  expiry === null ? exp : expiry.exp

/** The recall of each file that was recalled. */
export const recalledFiles = ({ recalls }: MessageControls): ReadonlyMap<string, Counted<Recall>> =>
  new Map(recalls.toReversed().flatMap((recall) => (recall.obj ?? []).map((obj) => [obj, recall] as const)))
