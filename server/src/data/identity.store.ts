/** Identities: credentials, key rings (compare-and-swap), unlockers. */
import { and, desc as descending, eq, gte, inArray, ne, or } from "drizzle-orm"
import type { SignedObjectText, SignedStatementText } from "@smp/shared/wire"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database, Query } from "./database.ts"
import type { PlatformSchema } from "./schema/platform.ts"

export interface Identity {
  readonly id: string
  readonly addressIndex: string
  readonly profileSealed: Uint8Array
  /** OPAQUE registration record, base64url. */
  readonly record: string
  readonly createdAt: number
  readonly setUp: boolean
}
export interface Ring {
  readonly ver: number
  readonly akv: number
  readonly box: Uint8Array
}
export interface StoredUnlocker {
  readonly id: string
  readonly kind: string
  readonly akv: number
  readonly pub: Uint8Array
  readonly box: Uint8Array
}
/** An entry of the key log under the index of a name. */
export interface KeyLogRow {
  /** 32 bytes, base64url. */
  readonly logIndex: string
  readonly leaf: Uint8Array
}
export interface StatementRow extends KeyLogRow {
  readonly principal: string
  readonly seq: number
  readonly kid: string
  readonly signed: SignedStatementText
  readonly mailboxProof: SignedObjectText | null
  readonly minute: number
}

export type IdentityStore = ReturnType<typeof identityStore>

