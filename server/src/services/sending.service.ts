/**
 * The commit of a message (docs/PROTOCOL.md §4.2): everything that a server can check is checked, the clear columns come
 * from the slip alone, and one transaction holds message, grants, events, log leaf and queue rows.
 * Promises: what is answered is on the disk; the same Idempotency-Key gives the same answer.
 * Never: opens anything.
 */
import { equalBytes, toHex } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { minuteOf, slipLeaf } from "@smp/shared/log"
import {
  checkNames,
  checkPolicyCurrent,
  isStrongEnough,
  leastModeOf,
  readHeader,
  readSlip,
  readTicket,
  slipHash,
  statementsByKid,
  verifyHeader,
} from "@smp/shared/slip"
import type { Header, SignedPolicy, Slip, Statement, Ticket } from "@smp/shared/slip"
import type { MessageCommit, MessageId } from "@smp/shared/wire"
import type { NewMessage } from "../data/message-commit.ts"
import type { RecipientRow } from "../data/message.store.ts"
import { drawRandom } from "../engines/crypto-engine/random.ts"
import { checkAnswer } from "./answer-rules.ts"
import type { Authorise } from "./authorise.ts"
import type { Directory } from "./directory.service.ts"
import type { Files } from "./files.service.ts"
import { readGrantFields } from "./grant-fields.ts"
import type { GrantFields } from "./grant-fields.ts"
import { listedObjects } from "./listed-objects.ts"
import type { Logs } from "./log.service.ts"
import type { MailboxIndex } from "./mailbox-index.ts"
import { CLIENT_NOTICE_MS } from "./client-notices.service.ts"
import { messageNotices } from "./message-notices.ts"
import { endingEntries, notifyEntry } from "./message-tasks.ts"
import type { Notices } from "./notices.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"
import type { Organizations } from "./organizations.service.ts"
import { readAddress } from "./people.ts"
import { refuseRequest } from "./refusal.ts"
import type { SearchIndex } from "./search-index.ts"
import type { LiveSession } from "./sessions.service.ts"
import { checkBlindReaders } from "./blind-readers.ts"
import { checkContactBoxes, contactBoxRows } from "./contact-boxes.ts"
import { bytesOfText, checked, signedOfText, textOfBytes } from "./texts.ts"

export interface SendingParts {
  readonly house: OrganizationHouse
  readonly organizations: Organizations
  readonly directory: Directory
  readonly files: Files
  readonly logs: Logs
  readonly notices: Notices
  readonly mailboxes: MailboxIndex
  readonly search: SearchIndex
  readonly authorise: Authorise
  readonly now: () => number
  readonly hasRoom: () => boolean
}
export interface Committed {
  readonly id: MessageId
  readonly reference: string
  readonly at: number
}
export interface CommitRequest {
  readonly session: LiveSession
  readonly key: string
  readonly body: MessageCommit
  /** Of the request as received. */
  readonly digest: Uint8Array
  /** The sender's own mail program sends the notices, but those of blind copies. */
  readonly areNoticesByClient?: boolean
}
export type Sending = ReturnType<typeof sendingService>

/** As long as a device that is not used stays known: one that lost the answer may ask when it is switched on again. */
const KEY_KEPT_MS = 400 * 24 * 3600_000
const CLOCK_SKEW_MS = 10 * 60_000
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

interface Parsed {
  readonly header: Header
  readonly slip: Slip
  readonly slipBytes: Bytes
  readonly core: Bytes
  /** null: an object of its own. */
  readonly inlineBody: Bytes | null
  readonly bccRecord: Bytes
  readonly sender: Statement
  readonly grants: readonly { bytes: Bytes; fields: GrantFields }[]
  readonly tickets: readonly { ticket: Ticket; signed: MessageCommit["tickets"][number] }[]
  readonly bcc: readonly string[]
}

