/** Who gets in without being named on the slip (docs/PROTOCOL.md §4.3): as far as a server can tell, which opens nothing. */
import { equalBytes } from "@smp/shared/bytes"
import { parseRecord } from "@smp/shared/slip"
import type { Ticket } from "@smp/shared/slip"
import type { GrantFields } from "./grant-fields.ts"
import { refuseRequest } from "./refusal.ts"

interface BlindReaders {
  /** Addresses of the blind copies, in clear. */
  readonly bcc: readonly string[]
  readonly grants: readonly { readonly fields: GrantFields }[]
  readonly tickets: readonly { readonly ticket: Ticket }[]
}

/**
 * Every blind copy has a grant with its record or a ticket, never both, and no record speaks of anybody else.
 * @throws ProtocolError when a record has another form @throws Refusal message.refused
 */
export function checkBlindReaders({ bcc, grants, tickets }: BlindReaders): void {
  const ticketed = tickets.flatMap(({ ticket }) => (ticket.role === "bcc" ? [ticket.addr] : []))
  const granted = grants.flatMap(({ fields }) => {
    if (fields.rec === null) return []
    const { prn, kid, addr, role, why } = parseRecord(fields.rec)
    if (why !== "send" || prn !== fields.prn || !equalBytes(kid, fields.kid)) return refuseRequest("message.refused")
    // The agent's own grant for the tickets of blind copies.
    if (role === "agent" && addr === null && ticketed.length > 0) return []
    return role === "bcc" && addr !== null ? [addr] : refuseRequest("message.refused")
  })
  const lockedFor = [...ticketed, ...granted]
  const known = new Set(lockedFor)
  if (lockedFor.length !== bcc.length || !bcc.every((address) => known.has(address))) refuseRequest("message.refused")
}
