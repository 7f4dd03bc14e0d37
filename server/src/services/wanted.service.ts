/**
 * Readers who wait for a message that addresses them, and those who may let them in (docs/PROTOCOL.md §5.2, §6.3).
 * Promises: takes only a grant whose signed record stands in the closed table of reasons, for the newest key of the
 * address, while the message lives; grant, ticket and event are one transaction.
 * Never: makes a grant; decides instead of the issuer's client whether a new key is believed.
 */
import { equalBytes, ProtocolError, toBase64url, toHex } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { justifyGrant, parseRecord, parseTicket, readHeader, readSlip, statementsByKid } from "@smp/shared/slip"
import type { GrantRecord, Statement } from "@smp/shared/slip"
import type { Folder, MessageRow, WantedReader } from "@smp/shared/wire"
import type { WantedMessage } from "../data/wanted.store.ts"
import type { Authorise, AuthorizedMessage } from "./authorise.ts"
import type { Directory } from "./directory.service.ts"
import { readGrantFields } from "./grant-fields.ts"
import type { Notices } from "./notices.ts"
import type { MailboxIndex } from "./mailbox-index.ts"
import { rowsOf } from "./message-rows.ts"
import type { OpenOrganization } from "./organization-house.ts"
import type { Organizations } from "./organizations.service.ts"
import { readAddress } from "./people.ts"
import type { RateLimits } from "./rate-limits.ts"
import { notFound, Refusal, refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"
import { bytesOfText, signedOfText, textOfSigned } from "./texts.ts"

export interface WantedParts {
  readonly mailboxes: MailboxIndex
  readonly organizations: Pick<Organizations, "currentPolicy">
  readonly directory: Directory
  readonly notices: Notices
  readonly authorise: Authorise
  readonly limits: RateLimits
  readonly now: () => number
}
export type Wanted = ReturnType<typeof wantedService>

const PAGE = 200
const FOLDERS: readonly Folder[] = ["inbox", "archive"]
const CLOCK_SKEW_MS = 10 * 60_000
/** One mail tells of everything that was opened again around that time. */
const NOTICE_EVERY_MS = 6 * 3600_000
const MOST_REMEMBERED = 10_000

export function wantedService(parts: WantedParts) {
  const { mailboxes, directory, authorise, now } = parts
  const told = new Map<string, number>()
  const tellReader = async (organization: OpenOrganization, address: string): Promise<void> => {
    if ((told.get(address) ?? -Infinity) > now() - NOTICE_EVERY_MS) return
    if (told.size >= MOST_REMEMBERED) told.clear()
    told.set(address, now())
    await parts.notices.tell(organization.id, { kind: "opened-again", to: address, organization: organization.name })
  }
  const letIn = async (session: LiveSession, input: { message: string; grant: string }): Promise<boolean> => {
    try {
      const seen = await authorise(session, input.message)
      const isRegrant = await acceptGrant(parts, { session, seen, bytes: bytesOfText(input.grant) })
      if (isRegrant !== null) await tellReader(seen.organization, isRegrant)
      return true
    } catch (error) {
      if (error instanceof Refusal || error instanceof ProtocolError) return false
      throw error
    }
  }
  return {
    /** The newest messages that the caller waits for. */
    own: async (session: LiveSession): Promise<{ messages: MessageRow[] }> => {
      const rows: MessageRow[] = []
      for (const organization of await mailboxes.organizationsOf(session.address)) {
        const ids = await organization.wanted.waitingFor(session.address, PAGE)
        rows.push(
          ...(await rowsOf(organization, session, await organization.lists.byIds(session.address, ids, FOLDERS))),
        )
      }
      return { messages: rows.toSorted((a, b) => b.sentAt - a.sentAt).slice(0, PAGE) }
    },
    list: async (session: LiveSession): Promise<{ wanted: WantedReader[] }> => {
      const found: WantedReader[] = []
      for (const organization of await mailboxes.organizationsOf(session.address)) {
        if (await organization.wanted.isEmpty()) continue
        const own = await organization.wanted.forSender(session.identity, now())
        const { regrant } = await parts.organizations.currentPolicy(organization.id)
        const others = regrant.mode === "off" ? [] : await organization.wanted.forReader(session.address, now())
        for (const row of [...own, ...others.filter(({ sender }) => sender !== session.identity)])
          found.push(shown(organization, row))
      }
      return { wanted: found }
    },
    /** One answer for each, in order: an issuer's client goes on with the next. */
    letIn: async (session: LiveSession, grants: readonly { message: string; grant: string }[]) => {
      const granted: boolean[] = []
      for (const grant of grants) granted.push(await letIn(session, grant))
      return { granted }
    },
    /** The box that words or a link open, for the ticket's own reader; counted, because words can be guessed. */
    contactBox: async (session: LiveSession, id: string) => {
      const { organization, message, address } = await authorise(session, id)
      const box = await organization.wanted.contactBox(message.id, address)
      const ticket = await organization.messages.ticket(message.id, address)
      const isOver = ticket === null || ticket.servedAt !== null || ticket.exp <= now()
      if (box === null || isOver || !(await organization.wanted.isOpenTo(message.id, address, now()))) return notFound()
      await parts.limits.spend("contactBox", `${message.id} ${address}`)
      const share = box.share === null ? null : toBase64url(new Uint8Array(box.share))
      return { box: toBase64url(new Uint8Array(box.box)), share }
    },
    /** The proof of the telephone code, for the sender's client. */
    contactCode: async (session: LiveSession, id: string, mac: string): Promise<void> => {
      const { organization, message, address } = await authorise(session, id)
      const ticket = await organization.messages.ticket(message.id, address)
      const newest = (await directory.chainOf(session.identity)).at(-1)
      if (ticket === null || ticket.servedAt !== null || newest === undefined) return notFound()
      if (!parseTicket(signedOfText(ticket.signed)).code) return notFound()
      await parts.limits.spend("contactBox", `${message.id} ${address}`)
      await organization.wanted.add({ message: message.id, address, kid: toHex(newest.kid), since: now() })
      await organization.wanted.setMac(message.id, address, bytesOfText(mac))
    },
    refuse: async (session: LiveSession, input: { message: string; address: string }): Promise<void> => {
      const { organization, message, role } = await authorise(session, input.message)
      if (role !== "from") notFound()
      if (!(await organization.wanted.refuse(message.id, readAddress(input.address), now()))) notFound()
    },
  }
}

function shown(organization: OpenOrganization, row: WantedMessage): WantedReader {
  return {
    message: row.message as WantedReader["message"],
    org: organization.id,
    address: row.address,
    role: row.role,
    kid: toBase64url(Buffer.from(row.kid, "hex")),
    since: row.since,
    subject: row.subject,
    sentAt: row.sentAt,
    ticket: row.ticket,
    mac: row.mac === null ? null : toBase64url(new Uint8Array(row.mac)),
  }
}

interface Offer {
  readonly session: LiveSession
  readonly seen: AuthorizedMessage
  readonly bytes: Bytes
}

/** @returns the address whose access was renewed, null for a first contact. @throws Refusal, ProtocolError */
async function acceptGrant(parts: WantedParts, { session, seen, bytes }: Offer): Promise<string | null> {
  const { organization, message } = seen
  const fields = readGrantFields(bytes)
  const signed = fields.rec ?? refuseRequest("message.refused")
  const record = parseRecord(signed)
  const address = record.addr ?? refuseRequest("message.refused")
  await checkLife(parts, seen, record, address)
  const target = await chainOf(parts, address)
  const newest = target.at(-1)
  const isNewest = newest !== undefined && newest.prn === fields.prn && equalBytes(newest.kid, fields.kid)
  if (!isNewest || fields.org !== organization.id || fields.msg !== message.id) return refuseRequest("message.refused")
  const issuers = await parts.directory.chainOf(session.identity)
  if (!issuers.some(({ kid }) => equalBytes(kid, signed.k))) return refuseRequest("message.refused")
  const policy = await parts.organizations.currentPolicy(organization.id)
  if (record.why === "re-grant" && policy.regrant.mode === "off") return refuseRequest("message.refused")
  const ticket = await organization.messages.ticket(message.id, address)
  const { why } = await justifyGrant({
    slip: readSlip(new Uint8Array(message.slip)),
    header: readHeader(signedOfText(message.header)),
    grant: fields,
    ticket: ticket === null ? null : signedOfText(ticket.signed),
    me: { statement: newest, chain: target, addr: address },
    statements: statementsByKid([await parts.directory.chainOf(message.sender), issuers, target]),
    policy,
  })
  await organization.wanted.letIn({
    message: message.id,
    address,
    at: parts.now(),
    grant: { kid: toHex(newest.kid), principal: newest.prn, grant: bytes },
    kind: why === "re-grant" ? "regranted" : "granted",
    isSenders: session.identity === message.sender,
    record: textOfSigned(signed),
  })
  return why === "re-grant" ? address : null
}

/** No recall, suspension or end; a record of now, for somebody whom the message addresses. */
async function checkLife(
  { now }: WantedParts,
  { organization, message }: AuthorizedMessage,
  record: GrantRecord,
  address: string,
): Promise<void> {
  const isLive = await organization.wanted.isOpenTo(message.id, address, now())
  const isOfNow = Math.abs(record.at - now()) <= CLOCK_SKEW_MS
  if (!isLive || !isOfNow || record.why === "send") refuseRequest("message.refused")
}

async function chainOf({ directory }: WantedParts, address: string): Promise<Statement[]> {
  const identity = await directory.personOf(address)
  return identity === null ? [] : directory.chainOf(identity.id)
}