export function sendingService(parts: SendingParts) {
  const { house, now } = parts
  return {
    commit: async ({ session, key, body, digest, areNoticesByClient = false }: CommitRequest): Promise<Committed> => {
      const organization = house.get(body.org)
      const request = textOfBytes(new Uint8Array(digest))
      const earlier = await organization.messages.answerOf(session.identity, key)
      if (earlier !== null) return repeated(earlier, request)
      if (!parts.hasRoom()) refuseRequest("storage.full", undefined, { retryAfter: 60 })
      const stagedAt = async () => {
        const staged = await organization.staging.find(session.identity, key)
        return staged?.request === request ? staged.at : null
      }
      const parsed = await checkCommit(parts, { session, body, stagedAt })
      if (areNoticesByClient && (await policyOf(parts, parsed.slip)).mail?.notices !== "client")
        refuseRequest("message.refused")
      const objects = await listedObjects({ authorise: parts.authorise, organization, session }, parsed.slip)
      if ("obj" in body.body) await parts.files.staged(organization, session.identity, [body.body.obj])
      const follows = await followedBy(parts, session, { body, slip: parsed.slip })
      const people = [parsed.slip.from, ...parsed.slip.to, ...parsed.slip.cc].map(({ addr }) => addr)
      await parts.mailboxes.remember(organization.id, [...people, ...parsed.bcc])
      for (let attempt = 0; attempt < 5; attempt++) {
        const answer: Committed = { id: parsed.slip.msg as MessageId, reference: newReference(), at: now() }
        const idempotency = { identity: session.identity, key, request, answer, expiresAt: now() + KEY_KEPT_MS }
        const outcome = await organization.messages.commit({
          ...(await recordOf(parts, { organization, body, parsed, answer, areNoticesByClient })),
          objects,
          draft: body.draft,
          follows,
          idempotency,
        })
        if (outcome === "committed") {
          for (const { object } of objects) parts.files.forget(object)
          parts.notices.wake()
          parts.logs.of(organization.id).nudge()
          parts.search.nudge(organization)
          return answer
        }
        // Two requests with one key at once: the other one won, and its answer counts.
        const twin = await organization.messages.answerOf(session.identity, key)
        if (twin !== null) return repeated(twin, request)
        if (outcome === "taken") return refuseRequest("message.taken")
        if (outcome === "not_reusable")
          return refuseRequest("message.refused", "An attachment is not there, or not yours to send.")
      }
      throw new Error("no free reference")
    },
    /** Everything that the commit checks, files aside. @throws Refusal */
    check: async (session: LiveSession, body: MessageCommit): Promise<Slip> =>
      (await checkCommit(parts, { session, body, stagedAt: () => Promise.resolve(null) })).slip,
    /** Was it handed over? Asked by whoever lost the answer. */
    handedOver: async (session: LiveSession, key: string): Promise<Committed | null> => {
      for (const { messages } of house.all()) {
        const held = await messages.answerOf(session.identity, key)
        if (held !== null) return held.answer as Committed
      }
      return null
    },
  }
}

interface ToCheck {
  readonly session: LiveSession
  readonly body: MessageCommit
  /** When these very bytes were staged: then they were sealed at that time. */
  readonly stagedAt: () => Promise<number | null>
}

async function checkCommit(parts: SendingParts, { session, body, stagedAt }: ToCheck): Promise<Parsed> {
  const parsed = await checked("message.refused", () => parse(parts, session, body))
  const isOfTime = (now: number) => Math.abs(parsed.slip.at - now) <= CLOCK_SKEW_MS
  if (!isOfTime(parts.now()) && !isOfTime((await stagedAt()) ?? Infinity)) refuseRequest("message.refused")
  await checkMaySend(parts, session, parsed.slip)
  await checkAnswer(parts, session, parsed)
  await checkAgainstDirectory(parts, parsed, await policyOf(parts, parsed.slip))
  return parsed
}

function repeated(earlier: { request: string; answer: unknown }, request: string): Committed {
  return earlier.request === request ? (earlier.answer as Committed) : refuseRequest("request.idempotency_conflict")
}

const newReference = (): string => [...drawRandom(8)].map((byte) => ALPHABET[byte & 31]).join("")

async function parse(parts: SendingParts, session: LiveSession, body: MessageCommit): Promise<Parsed> {
  const signed = signedOfText(body.header)
  const header = readHeader(signed)
  const sender = (await parts.directory.chainOf(session.identity)).at(-1)
  // Only the sender's current key may sign what is accepted today.
  if (sender === undefined || !equalBytes(sender.kid, header.kid)) return refuseRequest("message.refused")
  await verifyHeader(signed, sender, header)
  const slipBytes = bytesOfText(body.slip)
  const slip = readSlip(slipBytes)
  const { from } = slip
  const isConsistent =
    equalBytes(slipHash(slipBytes), header.slip) &&
    header.org === body.org &&
    slip.org === body.org &&
    slip.msg === header.msg &&
    from.addr === session.address &&
    from.prn === sender.prn &&
    equalBytes(from.kid, sender.kid)
  if (!isConsistent) return refuseRequest("message.refused")
  const grants = body.grants.map((text) => {
    const bytes = bytesOfText(text)
    return { bytes, fields: readGrantFields(bytes) }
  })
  const tickets = await Promise.all(
    body.tickets.map(async (text) => ({ ticket: await readTicket(signedOfText(text), sender), signed: text })),
  )
  const bcc = body.bcc.map(readAddress)
  const core = bytesOfText(body.core)
  const inlineBody = "inline" in body.body ? bytesOfText(body.body.inline) : null
  const bccRecord = bytesOfText(body.bccRecord)
  const parsed = { header, slip, slipBytes, core, inlineBody, bccRecord, sender, grants, tickets, bcc }
  checkReaders(parsed)
  checkBlindReaders(parsed)
  checkContactBoxes(parsed, body)
  return parsed
}