export function identityStore(database: Database<PlatformSchema>) {
  const { t, read } = database
  const first = <T>(rows: T[]): T | null => rows[0] ?? null
  return {
    byAddress: async (addressIndex: string): Promise<Identity | null> =>
      first(await read.select().from(t.identity).where(eq(t.identity.addressIndex, addressIndex))),
    byId: async (id: string): Promise<Identity | null> =>
      first(await read.select().from(t.identity).where(eq(t.identity.id, id))),

    /** Everything of a registration in one transaction. null: the address, the identity or the key is taken. */
    create: (
      identity: Identity,
      ring: Ring & { readonly entry: KeyLogRow },
      unlockers: readonly StoredUnlocker[],
      statement: StatementRow,
    ): Promise<number | null> =>
      database.tx(async (query) => {
        const taken = await query
          .select({ id: t.identity.id })
          .from(t.identity)
          .where(or(eq(t.identity.addressIndex, identity.addressIndex), eq(t.identity.id, identity.id)))
        const { principal, kid } = statement
        const used = await query
          .select({ kid: t.keyStatement.kid })
          .from(t.keyStatement)
          .where(or(eq(t.keyStatement.principal, principal), eq(t.keyStatement.kid, kid)))
        if (taken.length + used.length > 0) return null
        await query.insert(t.identity).values({ ...identity, profileSealed: toColumn(identity.profileSealed) })
        const { ver, akv, box } = ring
        await query.insert(t.keyRing).values({ identity: identity.id, ver, akv, box: toColumn(box), pinsVer: 0 })
        await insertUnlockers(query, t, identity.id, unlockers)
        const idx = await insertStatement(query, t, statement)
        await insertLeaf(query, t, ring.entry)
        return idx
      }),

    ring: async (identity: string): Promise<(Ring & { pins: { ver: number; box: Uint8Array } | null }) | null> => {
      const row = first(await read.select().from(t.keyRing).where(eq(t.keyRing.identity, identity)))
      if (row === null) return null
      const pins = row.pinsBox === null ? null : { ver: row.pinsVer, box: fromColumn(row.pinsBox) }
      return { ver: row.ver, akv: row.akv, box: fromColumn(row.box), pins }
    },
    unlockers: async (identity: string): Promise<StoredUnlocker[]> => {
      const rows = await read.select().from(t.unlocker).where(eq(t.unlocker.identity, identity))
      return rows.map((row) => ({ ...row, pub: fromColumn(row.pub), box: fromColumn(row.box) }))
    },

    /** Stores `ring` and its leaf while the server still holds `expected`; else answers the version that it holds. */
    writeRing: (
      identity: string,
      expected: number,
      ring: Ring & { readonly entry: KeyLogRow },
      unlockers: readonly StoredUnlocker[] | null,
    ): Promise<number | null> =>
      database.tx(async (query) => {
        const held = first(
          await query.select({ ver: t.keyRing.ver }).from(t.keyRing).where(eq(t.keyRing.identity, identity)),
        )
        if (held === null || held.ver !== expected || ring.ver !== expected + 1) return held?.ver ?? 0
        await query
          .update(t.keyRing)
          .set({ ver: ring.ver, akv: ring.akv, box: toColumn(ring.box) })
          .where(eq(t.keyRing.identity, identity))
        if (unlockers !== null) {
          await query.delete(t.unlocker).where(eq(t.unlocker.identity, identity))
          await insertUnlockers(query, t, identity, unlockers)
        }
        await insertLeaf(query, t, ring.entry)
        return null
      }),
    writePins: (identity: string, expected: number, pins: { ver: number; box: Uint8Array }): Promise<number | null> =>
      database.tx(async (query) => {
        const held = first(
          await query.select({ ver: t.keyRing.pinsVer }).from(t.keyRing).where(eq(t.keyRing.identity, identity)),
        )
        if (held === null || held.ver !== expected || pins.ver !== expected + 1) return held?.ver ?? 0
        await query
          .update(t.keyRing)
          .set({ pinsVer: pins.ver, pinsBox: toColumn(pins.box) })
          .where(eq(t.keyRing.identity, identity))
        return null
      }),
    addUnlocker: (identity: string, unlocker: StoredUnlocker): Promise<void> =>
      database.tx(async (query) => {
        await query.delete(t.unlocker).where(and(eq(t.unlocker.identity, identity), eq(t.unlocker.id, unlocker.id)))
        await insertUnlockers(query, t, identity, [unlocker])
      }),
    removeUnlocker: (identity: string, id: string): Promise<void> =>
      database.tx(async (query) => {
        await query.delete(t.unlocker).where(and(eq(t.unlocker.identity, identity), eq(t.unlocker.id, id)))
      }),
    /**
     * A new password in place of the proved one: record and unlocker change together, all other sessions and their devices
     * go, and that the owner is told is owed. false: the password was another one by then.
     */
    changePassword: (identity: string, change: NewPassword & { before: string; keep: string }): Promise<boolean> =>
      database.tx(async (query) => {
        const { before, keep, unlocker } = change
        const held = first(
          await query.select({ record: t.identity.record }).from(t.identity).where(eq(t.identity.id, identity)),
        )
        if (held?.record !== before) return false
        await replacePassword(query, t, identity, change)
        await query.delete(t.session).where(and(eq(t.session.identity, identity), ne(t.session.id, keep)))
        const isOther = and(eq(t.knownDevice.identity, identity), ne(t.knownDevice.session, keep))
        await query.delete(t.knownDevice).where(isOther)
        await query.insert(t.accountChange).values({ identity, kind: "password", id: unlocker.id })
        return true
      }),
    /** A new password after the recovery code: record and unlocker change together, all sessions and their devices go, and that the owner is told is owed. */
    recoverPassword: (identity: string, change: NewPassword): Promise<void> =>
      database.tx(async (query) => {
        await replacePassword(query, t, identity, change)
        await query.delete(t.session).where(eq(t.session.identity, identity))
        await query.delete(t.knownDevice).where(eq(t.knownDevice.identity, identity))
        await query.insert(t.accountChange).values({ identity, kind: "recovery", id: change.unlocker.id })
      }),
    /**
     * New keys after everything was lost: statement with its leaf, credentials, ring and ways to unlock change together,
     * pins and sessions go, and what follows is owed. null: the ring or the chain moved on meanwhile.
     */
    reset: (
      identity: string,
      change: {
        record: string
        ring: Ring & { readonly entry: KeyLogRow }
        unlockers: readonly StoredUnlocker[]
        statement: StatementRow
      },
    ): Promise<number | null> =>
      database.tx(async (query) => {
        const { record, ring, unlockers, statement } = change
        const held = first(
          await query
            .select({ ver: t.keyRing.ver, akv: t.keyRing.akv })
            .from(t.keyRing)
            .where(eq(t.keyRing.identity, identity)),
        )
        const taken = await query
          .select({ seq: t.keyStatement.seq })
          .from(t.keyStatement)
          .where(and(eq(t.keyStatement.principal, identity), gte(t.keyStatement.seq, statement.seq)))
        if (held === null || ring.ver !== held.ver + 1 || ring.akv !== held.akv + 1 || taken.length > 0) return null
        await query.update(t.identity).set({ record }).where(eq(t.identity.id, identity))
        await query
          .update(t.keyRing)
          .set({ ver: ring.ver, akv: ring.akv, box: toColumn(ring.box), pinsVer: 0, pinsBox: null })
          .where(eq(t.keyRing.identity, identity))
        await query.delete(t.unlocker).where(eq(t.unlocker.identity, identity))
        await insertUnlockers(query, t, identity, unlockers)
        await query.delete(t.session).where(eq(t.session.identity, identity))
        await query.delete(t.knownDevice).where(eq(t.knownDevice.identity, identity))
        await query.insert(t.accountChange).values({ identity, kind: "reset", id: statement.kid })
        const idx = await insertStatement(query, t, statement)
        await insertLeaf(query, t, ring.entry)
        return idx
      }),
    /** Resets and new passwords of which not everything was done yet that follows. */
    openChanges: async (): Promise<AccountChange[]> =>
      (await read.select().from(t.accountChange)).map((row) => ({ ...row, kind: row.kind as AccountChange["kind"] })),
    settleChange: ({ identity, kind, id }: AccountChange): Promise<void> =>
      database.tx(async (query) => {
        const { accountChange: change } = t
        const isThis = and(eq(change.identity, identity), eq(change.kind, kind), eq(change.id, id))
        await query.delete(change).where(isThis)
      }),
    setUpDone: (identity: string): Promise<void> =>
      database.tx(async (query) => {
        await query.update(t.identity).set({ setUp: false }).where(eq(t.identity.id, identity))
      }),
  }
}

