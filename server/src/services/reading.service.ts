/**
 * What participants read: one message, its grant, body, attachments, tracking (docs/PROTOCOL.md §4.3, §5).
 * Promises: a person gets only the own grant; blind copies are shown to the sender alone; "released" is recorded before
 * the grant leaves.
 */
import { toHex } from "@smp/shared/bytes"
import type { Bytes, SignedObject } from "@smp/shared/bytes"
import { isAnswer } from "@smp/shared/log"
import { checkReceipt, parseRecord, parseTicket, readHeader, readRecord, readSlip } from "@smp/shared/slip"
import type { GrantRecord, Statement } from "@smp/shared/slip"
import type {
  ArrivalReply,
  ColumnsText,
  EventKind,
  MessageId,
  MessageReply,
  ObjectId,
  PrincipalId,
  SignedObjectText,
  TrackingReply,
} from "@smp/shared/wire"
import type { RecipientRow, StoredMessage } from "../data/message.store.ts"
import type { AuthorizedMessage } from "./authorise.ts"
import { recordsFor, requireOpen } from "./closed-messages.ts"
import type { Directory } from "./directory.service.ts"
import type { Files } from "./files.service.ts"
import type { FirstContact } from "./first-contact.service.ts"
import { readGrantFields } from "./grant-fields.ts"
import type { Logs } from "./log.service.ts"
import { rowOf } from "./message-rows.ts"
import type { OpenOrganization } from "./organization-house.ts"
import { notFound, refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"
import { bytesOfText, checked, signedOfText, textOfBytes, textOfSigned } from "./texts.ts"

export interface ReadingParts {
  readonly directory: Directory
  readonly files: Files
  readonly logs: Logs
  readonly firstContact: FirstContact
  readonly find: (id: string) => Promise<{ organization: OpenOrganization; message: StoredMessage } | null>
  readonly isPasswordProved: (session: LiveSession, proof: NonNullable<GrantAsk["password"]>) => Promise<boolean>
  readonly now: () => number
}
export interface GrantAsk {
  readonly kid: string
  readonly password?: { readonly signIn: string; readonly finish: string } | undefined
}
export type Reading = ReturnType<typeof readingService>

export function readingService(parts: ReadingParts) {
  const { directory, files, now } = parts
  const event = (
    seen: AuthorizedMessage,
    kind: EventKind,
    more: { object?: string; evidence?: SignedObjectText } = {},
  ) =>
    seen.organization.tracking.addOnce({
      message: seen.message.id,
      address: seen.address,
      kind,
      at: now(),
      object: more.object ?? null,
      evidence: more.evidence ?? null,
      client: seen.client,
    })
  return {
    message: async (session: LiveSession, seen: AuthorizedMessage): Promise<MessageReply> => {
      const { organization, message, role } = seen
      await requireOpen(seen, now())
      const log = parts.logs.of(organization.id)
      const { note, size } = await log.sync()
      const records = await recordsFor(organization, seen)
      const ticket = role === "from" ? null : await organization.messages.ticket(message.id, seen.address)
      const kid = (await directory.chainOf(session.identity)).at(-1)?.kid
      const held =
        kid === undefined ? null : await organization.messages.grant(message.id, toHex(kid), session.identity)
      return {
        row: await rowOf(organization, session, message),
        columns: await columnsOf(seen),
        header: message.header,
        slip: textOfBytes(new Uint8Array(message.slip)),
        core: textOfBytes(new Uint8Array(message.core)),
        bccRecord: role === "from" ? textOfBytes(new Uint8Array(message.bccRecord)) : null,
        bodyBytes: message.body?.length ?? 0,
        ticket: ticket?.signed ?? null,
        statements: await statementsFor(parts, message, { grant: held, records }),
        log: {
          index: message.leafIndex,
          minute: message.leafMinute,
          checkpoint: note,
          inclusion: log.inclusion(message.leafIndex, size).path.map(textOfBytes),
        },
        records,
      }
    },
    /** The released event; a first contact is let in here at the latest. */
    grant: async (session: LiveSession, seen: AuthorizedMessage, ask: GrantAsk): Promise<{ grant: string }> => {
      const kid = toHex(bytesOfText(ask.kid))
      const { messages } = seen.organization
      await requireOpen(seen, now())
      await requirePassword(parts, session, { seen, ask })
      let grant = await messages.grant(seen.message.id, kid, session.identity)
      if (grant === null) {
        const ticket = await messages.ticket(seen.message.id, seen.address)
        if (ticket !== null) await parts.firstContact.serveTicket(seen.organization, ticket)
        grant = await messages.grant(seen.message.id, kid, session.identity)
      }
      if (grant === null) return waitFor(parts, session, seen, kid)
      if (seen.role !== "from") await event(seen, "released")
      return { grant: textOfBytes(new Uint8Array(grant)) }
    },
    body: async (seen: AuthorizedMessage): Promise<Bytes> => {
      const { organization, message } = seen
      await requireOpen(seen, now())
      return message.bodyObject === null
        ? new Uint8Array(message.body ?? notFound())
        : files.readAll(organization, message.bodyObject)
    },
    attachment: async (seen: AuthorizedMessage, obj: string) =>
      files.describe(seen.organization, await listedObject(seen, obj, now())),
    chunk: async (seen: AuthorizedMessage, obj: string, index: number) =>
      files.readChunk(seen.organization, await listedObject(seen, obj, now()), index),
    downloaded: async (seen: AuthorizedMessage, obj: string): Promise<void> => {
      const object = await listedObject(seen, obj, now())
      if (seen.role !== "from") await event(seen, "downloaded", { object })
    },
    receipt: async (session: LiveSession, seen: AuthorizedMessage, signed: SignedObjectText): Promise<void> => {
      const reader = (await directory.statementOfKid(bytesOfText(signed.k))) ?? refuseRequest("message.refused")
      const receipt = await checked("message.refused", async () =>
        checkReceipt({
          signed: signedOfText(signed),
          reader,
          slip: readSlip(new Uint8Array(seen.message.slip)),
          slipHash: readHeader(signedOfText(seen.message.header)).slip,
          record: await recordOf(parts, seen, reader),
        }),
      )
      if (reader.prn !== session.identity) refuseRequest("message.refused")
      if (seen.role !== "from")
        await event(seen, receipt.kind, { evidence: signed, ...(receipt.obj === null ? {} : { object: receipt.obj }) })
    },
    tracking: async (seen: AuthorizedMessage): Promise<TrackingReply> => {
      if (seen.role !== "from" || seen.message.files === 0) return trackingOf(seen)
      const recalled = await seen.organization.recalledOrigins(seen.message.id, seen)
      return { ...(await trackingOf(seen)), recalledOrigins: recalled as ObjectId[] }
    },
    /** Only what the notice said. */
    arrival: async (id: string): Promise<ArrivalReply> => {
      const { organization, message } = (await parts.find(id)) ?? notFound()
      const recipients = await organization.messages.recipients(id)
      const [only] = recipients
      return {
        id: message.id as MessageId,
        reference: message.reference,
        sender: message.senderName || message.senderAddress,
        senderAddress: message.senderAddress,
        organization: organization.name,
        sentAt: message.sentAt,
        recipientHint: recipients.length === 1 && only !== undefined ? hinted(only.address) : null,
      }
    },
  }
}

/** Nobody has locked it for this key yet: those who can are told that this reader waits. */
async function waitFor(
  { directory, now }: ReadingParts,
  session: LiveSession,
  { organization, message, role, address }: AuthorizedMessage,
  kid: string,
): Promise<never> {
  const newest = (await directory.chainOf(session.identity)).at(-1)
  const ticket = await organization.messages.ticket(message.id, address)
  // The agent, or the reader with words or a link, needs nobody else.
  const isOpenTicket = ticket !== null && ticket.servedAt === null
  const isOthers = isOpenTicket && parseTicket(signedOfText(ticket.signed)).mode !== "sender"
  if (role !== "from" && newest !== undefined && toHex(newest.kid) === kid && !isOthers)
    await organization.wanted.add({ message: message.id, address, kid, since: now() })
  return refuseRequest("message.not_ready")
}

/** Where the sender wants it, a recipient gives the own password again at each opening. */
async function requirePassword(
  parts: ReadingParts,
  session: LiveSession,
  { seen, ask }: { seen: AuthorizedMessage; ask: GrantAsk },
): Promise<void> {
  if (seen.message.ctl.fyeo === 0 || seen.role === "from") return
  if (ask.password === undefined) return refuseRequest("message.password_needed")
  if (!(await parts.isPasswordProved(session, ask.password))) refuseRequest("account.sign_in_refused")
}

async function columnsOf({
  organization,
  message,
  recipients,
  role,
  address,
}: AuthorizedMessage): Promise<ColumnsText> {
  const addresses = (wanted: RecipientRow["role"]) =>
    recipients
      .filter((person) => person.role === wanted)
      .toSorted((a, b) => a.position - b.position)
      .map((person) => person.address)
  const blind = role === "from" ? addresses("bcc") : role === "bcc" ? [address] : []
  const objects = await organization.messages.objects(message.id)
  return {
    from: message.senderAddress,
    to: addresses("to"),
    cc: addresses("cc"),
    bcc: blind,
    subject: message.subject,
    sentAt: message.sentAt,
    ctl: message.ctl,
    thread: message.thread as ColumnsText["thread"],
    ext: message.ext,
    objects: objects.map(({ object, length }) => [object as ObjectId, length]),
  }
}

/** Chains of the sender, and of whoever issued the record of the reader's grant or decided about the message. */
async function statementsFor(
  { directory }: ReadingParts,
  message: StoredMessage,
  { grant, records }: { grant: Uint8Array | null; records: MessageReply["records"] },
): Promise<MessageReply["statements"]> {
  const principals = new Set([message.sender])
  const record = grant === null ? null : readGrantFields(new Uint8Array(grant)).rec
  const issuer = record === null ? null : await directory.statementOfKid(record.k)
  if (issuer !== null) principals.add(issuer.prn)
  for (const { signed } of records)
    principals.add((await directory.statementOfKid(signedOfText(signed).k))?.prn ?? message.sender)
  return Promise.all(
    [...principals].map(async (prn) => ({ prn: prn as PrincipalId, statements: await directory.statementTexts(prn) })),
  )
}

/** The verified record that let this reader in, where the slip does not name the reader's key. */
async function recordOf(
  { directory }: ReadingParts,
  { organization, message }: AuthorizedMessage,
  reader: Statement,
): Promise<GrantRecord | null> {
  const held = await organization.messages.grant(message.id, toHex(reader.kid), reader.prn)
  const signed = held === null ? null : readGrantFields(new Uint8Array(held)).rec
  if (signed === null) return null
  const issuer = await directory.statementOfKid(signed.k)
  return issuer === null ? null : readRecord(signed, issuer)
}

/**
 * Bytes are released by message and object, to holders of a live grant on that message (docs/PROTOCOL.md §3).
 * @throws Refusal not_found; message.recalled for a file that is, and whatever shuts the reader out of the message
 */
async function listedObject(seen: AuthorizedMessage, obj: string, now: number): Promise<string> {
  const { organization, message, identity, role } = seen
  await requireOpen(seen, now)
  if (!(await organization.messages.isGranted(message.id, identity))) return notFound()
  const objects = await organization.messages.objects(message.id)
  const { object, recalledAt } = objects.find((listed) => listed.object === obj) ?? notFound()
  return recalledAt === null || role === "from" ? object : refuseRequest("message.recalled")
}

/** Whom the asker may know of: blind copies are seen by the sender, and each by itself. */
export const visiblePeople = ({
  recipients,
  role,
  address,
}: Pick<AuthorizedMessage, "recipients" | "role" | "address">): readonly RecipientRow[] =>
  recipients.filter((person) => role === "from" || person.role !== "bcc" || person.address === address)

/** Whose comings and goings the asker may see: everybody's where the sender chose that, else only the own. */
export const trackedPeople = (
  seen: Pick<AuthorizedMessage, "message" | "recipients" | "role" | "address">,
): readonly RecipientRow[] =>
  visiblePeople(seen).filter(
    ({ address }) => seen.role === "from" || seen.message.ctl.share === true || address === seen.address,
  )

/** Records of grants that the slip does not name. */
export async function visibleRecords({
  organization,
  message,
  role,
}: Pick<AuthorizedMessage, "organization" | "message" | "role">): Promise<SignedObject[]> {
  const slip = readSlip(new Uint8Array(message.slip))
  const open = new Set([...slip.to, ...slip.cc].map(({ addr }) => addr))
  const grants = await organization.messages.grants(message.id)
  const records = grants.flatMap(({ grant }) => readGrantFields(new Uint8Array(grant)).rec ?? [])
  return records.filter((record) => role === "from" || open.has(parseRecord(record).addr ?? ""))
}

async function trackingOf({
  organization,
  message,
  recipients,
  role,
  address,
}: AuthorizedMessage): Promise<TrackingReply> {
  const people = visiblePeople({ recipients, role, address })
  const visible = new Set(people.map((person) => person.address))
  const tracked = new Set(trackedPeople({ message, recipients, role, address }).map((person) => person.address))
  const events = await organization.tracking.of(message.id)
  const tickets = await organization.messages.tickets(message.id)
  return {
    people: people.map((person) => ({
      address: person.address,
      role: person.role,
      events: events
        .filter((event) => event.address === person.address && tracked.has(event.address))
        .filter(({ kind }) => role === "from" || person.address === address || !isAnswer(kind))
        .map(({ kind, at, object, evidence, client = null }) => ({
          kind,
          at,
          obj: object as ObjectId | null,
          evidence,
          client,
        })),
    })),
    records: (await visibleRecords({ organization, message, role })).map(textOfSigned),
    destroyed: await organization.messages.destroyed(message.id),
    waiting: tickets
      .filter((ticket) => ticket.servedAt === null && visible.has(ticket.address))
      .map((ticket) => ticket.address),
  }
}

/** First letter and domain: enough to recognise the own address, not enough to learn it. */
function hinted(address: string): string {
  const at = address.lastIndexOf("@")
  return `${address.slice(0, 1)}***${address.slice(at)}`
}
