/** What the server says in clear against what the sender signed: the truth is the slip in the core (docs/PROTOCOL.md §4.4). */
import { encodeCbor, equalBytes, toHex } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { readSlip, slipHash } from "./delivery-slips.ts"
import type { Controls, Slip, Thread } from "./delivery-slips.ts"
import type { Role } from "./justify.ts"

/** The server's columns, byte strings as bytes. */
export interface Columns {
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly bcc: readonly string[]
  readonly subject: string | null
  readonly sentAt: number
  readonly ctl: Controls
  readonly thread: Thread | null
  readonly ext: readonly (readonly [string, string])[]
  readonly objects: readonly (readonly [obj: string, length: number])[]
}

/** What this reader is entitled to see as blind copies: own address, the record's list, or nothing. */
export interface Viewer {
  readonly role: Role
  readonly addr: string | null
  /** Addresses of the Bcc record, for sender and archive. */
  readonly blind: readonly string[]
}

export interface Difference {
  readonly field: "slip" | keyof Columns
  readonly signed: unknown
  readonly server: unknown
}

/** What honest columns of this slip are. */
export function columnsOf(slip: Slip, viewer: Viewer): Columns {
  return {
    from: slip.from.addr,
    to: slip.to.map((recipient) => recipient.addr),
    cc: slip.cc.map((recipient) => recipient.addr),
    bcc: blindFor(viewer),
    subject: slip.subj,
    sentAt: slip.at,
    ctl: slip.ctl,
    thread: slip.thread,
    ext: slip.ext,
    objects: slip.objs.map(([obj, length]) => [obj, length]),
  }
}

function blindFor({ role, addr, blind }: Viewer): readonly string[] {
  if (role === "bcc") return addr === null ? [] : [addr]
  return role === "from" || role === "archive" ? blind : []
}

/** Every difference; none means intact. Throws open-failed only when the core's own slip has another form. */
export function compareSlip(
  coreSlip: Bytes,
  server: { slip: Bytes; columns: { readonly [Name in keyof Columns]?: unknown } },
  viewer: Viewer,
): Difference[] {
  const differences: Difference[] = []
  if (!equalBytes(coreSlip, server.slip)) {
    differences.push({ field: "slip", signed: toHex(slipHash(coreSlip)), server: toHex(slipHash(server.slip)) })
  }
  const signed = columnsOf(readSlip(coreSlip), viewer)
  for (const field of Object.keys(signed) as (keyof Columns)[]) {
    const said = server.columns[field] ?? null
    if (!isSameValue(signed[field], said)) differences.push({ field, signed: signed[field], server: said })
  }
  return differences
}

function isSameValue(signed: unknown, said: unknown): boolean {
  try {
    return equalBytes(encodeCbor(signed), encodeCbor(said))
  } catch {
    return false
  }
}
