/** One organization's database: messages, grants, files, tracking, its log, ProcessQ. */
import type { Kit } from "../dialects/kit.sqlite.ts"

export interface Signed {
  b: string
  k: string
  s: string
}
export interface ControlsColumn {
  reply: boolean
  all: boolean
  fwd: boolean
  exp: number | null
  fyeo: number
  label: string | null
  rcpt: boolean
}

export function defineOrganization(k: Kit) {
  const message = k.table(
    "message",
    {
      id: k.str("id").primaryKey(),
      reference: k.str("reference").notNull(),
      sender: k.str("sender").notNull(),
      senderAddress: k.str("sender_address").notNull(),
      senderName: k.str("sender_name").notNull(),
      sentAt: k.int("sent_at").notNull(),
      subject: k.str("subject"),
      ctl: k.json<ControlsColumn>("ctl").notNull(),
      thread: k.json<{ root: string; prev: [string, string] } | null>("thread"),
      ext: k.json<[string, string][]>("ext").notNull(),
      header: k.json<Signed>("header").notNull(),
      slip: k.bytes("slip").notNull(),
      core: k.bytes("core").notNull(),
      body: k.bytes("body"),
      bodyObject: k.str("body_object"),
      bccRecord: k.bytes("bcc_record").notNull(),
      leafIndex: k.int("leaf_index").notNull(),
      leafMinute: k.int("leaf_minute").notNull(),
      acceptedAt: k.int("accepted_at").notNull(),
    },
    (t) => [k.uniqueIndex("message_reference").on(t.reference)],
  )
  const recipient = k.table(
    "recipient",
    {
      message: k.str("message").notNull(),
      role: k.str("role").notNull(),
      position: k.int("position").notNull(),
      address: k.str("address").notNull(),
      name: k.str("name").notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.message, t.role, t.position] }),
      k.index("recipient_address").on(t.address, t.message),
    ],
  )
  const grant = k.table(
    "grant_",
    {
      message: k.str("message").notNull(),
      kid: k.str("kid").notNull(),
      principal: k.str("principal").notNull(),
      grant: k.bytes("grant_bytes").notNull(),
      issuedAt: k.int("issued_at").notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.message, t.kid, t.principal] })],
  )
  const ticket = k.table(
    "ticket",
    {
      message: k.str("message").notNull(),
      address: k.str("address").notNull(),
      role: k.str("role").notNull(),
      signed: k.json<Signed>("signed").notNull(),
      exp: k.int("exp").notNull(),
      servedAt: k.int("served_at"),
    },
    (t) => [k.primaryKey({ columns: [t.message, t.address] }), k.index("ticket_address").on(t.address, t.servedAt)],
  )
  const destroyed = k.table("destroyed", {
    message: k.str("message").primaryKey(),
    signed: k.json<Signed>("signed").notNull(),
  })
  const attachment = k.table(
    "attachment",
    {
      message: k.str("message").notNull(),
      position: k.int("position").notNull(),
      object: k.str("object").notNull(),
      length: k.int("length").notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.message, t.position] })],
  )
  /** An uploaded FLOE object; `location` is sealed. */
  const object = k.table(
    "object",
    {
      id: k.str("id").primaryKey(),
      owner: k.str("owner").notNull(),
      header: k.bytes("header").notNull(),
      length: k.int("length").notNull(),
      chunks: k.int("chunks").notNull(),
      location: k.bytes("location").notNull(),
      root: k.bytes("root"),
      hashes: k.bytes("hashes"),
      expiresAt: k.int("expires_at").notNull(),
      message: k.str("message"),
    },
    (t) => [k.index("object_expiry").on(t.message, t.expiresAt)],
  )
  const placement = k.table(
    "placement",
    {
      address: k.str("address").notNull(),
      message: k.str("message").notNull(),
      folder: k.str("folder").notNull(),
      unread: k.bool("unread").notNull(),
      sentAt: k.int("sent_at").notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.address, t.folder, t.message] }),
      k.index("placement_folder").on(t.address, t.folder, t.sentAt, t.message),
    ],
  )
  const trackingEvent = k.table(
    "tracking_event",
    {
      id: k.seq("id"),
      message: k.str("message").notNull(),
      address: k.str("address").notNull(),
      kind: k.str("kind").notNull(),
      at: k.int("at").notNull(),
      object: k.str("object"),
      evidence: k.json<Signed | null>("evidence"),
    },
    (t) => [k.index("tracking_event_message").on(t.message, t.address)],
  )
  const logLeaf = k.table("log_leaf", { idx: k.int("idx").primaryKey(), leaf: k.bytes("leaf").notNull() })
  /** ProcessQ: written in the transaction of what caused it. */
  const queue = k.table(
    "queue",
    {
      id: k.seq("id"),
      topic: k.str("topic").notNull(),
      payload: k.bytes("payload").notNull(),
      dueAt: k.int("due_at").notNull(),
      attempts: k.int("attempts").notNull(),
      leaseOwner: k.str("lease_owner"),
      leaseUntil: k.int("lease_until").notNull(),
      doneAt: k.int("done_at"),
      deadAt: k.int("dead_at"),
    },
    (t) => [k.index("queue_due").on(t.doneAt, t.deadAt, t.dueAt)],
  )
  const idempotency = k.table(
    "idempotency",
    {
      identity: k.str("identity").notNull(),
      key: k.str("key").notNull(),
      request: k.str("request").notNull(),
      answer: k.json<unknown>("answer").notNull(),
      expiresAt: k.int("expires_at").notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.identity, t.key] })],
  )
  /** Handed over to nobody; the author alone can open `sealed`, and the database not even its outside. */
  const staged = k.table(
    "staged",
    {
      author: k.str("author").notNull(),
      key: k.str("key").notNull(),
      message: k.str("message").notNull(),
      request: k.str("request").notNull(),
      sealed: k.bytes("sealed").notNull(),
      at: k.int("at").notNull(),
      expiresAt: k.int("expires_at").notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.author, t.key] }), k.index("staged_expiry").on(t.expiresAt)],
  )
  return {
    message,
    recipient,
    grant,
    ticket,
    destroyed,
    attachment,
    object,
    placement,
    trackingEvent,
    logLeaf,
    queue,
    idempotency,
    staged,
  }
}
export type OrganizationSchema = ReturnType<typeof defineOrganization>