export interface NewPassword {
  readonly record: string
  readonly unlocker: StoredUnlocker
  readonly removes: readonly string[]
}

/** New keys; or the password alone, with the old one or with the recovery code. */
export interface AccountChange {
  readonly identity: string
  readonly kind: "reset" | "password" | "recovery"
  /** Of the new key, or of the new password's unlocker. */
  readonly id: string
}

async function replacePassword(
  query: Query,
  t: PlatformSchema,
  identity: string,
  { record, unlocker, removes }: NewPassword,
): Promise<void> {
  await query.update(t.identity).set({ record }).where(eq(t.identity.id, identity))
  const gone = [...removes, unlocker.id]
  await query.delete(t.unlocker).where(and(eq(t.unlocker.identity, identity), inArray(t.unlocker.id, gone)))
  await insertUnlockers(query, t, identity, [unlocker])
}

async function insertUnlockers(
  query: Query,
  t: PlatformSchema,
  identity: string,
  unlockers: readonly StoredUnlocker[],
): Promise<void> {
  if (unlockers.length === 0) return
  await query.insert(t.unlocker).values(
    unlockers.map(({ id, kind, akv, pub, box }) => ({
      identity,
      id,
      kind,
      akv,
      pub: toColumn(pub),
      box: toColumn(box),
    })),
  )
}

/** Statement and leaf belong together: one transaction, the leaf at the next place. Answers the leaf's index. */
export async function insertStatement(query: Query, t: PlatformSchema, row: StatementRow): Promise<number> {
  const idx = await insertLeaf(query, t, row)
  const { principal, seq, kid, signed, mailboxProof, minute } = row
  await query
    .insert(t.keyStatement)
    .values({ principal, seq, kid, signed, mailboxProof, leafIndex: idx, leafMinute: minute })
  return idx
}

async function insertLeaf(query: Query, t: PlatformSchema, { logIndex, leaf }: KeyLogRow): Promise<number> {
  const leaves = await query
    .select({ idx: t.keyLogLeaf.idx })
    .from(t.keyLogLeaf)
    .orderBy(descending(t.keyLogLeaf.idx))
    .limit(1)
  const idx = leaves[0] === undefined ? 0 : leaves[0].idx + 1
  await query.insert(t.keyLogLeaf).values({ idx, logIndex, leaf: toColumn(leaf) })
  return idx
}
