/** The platform database: identities, credentials, key rings, sessions, the Directory with its log, organizations. */
import type { Kit } from "../dialects/kit.sqlite.ts"

export function definePlatform(k: Kit) {
  const organization = k.table("organization", {
    id: k.str("id").primaryKey(),
    nameSealed: k.bytes("name_sealed").notNull(),
    dataKey: k.bytes("data_key").notNull(),
    createdBy: k.str("created_by").notNull(),
    createdAt: k.int("created_at").notNull(),
  })
  const policy = k.table(
    "policy",
    {
      org: k.str("org").notNull(),
      ver: k.int("ver").notNull(),
      hash: k.str("hash").notNull(),
      signed: k.json<{ b: string; k: string; s: string }>("signed").notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.org, t.ver] }), k.uniqueIndex("policy_hash").on(t.org, t.hash)],
  )
  const membership = k.table(
    "membership",
    {
      id: k.str("id").primaryKey(),
      org: k.str("org").notNull(),
      addressIndex: k.str("address_index").notNull(),
      profileSealed: k.bytes("profile_sealed").notNull(),
      role: k.str("role").notNull(),
      state: k.str("state").notNull(),
      since: k.int("since").notNull(),
    },
    (t) => [
      k.uniqueIndex("membership_person").on(t.org, t.addressIndex),
      k.index("membership_address").on(t.addressIndex),
    ],
  )
  const identity = k.table(
    "identity",
    {
      id: k.str("id").primaryKey(),
      addressIndex: k.str("address_index").notNull(),
      profileSealed: k.bytes("profile_sealed").notNull(),
      record: k.str("record").notNull(),
      createdAt: k.int("created_at").notNull(),
      /** Proved through a set-up link that has not made its organization yet. */
      setUp: k.bool("set_up").notNull(),
    },
    (t) => [k.uniqueIndex("identity_address").on(t.addressIndex)],
  )
  const keyRing = k.table("key_ring", {
    identity: k.str("identity").primaryKey(),
    ver: k.int("ver").notNull(),
    akv: k.int("akv").notNull(),
    box: k.bytes("box").notNull(),
    pinsVer: k.int("pins_ver").notNull(),
    pinsBox: k.bytes("pins_box"),
  })
  const unlocker = k.table(
    "unlocker",
    {
      identity: k.str("identity").notNull(),
      id: k.str("id").notNull(),
      kind: k.str("kind").notNull(),
      akv: k.int("akv").notNull(),
      pub: k.bytes("pub").notNull(),
      box: k.bytes("box").notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.identity, t.id] })],
  )
  const keyStatement = k.table(
    "key_statement",
    {
      principal: k.str("principal").notNull(),
      seq: k.int("seq").notNull(),
      kid: k.str("kid").notNull(),
      signed: k.json<{ b: string; k: string; s: string; o: string | null }>("signed").notNull(),
      mailboxProof: k.json<{ b: string; k: string; s: string } | null>("mailbox_proof"),
      leafIndex: k.int("leaf_index").notNull(),
      leafMinute: k.int("leaf_minute").notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.principal, t.seq] }), k.uniqueIndex("key_statement_kid").on(t.kid)],
  )
  const session = k.table(
    "session",
    {
      id: k.str("id").primaryKey(),
      identity: k.str("identity").notNull(),
      device: k.str("device").notNull(),
      proofKey: k.bytes("proof_key").notNull(),
      startedAt: k.int("started_at").notNull(),
      lastUsedAt: k.int("last_used_at").notNull(),
      idleMs: k.int("idle_ms").notNull(),
      absoluteEnd: k.int("absolute_end").notNull(),
    },
    (t) => [k.index("session_identity").on(t.identity)],
  )
  /** Where this person signed in before; only the hash of what the device holds is kept. */
  const knownDevice = k.table(
    "known_device",
    {
      id: k.str("id").primaryKey(),
      identity: k.str("identity").notNull(),
      /** The session that was begun there last; ended as one of the own devices, it takes this along. */
      session: k.str("session").notNull(),
      usedAt: k.int("used_at").notNull(),
    },
    (t) => [k.index("known_device_identity").on(t.identity)],
  )
  const keyLogLeaf = k.table(
    "key_log_leaf",
    { idx: k.int("idx").primaryKey(), logIndex: k.str("log_index").notNull(), leaf: k.bytes("leaf").notNull() },
    (t) => [k.index("key_log_leaf_log_index").on(t.logIndex)],
  )
  /** In which organizations an address has messages. The row with an empty index: this organization is entered completely. */
  const mailbox = k.table(
    "mailbox",
    { addressIndex: k.str("address_index").notNull(), org: k.str("org").notNull() },
    (t) => [k.primaryKey({ columns: [t.addressIndex, t.org] })],
  )
  /** Changes of an account of which not everything was done yet that follows; written in the change's own transaction. */
  const accountChange = k.table(
    "account_change",
    {
      identity: k.str("identity").notNull(),
      /** `reset`, `password` or `recovery`. */
      kind: k.str("kind").notNull(),
      /** Of the new key, or of the new password's unlocker. */
      id: k.str("id").notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.identity, t.kind, t.id] })],
  )
  return {
    organization,
    policy,
    membership,
    identity,
    keyRing,
    unlocker,
    keyStatement,
    session,
    knownDevice,
    keyLogLeaf,
    mailbox,
    accountChange,
  }
}
export type PlatformSchema = ReturnType<typeof definePlatform>
