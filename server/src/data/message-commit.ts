/**
 * The one transaction of a message: message, recipients, grants, tickets, placements, events, leaf, queue rows and the
 * answer for its Idempotency-Key.
 * Promises: all of it or nothing.
 */
import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm"
import { toColumn } from "./codec.ts"
import type { Database, Query } from "./database.ts"
import { draftEnd } from "./draft.store.ts"
import { leafStep, newestLeaf } from "./leaf-appender.ts"
import type { RecipientRow, StoredGrant, StoredMessage, StoredTicket } from "./message.store.ts"
import { Conflict, insertStep, stepMaker } from "./plan.ts"
import type { Plan } from "./plan.ts"
import { prepared } from "./prepared.ts"
import { queueStep } from "./queue.store.ts"
import type { QueueEntry } from "./queue.store.ts"
import { reusedObject } from "./reused-object.ts"
import type { ReusedObject } from "./reused-object.ts"
import type { OrganizationSchema } from "./schema/organization.ts"
import { addEvent } from "./tracking.store.ts"
import type { ContactBoxRow } from "./wanted.store.ts"

export interface NewMessage {
  readonly message: Omit<StoredMessage, "leafIndex" | "threadRoot" | "files" | "expiresAt" | "suspendedAt" | "endedAt">
  readonly recipients: readonly RecipientRow[]
  readonly grants: readonly StoredGrant[]
  readonly tickets: readonly Omit<StoredTicket, "message" | "servedAt">[]
  readonly boxes: readonly ContactBoxRow[]
  /** `origin`: the message that the sender has it from; null for an upload that no message lists yet. */
  readonly objects: readonly { object: string; length: number; origin: string | null }[]
  /** The message that is answered or passed on by one of its recipients. */
  readonly follows: { readonly message: string; readonly kind: "replied" | "forwarded" } | null
  readonly leaf: Uint8Array
  readonly queue: readonly QueueEntry[]
  /** The draft that ends with it. */
  readonly draft?: { readonly id: string; readonly ver: number } | undefined
  readonly idempotency: { identity: string; key: string; request: string; answer: unknown; expiresAt: number }
}
/** "taken": another message has this id, or this key an answer; "reference_taken": another one has this reference; "not_reusable": an upload of another message, or one that is gone. */
export type CommitOutcome = "committed" | "taken" | "reference_taken" | "not_reusable"

export function messageCommit(database: Database<OrganizationSchema>): (input: NewMessage) => Promise<CommitOutcome> {
  const planOf = planner(database)
  const whatWasRefused = conflicts(database)
  return async (input) => {
    const plan = planOf(input)
    try {
      // An entry of another message's chain is made from the one before it.
      const { follows } = input
      await (follows === null
        ? database.write(plan)
        : database.tx((query) => addEvent(query, database.t, followed(input, follows)), plan))
      return "committed"
    } catch (fault) {
      if (!(fault instanceof Conflict)) throw fault
      return (await whatWasRefused(input)) ?? Promise.reject(fault)
    }
  }
}

function planner(database: Database<OrganizationSchema>): (input: NewMessage) => Plan {
  const { read } = database
  const steps = prepared(() => stepsOf(database))
  return (input) => {
    const { message, recipients, objects, idempotency, draft } = input
    const { id, acceptedAt: at } = message
    const add = steps(read)
    const claims = claimed(input)
    return [
      add.leaf(input.leaf),
      add.message(messageColumns(message, objects.length)),
      ...recipients.map((recipient) => add.recipient({ message: id, ...recipient })),
      ...input.grants.map(({ grant, ...whose }) =>
        add.grant({ message: id, ...whose, grant: toColumn(grant), issuedAt: at }),
      ),
      ...input.tickets.map((ticket) => add.ticket({ message: id, ...ticket })),
      ...input.boxes.map(({ box, share, ...whose }) =>
        add.box({ message: id, ...whose, box: toColumn(box), share: share === null ? null : toColumn(share) }),
      ),
      ...placements(input).map(add.placement),
      ...recipients.map(({ address }) => add.event({ message: id, address, kind: "queued", at })),
      ...objects.map(({ object, length, origin }, position) => {
        const row = { message: id, position, length }
        return origin === null ? add.attachment({ ...row, object }) : add.reused(row, { object, origin }, message)
      }),
      ...claims.map((object) => add.claim({ message: id, object })),
      ...input.queue.map(add.queue),
      claims.length === 0
        ? add.idempotency(idempotency)
        : add.answerOfClaims({ ...idempotency, message: id, claims: claims.length }),
      add.unstage(idempotency),
      ...(draft === undefined ? [] : add.draftEnd({ owner: idempotency.identity, ...draft })),
    ]
  }
}

