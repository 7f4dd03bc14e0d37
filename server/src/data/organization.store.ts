/** The register of organizations: wrapped data keys, policies, memberships. */
import { and, asc, desc, eq, gt, sql } from "drizzle-orm"
import type { OrganizationRole, SignedObjectText } from "@smp/shared/wire"
import { fromColumn, toColumn } from "./codec.ts"
import type { Database } from "./database.ts"
import { insertStatement } from "./identity.store.ts"
import type { StatementRow } from "./identity.store.ts"
import { prepared } from "./prepared.ts"
import { remembered } from "./remembered.ts"
import type { PlatformSchema } from "./schema/platform.ts"

export interface RegisteredOrganization {
  readonly id: string
  readonly nameSealed: Uint8Array
  readonly dataKey: Uint8Array
  readonly createdBy: string
  readonly createdAt: number
}
export interface StoredPolicy {
  readonly org: string
  readonly ver: number
  readonly hash: string
  readonly signed: SignedObjectText
}
export interface StoredMembership {
  readonly id: string
  readonly org: string
  readonly addressIndex: string
  readonly profileSealed: Uint8Array
  readonly role: OrganizationRole
  readonly state: "invited" | "active" | "disabled"
  readonly since: number
}

export type OrganizationStore = ReturnType<typeof organizationStore>

export function organizationStore(database: Database<PlatformSchema>) {
  const { t, read } = database
  const membershipOf = (row: typeof t.membership.$inferSelect): StoredMembership => ({
    ...row,
    profileSealed: fromColumn(row.profileSealed),
    role: row.role as OrganizationRole,
    state: row.state as StoredMembership["state"],
  })
  const membershipRow = (membership: StoredMembership) => ({
    ...membership,
    profileSealed: toColumn(membership.profileSealed),
  })
  const statements = prepared((query) => ({
    newestPolicy: query
      .select()
      .from(t.policy)
      .where(eq(t.policy.org, sql.placeholder("org")))
      .orderBy(desc(t.policy.ver))
      .limit(1)
      .prepare(),
    membershipsOf: query
      .select()
      .from(t.membership)
      .where(eq(t.membership.addressIndex, sql.placeholder("addressIndex")))
      .prepare(),
  }))
  return {
    all: async (): Promise<RegisteredOrganization[]> => {
      const rows = await read.select().from(t.organization).orderBy(asc(t.organization.createdAt))
      return rows.map((row) => ({ ...row, nameSealed: fromColumn(row.nameSealed), dataKey: fromColumn(row.dataKey) }))
    },
    /** Organization, first policy, root statement and first administrator in one transaction. */
    create: (
      organization: RegisteredOrganization,
      policy: StoredPolicy,
      root: StatementRow,
      administrator: StoredMembership,
    ): Promise<void> =>
      database.tx(async (query) => {
        const { nameSealed, dataKey, ...rest } = organization
        await query
          .insert(t.organization)
          .values({ ...rest, nameSealed: toColumn(nameSealed), dataKey: toColumn(dataKey) })
        await query.insert(t.policy).values(policy)
        await insertStatement(query, t, root)
        await query.insert(t.membership).values(membershipRow(administrator))
        await query.update(t.identity).set({ setUp: false }).where(eq(t.identity.id, organization.createdBy))
      }),
    newestPolicy: remembered(
      database,
      async (org): Promise<StoredPolicy | null> => (await statements(read).newestPolicy.execute({ org }))[0] ?? null,
    ),
    policyByHash: async (org: string, hash: string): Promise<StoredPolicy | null> => {
      const rows = await read
        .select()
        .from(t.policy)
        .where(and(eq(t.policy.org, org), eq(t.policy.hash, hash)))
      return rows[0] ?? null
    },
    /** false: another one has this version. */
    addPolicy: (policy: StoredPolicy): Promise<boolean> =>
      database.tx(async (query) => {
        const added = await query.insert(t.policy).values(policy).onConflictDoNothing().returning({ ver: t.policy.ver })
        return added.length > 0
      }),
    membershipsOf: remembered(database, async (addressIndex): Promise<readonly StoredMembership[]> =>
      (await statements(read).membershipsOf.execute({ addressIndex })).map(membershipOf),
    ),
    members: async (org: string, after: string | null, limit: number): Promise<StoredMembership[]> => {
      const inOrg = eq(t.membership.org, org)
      const where = after === null ? inOrg : and(inOrg, gt(t.membership.id, after))
      return (await read.select().from(t.membership).where(where).orderBy(asc(t.membership.id)).limit(limit)).map(
        membershipOf,
      )
    },
    /** false: this address is a member already. */
    addMember: (membership: StoredMembership): Promise<boolean> =>
      database.tx(async (query) => {
        const added = await query
          .insert(t.membership)
          .values(membershipRow(membership))
          .onConflictDoNothing()
          .returning({ id: t.membership.id })
        return added.length > 0
      }),
    activate: (addressIndex: string): Promise<void> =>
      database.tx(async (query) => {
        const invited = and(eq(t.membership.addressIndex, addressIndex), eq(t.membership.state, "invited"))
        await query.update(t.membership).set({ state: "active" }).where(invited)
      }),
  }
}
