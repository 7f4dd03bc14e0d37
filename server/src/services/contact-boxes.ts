/** Boxes of first contacts by words or link, as a commit brings them (docs/PROTOCOL.md §6.4). This server opens none. */
import type { Ticket } from "@smp/shared/slip"
import type { MessageCommit } from "@smp/shared/wire"
import type { ContactBoxRow } from "../data/wanted.store.ts"
import { refuseRequest } from "./refusal.ts"
import { bytesOfText } from "./texts.ts"

interface WithTickets {
  readonly tickets: readonly { readonly ticket: Ticket }[]
}

/** One box for every ticket of these modes, none for anybody else; half of a key only with a link. */
export function checkContactBoxes({ tickets }: WithTickets, { boxes = [] }: MessageCommit): void {
  const modes = new Map(tickets.map(({ ticket }) => [ticket.addr, ticket.mode]))
  const needed = [...modes.values()].filter((mode) => mode === "pass" || mode === "link").length
  const addressed = new Set(boxes.map(({ address }) => address))
  const fit = boxes.every(({ address, share }) => modes.get(address) === (share === null ? "pass" : "link"))
  if (!fit || addressed.size !== boxes.length || boxes.length !== needed) refuseRequest("message.refused")
}

export function contactBoxRows({ tickets }: WithTickets, { boxes = [] }: MessageCommit): ContactBoxRow[] {
  return boxes.map(({ address, box, share }) => ({
    address,
    mode: tickets.find(({ ticket }) => ticket.addr === address)?.ticket.mode ?? "",
    box: bytesOfText(box),
    share: share === null ? null : bytesOfText(share),
  }))
}