function stepsOf(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const place = (name: string) => sql.placeholder(name)
  return {
    leaf: leafStep(database),
    message: insertStep(read, t.message, { leafIndex: newestLeaf(t) }),
    recipient: insertStep(read, t.recipient),
    grant: insertStep(read, t.grant),
    ticket: insertStep(read, t.ticket),
    box: insertStep(read, t.contactBox),
    placement: insertStep(read, t.placement),
    event: insertStep(read, t.trackingEvent),
    attachment: insertStep(read, t.attachment),
    /** Whether it may is decided by the statement itself; the column refuses a null. */
    reused: (
      row: { message: string; position: number; length: number },
      of: ReusedObject,
      by: NewMessage["message"],
    ) => {
      const writer = { identity: by.sender, address: by.senderAddress }
      const object = reusedObject(t, of, writer, by.acceptedAt)
      return stepMaker(read.insert(t.attachment).values({ ...row, object }))({})
    },
    claim: stepMaker(
      read
        .update(t.object)
        .set({ message: sql`${place("message")}` })
        .where(and(eq(t.object.id, place("object")), isNull(t.object.message), isNotNull(t.object.hashes))),
    ),
    queue: queueStep(read, t),
    idempotency: insertStep(read, t.idempotency),
    answerOfClaims: answerOfClaims(read, t),
    // What was staged under this key is handed over now.
    unstage: stepMaker(
      read.delete(t.staged).where(and(eq(t.staged.author, place("identity")), eq(t.staged.key, place("key")))),
    ),
    draftEnd: draftEnd(read, t),
  }
}

/** An upload that was dropped meanwhile, or is another message's by now: the column refuses a null. */
function answerOfClaims(read: Query, t: OrganizationSchema) {
  const place = (name: string) => sql.placeholder(name)
  const held = sql`(select count(*) from ${t.object} where ${t.object.message} = ${place("message")})`
  const request = sql`case when ${held} = ${place("claims")} then ${place("request")} end`
  const [identity, key, answer, expiresAt] = ["identity", "key", "answer", "expiresAt"].map(place)
  const row = { identity, key, request, answer, expiresAt } as unknown as typeof t.idempotency.$inferInsert
  return stepMaker(read.insert(t.idempotency).values(row))
}

/** Asked only after a conflict: nobody else waits for the answer. null: something that nobody may want twice. */
function conflicts({ t, read }: Database<OrganizationSchema>) {
  return async (input: NewMessage): Promise<Exclude<CommitOutcome, "committed"> | null> => {
    const { id, reference } = input.message
    const same = await read
      .select({ id: t.message.id })
      .from(t.message)
      .where(or(eq(t.message.id, id), eq(t.message.reference, reference)))
    if (same.length > 0) return same.some((row) => row.id === id) ? "taken" : "reference_taken"
    const { identity, key } = input.idempotency
    const sameKey = and(eq(t.idempotency.identity, identity), eq(t.idempotency.key, key))
    const answers = await read.select({ key: t.idempotency.key }).from(t.idempotency).where(sameKey)
    if (answers.length > 0) return "taken"
    return input.objects.length > 0 || claimed(input).length > 0 ? "not_reusable" : null
  }
}

const followed = ({ message }: NewMessage, { message: earlier, kind }: NonNullable<NewMessage["follows"]>) => ({
  message: earlier,
  kind,
  address: message.senderAddress,
  at: message.acceptedAt,
  object: null,
  evidence: null,
})

const claimed = ({ message, objects }: NewMessage): string[] => [
  ...new Set([
    ...objects.flatMap(({ object, origin }) => (origin === null ? [object] : [])),
    ...(message.bodyObject === null ? [] : [message.bodyObject]),
  ]),
]

const messageColumns = (message: NewMessage["message"], files: number) => ({
  ...message,
  threadRoot: message.thread?.root ?? message.id,
  files,
  expiresAt: message.ctl.exp,
  slip: toColumn(message.slip),
  core: toColumn(message.core),
  body: message.body === null ? null : toColumn(message.body),
  bccRecord: toColumn(message.bccRecord),
})

function placements({ message, recipients, objects }: NewMessage) {
  const own = { message: message.id, sentAt: message.sentAt, files: objects.length }
  const received = [...new Set(recipients.map(({ address }) => address))].map((address) => ({
    ...own,
    address,
    folder: "inbox",
    unread: true,
  }))
  return [{ ...own, address: message.senderAddress, folder: "sent", unread: false }, ...received]
}