/** Every addressed person gets in by a grant or a ticket; nobody else does. */
function checkReaders({ header, slip, grants, tickets, bcc, sender }: Parsed): void {
  const open = [...slip.to, ...slip.cc]
  if (open.length + bcc.length === 0) refuseRequest("message.no_recipient")
  const isOfMessage = grants.every(({ fields }) => fields.org === header.org && fields.msg === header.msg)
  const holds = (prn: string, kid: Bytes) =>
    grants.some(({ fields }) => fields.prn === prn && equalBytes(fields.kid, kid) && fields.rec === null)
  const named = [{ prn: sender.prn, kid: sender.kid }, ...open, ...slip.holders].filter((entry) => entry.kid !== null)
  const areAllGranted = named.every(({ prn, kid }) => prn !== null && kid !== null && holds(prn, kid))
  // A grant that the slip does not name carries the sender's record: see checkBlindReaders.
  const areJustified = grants.every(
    ({ fields }) =>
      fields.rec !== null ||
      named.some(({ prn, kid }) => prn === fields.prn && kid !== null && equalBytes(kid, fields.kid)),
  )
  const firstContacts = new Map(open.filter(({ mode }) => mode !== "key").map(({ addr, mode }) => [addr, mode]))
  const areTickets = tickets.every(({ ticket }) => {
    const isMine = ticket.org === header.org && ticket.msg === header.msg && equalBytes(ticket.slip, header.slip)
    const { addr, role, mode } = ticket
    return isMine && (role === "bcc" ? bcc.includes(addr) : firstContacts.get(addr) === mode)
  })
  const ticketed = new Set(tickets.map(({ ticket }) => ticket.addr))
  const areAllTicketed =
    [...firstContacts.keys()].every((address) => ticketed.has(address)) && ticketed.size === tickets.length
  const areBlindOnce =
    new Set(bcc).size === bcc.length && bcc.every((address) => !open.some(({ addr }) => addr === address))
  const distinct =
    new Set(grants.map(({ fields }) => `${fields.prn} ${toHex(fields.kid)} ${fields.rec !== null}`)).size ===
    grants.length
  if (!(isOfMessage && areAllGranted && areJustified && areTickets && areAllTicketed && areBlindOnce && distinct))
    refuseRequest("message.refused")
}

/** Members write in their organization's name; a guest answers inside a conversation that the guest can open. */
async function checkMaySend(parts: SendingParts, session: LiveSession, slip: Slip): Promise<void> {
  const role = await parts.organizations.roleOf(slip.org, session.address)
  if (role !== null && role !== "guest") return
  if (slip.thread === null) return refuseRequest("privilege.missing")
  const earlier = await parts.authorise(session, slip.thread.prev[0])
  if (earlier.organization.id !== slip.org || !earlier.message.ctl.reply) return refuseRequest("privilege.missing")
  const visible = earlier.recipients.filter((recipient) => recipient.role !== "bcc").map(({ address }) => address)
  const circle = new Set([earlier.message.senderAddress, session.address, ...visible])
  const isInside = [...slip.to, ...slip.cc].every(({ addr }) => circle.has(addr))
  if (!isInside) refuseRequest("privilege.missing")
}

async function policyOf(parts: SendingParts, slip: Slip): Promise<SignedPolicy> {
  const current = await parts.organizations.currentPolicy(slip.org)
  return checked("message.refused", () => {
    if (!equalBytes(current.hash, slip.pol))
      return refuseRequest("message.refused", "The organization's rules have changed; try again.")
    checkPolicyCurrent(current, parts.now())
    return current
  })
}

