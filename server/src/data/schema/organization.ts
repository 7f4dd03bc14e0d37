/** One organization's database: messages, grants, files, tracking, its log, ProcessQ. */
import { sql } from "drizzle-orm"
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
  share?: boolean
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
      /** The conversation: the slip's thread root, or the message itself. */
      threadRoot: k.str("thread_root").notNull().default(""),
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
      files: k.int("files").notNull().default(0),
      /** The end that counts now: the slip's, or that of the newest expiry record. */
      expiresAt: k.int("expires_at"),
      suspendedAt: k.int("suspended_at"),
      /** When the recipients' grants were destroyed because of the end. */
      endedAt: k.int("ended_at"),
      /** Until when the sender's own mail program has time to send the notices; null: nothing waits for that. */
      noticesWait: k.int("notices_wait"),
    },
    (t) => [
      k.uniqueIndex("message_reference").on(t.reference),
      k.index("message_leaf").on(t.leafIndex),
      k.index("message_thread").on(t.threadRoot, t.sentAt),
      k.index("message_expiry").on(t.endedAt, t.expiresAt),
    ],
  )
  const recipient = k.table(
    "recipient",
    {
      message: k.str("message").notNull(),
      role: k.str("role").notNull(),
      position: k.int("position").notNull(),
      address: k.str("address").notNull(),
      name: k.str("name").notNull(),
      recalledAt: k.int("recalled_at"),
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
  /** The agent's words about its own grants on a message: the visible one, and the one for blind copies. */
  const destroyed = k.table(
    "destroyed",
    {
      message: k.str("message").notNull(),
      kid: k.str("kid").notNull().default(""),
      signed: k.json<Signed>("signed").notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.message, t.kid] })],
  )
  const attachment = k.table(
    "attachment",
    {
      message: k.str("message").notNull(),
      position: k.int("position").notNull(),
      object: k.str("object").notNull(),
      length: k.int("length").notNull(),
      recalledAt: k.int("recalled_at"),
    },
    (t) => [k.primaryKey({ columns: [t.message, t.position] }), k.index("attachment_object").on(t.object)],
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
  /** Objects that are gone, and whose files are still to be removed from the repository. */
  const removal = k.table("removal", {
    id: k.seq("id"),
    object: k.str("object").notNull(),
    location: k.bytes("location").notNull(),
    chunks: k.int("chunks").notNull(),
  })
  const placement = k.table(
    "placement",
    {
      address: k.str("address").notNull(),
      message: k.str("message").notNull(),
      folder: k.str("folder").notNull(),
      unread: k.bool("unread").notNull(),
      sentAt: k.int("sent_at").notNull(),
      /** Where it lay before it was archived or thrown away; two names for a message that one sent to oneself. */
      cameFrom: k.str("came_from"),
      files: k.int("files").notNull().default(0),
    },
    (t) => [
      k.primaryKey({ columns: [t.address, t.folder, t.message] }),
      k.index("placement_folder").on(t.address, t.folder, t.sentAt, t.message),
      // Small: what is new, and what has files, without a walk through everything else.
      k
        .index("placement_unread")
        .on(t.address, t.folder, t.sentAt, t.message)
        .where(sql`"unread"`),
      k
        .index("placement_files")
        .on(t.address, t.folder, t.sentAt, t.message)
        .where(sql`"files" > 0`),
    ],
  )
  /** How far the index of the search has come: the log leaf of the last message in it. */
  const searchMark = k.table("search_mark", { id: k.int("id").primaryKey(), leaf: k.int("leaf").notNull() })
  /**
   * What happened to a message. `address` is the recipient; empty where it concerns the message as a whole. From `n` on:
   * the row's place in its chain and in the log (docs/PROTOCOL.md §7.3); null until it has one.
   */
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
      /** Program and version, as it named itself. */
      client: k.str("client"),
      n: k.int("n"),
      prev: k.bytes("prev"),
      salt: k.bytes("salt"),
      hash: k.bytes("hash"),
      /** Leaf of its interval, and the place in the interval's tree. */
      interval: k.int("interval"),
      position: k.int("position"),
    },
    (t) => [
      k.index("tracking_event_message").on(t.message, t.address),
      k.index("tracking_event_interval").on(t.interval, t.n),
    ],
  )
  /** The hashes below one interval leaf, in the order of its tree. */
  const logInterval = k.table("log_interval", {
    leaf: k.int("leaf").primaryKey(),
    minute: k.int("minute").notNull(),
    hashes: k.bytes("hashes").notNull(),
  })
  /** Signed words of the sender (or an officer) about a message: recall, suspension, end; the highest seq of a kind counts. */
  const control = k.table(
    "control",
    {
      message: k.str("message").notNull(),
      kind: k.str("kind").notNull(),
      seq: k.int("seq").notNull(),
      signed: k.json<Signed>("signed").notNull(),
      /** Whom it concerns alone (a recall of a blind copy is told to that reader only); null: every reader may see it. */
      address: k.str("address"),
      at: k.int("at").notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.message, t.kind, t.seq] })],
  )
  const reminder = k.table(
    "reminder",
    {
      message: k.str("message").notNull(),
      address: k.str("address").notNull(),
      dueAt: k.int("due_at").notNull(),
      sentAt: k.int("sent_at"),
      cancelledAt: k.int("cancelled_at"),
    },
    (t) => [k.primaryKey({ columns: [t.message, t.address, t.dueAt] }), k.index("reminder_due").on(t.sentAt, t.dueAt)],
  )
  /** Boxes of the modes pass and link; `share` is the server's half of a link. Gone once the reader has a grant. */
  const contactBox = k.table(
    "contact_box",
    {
      message: k.str("message").notNull(),
      address: k.str("address").notNull(),
      mode: k.str("mode").notNull(),
      box: k.bytes("box").notNull(),
      share: k.bytes("share"),
    },
    (t) => [k.primaryKey({ columns: [t.message, t.address] })],
  )
  /** A reader without a grant, whom a participant's client may let in. `mac`: proof of a code told by telephone. */
  const wanted = k.table(
    "wanted",
    {
      message: k.str("message").notNull(),
      address: k.str("address").notNull(),
      kid: k.str("kid").notNull(),
      since: k.int("since").notNull(),
      mac: k.bytes("mac"),
      refusedAt: k.int("refused_at"),
    },
    (t) => [k.primaryKey({ columns: [t.message, t.address] }), k.index("wanted_address").on(t.address)],
  )
  /** A person's own labels; `name` is sealed. */
  const label = k.table(
    "label",
    {
      id: k.str("id").primaryKey(),
      address: k.str("address").notNull(),
      name: k.bytes("name").notNull(),
      color: k.str("color").notNull(),
    },
    (t) => [k.index("label_address").on(t.address)],
  )
  const messageLabel = k.table(
    "message_label",
    {
      address: k.str("address").notNull(),
      label: k.str("label").notNull(),
      message: k.str("message").notNull(),
      sentAt: k.int("sent_at").notNull(),
    },
    (t) => [
      k.primaryKey({ columns: [t.address, t.message, t.label] }),
      k.index("message_label_list").on(t.address, t.label, t.sentAt, t.message),
    ],
  )
  /** Sealed by and for its author; compare-and-swap on `ver`. */
  const draft = k.table(
    "draft",
    {
      id: k.str("id").primaryKey(),
      owner: k.str("owner").notNull(),
      ver: k.int("ver").notNull(),
      sealed: k.bytes("sealed").notNull(),
      savedAt: k.int("saved_at").notNull(),
    },
    (t) => [k.index("draft_owner").on(t.owner, t.savedAt)],
  )
  /** Uploads that live as long as the draft. */
  const draftObject = k.table(
    "draft_object",
    { draft: k.str("draft").notNull(), object: k.str("object").notNull() },
    (t) => [k.primaryKey({ columns: [t.draft, t.object] }), k.index("draft_object_object").on(t.object)],
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
    (t) => [k.primaryKey({ columns: [t.identity, t.key] }), k.index("idempotency_expiry").on(t.expiresAt)],
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
    removal,
    placement,
    trackingEvent,
    logInterval,
    control,
    reminder,
    contactBox,
    wanted,
    searchMark,
    label,
    messageLabel,
    draft,
    draftObject,
    logLeaf,
    queue,
    idempotency,
    staged,
  }
}
export type OrganizationSchema = ReturnType<typeof defineOrganization>
