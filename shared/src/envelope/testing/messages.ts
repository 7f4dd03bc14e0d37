/** Messages for tests: sealed and opened by the real code, with every part open to tampering. */
import { newId, randomBytes } from "../../bytes/index.ts"
import { columnsOf, readSlip } from "../../slip/index.ts"
import type { Controls, Role, Slip } from "../../slip/index.ts"
import { NOW } from "../../slip/testing/people.ts"
import type { Principal } from "../../slip/testing/people.ts"
import { sealMessage } from "../index.ts"
import type { Grant, MessageInput, Recipient, SealedMessage } from "../index.ts"
import { openSealedMessage } from "../open.ts"
import type { MessageToOpen, OpenedSealedMessage } from "../open.ts"

const CONTROLS: Controls = {
  reply: true,
  all: true,
  fwd: true,
  exp: null,
  fyeo: 0,
  label: "confidential",
  rcpt: true,
}

export const to = ({ statement }: Principal, name = "Somebody"): Recipient => ({
  addr: statement.addr ?? "",
  name,
  statement,
})
export const guest = (addr: string): Recipient => ({ addr, name: "", mode: "agent" })

/** A plain message of this sender; the rest by `change`. */
export function draftOf(sender: Principal, change: Partial<MessageInput>): MessageInput {
  return {
    suite: sender.keySet.suite,
    org: newId("org"),
    at: NOW,
    from: { statement: sender.statement, keySet: sender.keySet, name: "The sender" },
    to: [],
    cc: [],
    bcc: [],
    subject: "Quotation",
    hideSubject: false,
    html: null,
    text: "Dear Bob",
    fields: [],
    files: [],
    holders: [],
    agent: null,
    ctl: CONTROLS,
    thread: null,
    ext: [],
    pol: randomBytes(32),
    logs: ["key log note", "organization log note"],
    pad: false,
    ticketExpires: NOW + 30 * 86_400_000,
    ...change,
  }
}

export interface Sent {
  readonly input: MessageInput
  readonly sealed: SealedMessage
  readonly slip: Slip
  readonly sender: Principal
}

export async function send(sender: Principal, change: Partial<MessageInput>): Promise<Sent> {
  const input = draftOf(sender, change)
  const sealed = await sealMessage(input)
  return { input, sealed, slip: readSlip(sealed.slip), sender }
}

export function grantOf({ sealed }: Sent, reader: Principal): Grant {
  const grant = sealed.grants.find(({ prn }) => prn === reader.prn)
  if (grant === undefined) throw new Error("no grant")
  return grant
}

/** What an honest server answers this reader, for openSealedMessage. */
function answerTo(sent: Sent, reader: Principal, role: Role): MessageToOpen {
  const { input, sealed, slip, sender } = sent
  const blind = input.bcc.map(({ addr }) => addr)
  return {
    org: input.org,
    msg: sealed.msg,
    header: sealed.header,
    slip: sealed.slip,
    core: sealed.core,
    body: sealed.body,
    grant: sealed.grants.find(({ prn }) => prn === reader.prn) ?? (undefined as never),
    ticket: null,
    me: { keySet: reader.keySet, chain: reader.chain, addr: reader.addr },
    senderChain: sender.chain,
    issuerChains: [],
    policy: null,
    now: NOW,
    bccRecord: role === "from" || role === "archive" ? sealed.bccRecord : null,
    columns: columnsOf(slip, { role, addr: reader.addr, blind }),
  }
}

export function open(
  sent: Sent,
  reader: Principal,
  role: Role,
  change: Partial<MessageToOpen> = {},
): Promise<OpenedSealedMessage> {
  return openSealedMessage({ ...answerTo(sent, reader, role), ...change })
}

/** A copy with one bit of one byte turned. */
export function flipped(bytes: Uint8Array<ArrayBuffer>, at: number): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice()
  copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8))
  return copy
}