/** Names against logged keys (review H6), and no first contact for an address that has a key (C2). */
async function checkAgainstDirectory(
  parts: SendingParts,
  { slip, sender, tickets }: Parsed,
  policy: SignedPolicy,
): Promise<void> {
  if (!tickets.every(({ ticket }) => policy.first.includes(ticket.mode)))
    refuseRequest("message.refused", "The organization does not allow this way of first contact.")
  const least = leastModeOf(policy, slip.ctl.label)
  if (!tickets.every(({ ticket }) => isStrongEnough(least, ticket.mode, ticket.code)))
    refuseRequest("message.refused", "The label asks for a stronger way of first contact.")
  const archives = slip.holders.filter(({ kind }) => kind === "archive").map(({ prn }) => prn)
  if (!policy.holders.every(({ kind, prn }) => kind !== "archive" || archives.includes(prn)))
    refuseRequest("message.refused", "The organization's archive is to hold a key too.")
  const named = [...slip.to, ...slip.cc, ...slip.holders].flatMap(({ prn }) => (prn === null ? [] : [prn]))
  const chains = await Promise.all([sender.prn, ...new Set(named)].map((prn) => parts.directory.chainOf(prn)))
  if (checkNames(slip, statementsByKid(chains), policy).length > 0)
    refuseRequest("message.refused", "A name does not fit its key.")
  for (const { addr, mode } of [...slip.to, ...slip.cc]) {
    if (mode !== "key" && (await parts.directory.newestOf(addr)) !== null)
      refuseRequest("message.refused", "A recipient has a key by now; try again.")
  }
}

/** Only of a message of the same organization, which the slip names too, and which another person sent. */
async function followedBy(
  parts: SendingParts,
  session: LiveSession,
  message: { body: MessageCommit; slip: Slip },
): Promise<NewMessage["follows"]> {
  const { follows } = message.body
  if (follows === undefined || message.slip.thread?.prev[0] !== follows.msg) return null
  const earlier = await parts.authorise(session, follows.msg).catch(() => null)
  if (earlier === null || earlier.role === "from" || earlier.organization.id !== message.slip.org) return null
  return { message: earlier.message.id, kind: follows.as === "reply" ? "replied" : "forwarded" }
}

async function recordOf(
  parts: SendingParts,
  input: {
    organization: OpenOrganization
    body: MessageCommit
    parsed: Parsed
    answer: Committed
    areNoticesByClient: boolean
  },
): Promise<Omit<NewMessage, "objects" | "follows" | "draft" | "idempotency">> {
  const { organization, body, parsed, answer } = input
  const { slip, slipBytes, header, tickets, grants } = parsed
  const minute = minuteOf(answer.at)
  const recipients = recipientRows(parsed)
  const told = input.areNoticesByClient ? recipients.filter(({ role }) => role === "bcc") : recipients
  const noticesWait = input.areNoticesByClient ? answer.at + CLIENT_NOTICE_MS : null
  return {
    message: {
      id: slip.msg,
      reference: answer.reference,
      sender: slip.from.prn,
      senderAddress: slip.from.addr,
      senderName: slip.from.name,
      sentAt: slip.at,
      subject: slip.subj,
      ctl: slip.ctl,
      thread: slip.thread && { root: slip.thread.root, prev: [slip.thread.prev[0], textOfBytes(slip.thread.prev[1])] },
      ext: slip.ext.map(([name, value]) => [name, value]),
      header: body.header,
      slip: slipBytes,
      core: parsed.core,
      body: parsed.inlineBody,
      bodyObject: "obj" in body.body ? body.body.obj : null,
      bccRecord: parsed.bccRecord,
      leafMinute: minute,
      acceptedAt: answer.at,
      noticesWait,
    },
    recipients,
    grants: grants.map(({ bytes, fields }) => ({ kid: grantKey(fields), principal: fields.prn, grant: bytes })),
    tickets: tickets.map(({ ticket, signed }) => ({
      address: ticket.addr,
      role: ticket.role,
      signed,
      exp: ticket.exp,
    })),
    boxes: contactBoxRows(parsed, body),
    leaf: slipLeaf({ minute, slipHash: header.slip }),
    queue: [
      ...endingEntries(organization.engine, { message: slip.msg, exp: slip.ctl.exp, now: answer.at }),
      ...messageNotices(parts.notices, organization, {
        slip,
        reference: answer.reference,
        until: slip.ctl.exp,
        tickets,
      })(told.map(({ address }) => address)),
      ...(noticesWait === null ? [] : [notifyEntry(organization.engine, { message: slip.msg, until: noticesWait })]),
    ],
  }
}

/** The agent may hold two grants on one message: the visible one, and one with a record for blind first contacts. */
export const grantKey = ({ kid, rec, prn }: GrantFields): string =>
  rec !== null && prn.startsWith("prn_") ? `${toHex(kid)} blind` : toHex(kid)

function recipientRows({ slip, bcc }: Parsed): RecipientRow[] {
  return [
    ...slip.to.map(({ addr, name }, position) => ({ role: "to" as const, position, address: addr, name })),
    ...slip.cc.map(({ addr, name }, position) => ({ role: "cc" as const, position, address: addr, name })),
    ...bcc.map((address, position) => ({ role: "bcc" as const, position, address, name: "" })),
  ]
}
