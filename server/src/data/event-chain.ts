/**
 * The place of an event in its chain (docs/PROTOCOL.md §7.3): number, the entry before, salt and hash, found within the
 * transaction that writes the event.
 */
import { and, desc, eq, inArray, isNotNull, notInArray, or, sql } from "drizzle-orm"
import { decodeCbor, fromBase64url, randomBytes, readBytes, readId } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { addressOfChain, ANSWER_KINDS, chainKey, chainOf, entryHash, FIRST_PREV, isAnswersChain } from "@smp/shared/log"
import type { SignedObjectText } from "@smp/shared/wire"
import { fromColumn, toColumn } from "./codec.ts"
import type { Query } from "./database.ts"
import { prepared } from "./prepared.ts"
import type { OrganizationSchema, Signed } from "./schema/organization.ts"

export interface ChainedEvent {
  readonly message: string
  readonly address: string
  readonly kind: string
  readonly at: number
  readonly object: string | null
  readonly evidence: SignedObjectText | null
  readonly client?: string | null
}

/** What the signed header says: whose log, and the commitment that names the chains. */
interface ChainName {
  readonly org: string
  readonly com: Bytes
}

const MAX_HEADER = 4096

/** The header was verified when the message was taken in. */
export function chainName(header: Signed): ChainName {
  const fields = decodeCbor(fromBase64url(header.b), MAX_HEADER) as Record<string, unknown>
  return { org: readId("org", fields["org"]), com: readBytes(fields["com"], 32) }
}

/** Hash of an event at a place of its chain. */
export function eventHash(
  { org, com }: ChainName,
  event: ChainedEvent,
  place: { readonly n: number; readonly prev: Bytes; readonly salt: Bytes },
): Bytes {
  const { message, address, kind, at, object, evidence } = event
  return entryHash(
    { key: chainKey(com, chainOf(kind, address)), ...place },
    {
      org,
      msg: message,
      addr: address,
      kind,
      at,
      obj: object,
      client: event.client ?? null,
      evidence:
        evidence === null
          ? null
          : { b: fromBase64url(evidence.b), k: fromBase64url(evidence.k), s: fromBase64url(evidence.s) },
    },
  )
}

const answers = [...ANSWER_KINDS]

/** The rows of a chain of a message. */
export function rowsOfChain(t: OrganizationSchema, message: string, name: string) {
  const { trackingEvent: event } = t
  const kinds = isAnswersChain(name) ? inArray(event.kind, answers) : notInArray(event.kind, answers)
  return and(eq(event.message, message), eq(event.address, addressOfChain(name)), kinds)
}

export function rowsOfChains(t: OrganizationSchema, message: string, names: readonly string[]) {
  return or(...names.map((name) => rowsOfChain(t, message, name)))
}

const statementsOf = (t: OrganizationSchema) =>
  prepared((query) => ({
    header: query
      .select({ header: t.message.header })
      .from(t.message)
      .where(eq(t.message.id, sql.placeholder("message")))
      .prepare(),
  }))
const known = new WeakMap<OrganizationSchema, ReturnType<typeof statementsOf>>()

/** The columns of the next entry of the event's chain; none for a message that is not there. */
export async function nextPlace(query: Query, t: OrganizationSchema, event: ChainedEvent) {
  const of = known.get(t) ?? statementsOf(t)
  known.set(t, of)
  const { header } = of(query)
  const { message, address } = event
  const [found] = await header.execute({ message })
  if (found === undefined) return {}
  const [before] = await query
    .select({ n: t.trackingEvent.n, hash: t.trackingEvent.hash })
    .from(t.trackingEvent)
    .where(and(rowsOfChain(t, message, chainOf(event.kind, address)), isNotNull(t.trackingEvent.n)))
    .orderBy(desc(t.trackingEvent.n))
    .limit(1)
  const n = (before?.n ?? -1) + 1
  const last = before?.hash ?? null
  const prev = last === null ? FIRST_PREV : fromColumn(last)
  const salt = randomBytes(32)
  const entry = eventHash(chainName(found.header), event, { n, prev, salt })
  return { n, prev: toColumn(prev), salt: toColumn(salt), hash: toColumn(entry) }
}
