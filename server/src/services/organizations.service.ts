/** Organizations: founding, signed policy, members. */
import { equalBytes, newId, toBase64url } from "@smp/shared/bytes"
import { checkPolicyStep, readPolicy, readStatement } from "@smp/shared/slip"
import type { SignedPolicy } from "@smp/shared/slip"
import type {
  MemberReply,
  OrganizationId,
  OrganizationRole,
  PolicyReply,
  PrincipalId,
  SignedObjectText,
  SignedStatementText,
} from "@smp/shared/wire"
import type { OrganizationStore, StoredMembership, StoredPolicy } from "../data/organization.store.ts"
import type { IdentityStore } from "../data/identity.store.ts"
import type { GrantAgent } from "../engines/agent-client.ts"
import { sealText } from "../engines/crypto-engine/crypto-engine.ts"
import type { CryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import type { LogKeeper } from "../engines/keeper-client.ts"
import type { Directory } from "./directory.service.ts"
import type { Logs } from "./log.service.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"
import { addressIndex, openProfile, readAddress, sealProfile } from "./people.ts"
import { notFound, refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"
import { bytesOfText, checked, signedOfText, statementOfText } from "./texts.ts"
import type { Notices } from "./notices.ts"

export interface OrganizationParts {
  readonly organizations: OrganizationStore
  readonly identities: IdentityStore
  readonly house: OrganizationHouse
  readonly directory: Directory
  readonly logs: Logs
  readonly keeper: LogKeeper
  readonly agent: GrantAgent
  readonly platform: CryptoEngine
  readonly notices: Notices
  readonly now: () => number
}
export type Organizations = ReturnType<typeof organizationsService>
const PAGE = 100

export function organizationsService(parts: OrganizationParts) {
  const { organizations, house, directory, keeper, now } = parts
  const policies = new Map<string, SignedPolicy>()

  const rootOf = async (signed: SignedObjectText) =>
    (await directory.statementOfKid(bytesOfText(signed.k))) ?? refuseRequest("organization.policy_refused")
  const readStored = async (stored: StoredPolicy): Promise<SignedPolicy> => {
    const known = policies.get(stored.hash)
    if (known !== undefined) return known
    const read = await readPolicy(signedOfText(stored.signed), await rootOf(stored.signed))
    policies.set(stored.hash, read)
    return read
  }
  /** Role of a person in an organization; null: none, or not active. */
  const roleOf = async (org: string, address: string): Promise<OrganizationRole | null> => {
    const held = await organizations.membershipsOf(addressIndex(parts.platform, address))
    return held.find((membership) => membership.org === org && membership.state === "active")?.role ?? null
  }
  const currentPolicy = async (org: string): Promise<SignedPolicy> =>
    readStored((await organizations.newestPolicy(org)) ?? notFound())
  return {
    roleOf,
    currentPolicy,
    /** An organization of the address: one that it belongs to, else any that this server has. */
    homeOf: async (address: string): Promise<OpenOrganization | null> => {
      const held = await organizations.membershipsOf(addressIndex(parts.platform, address))
      const own = held.find(({ state }) => state === "active")
      return own === undefined ? (house.all()[0] ?? null) : house.get(own.org)
    },
    /** Belongs to no organization of this server, or is invited from outside. */
    isGuest: async (address: string): Promise<boolean> => {
      const held = await organizations.membershipsOf(addressIndex(parts.platform, address))
      return !held.some(({ state, role }) => state === "active" && role !== "guest")
    },
    isColleague: async (asker: string, address: string): Promise<boolean> => {
      const mine = await organizations.membershipsOf(addressIndex(parts.platform, asker))
      const theirs = await organizations.membershipsOf(addressIndex(parts.platform, address))
      const active = (list: readonly StoredMembership[]) =>
        list.filter(({ state }) => state === "active").map(({ org }) => org)
      return active(mine).some((org) => active(theirs).includes(org))
    },
    policyByHash: async (org: string, hash: Uint8Array): Promise<SignedPolicy | null> => {
      const stored = await organizations.policyByHash(org, toBase64url(new Uint8Array(hash)))
      return stored === null ? null : readStored(stored)
    },
    prepare: async (session: LiveSession) => {
      const identity = await parts.identities.byId(session.identity)
      if (identity?.setUp !== true) return refuseRequest("organization.set_up_refused")
      const org = newId("org") as OrganizationId
      const {
        keyLog: { origin, pub, vrf },
      } = await keeper.keys()
      return {
        org,
        logKey: toBase64url(await keeper.organizationKey(org)),
        keyLog: { origin, pub: toBase64url(pub), vrf: toBase64url(vrf) },
      }
    },
    create: async (
      session: LiveSession,
      input: { org: string; name: string; root: SignedStatementText; policy: SignedObjectText },
    ) => {
      const identity = await parts.identities.byId(session.identity)
      await house.refresh()
      const founded = house.all().find(({ id }) => id === input.org)
      // Repeated: whatever came after the commit may have been cut off.
      if (founded !== undefined && (await roleOf(input.org, session.address)) === "administrator")
        return parts.agent.setUpDone(session.identity)
      if (identity?.setUp !== true || founded !== undefined) return refuseRequest("organization.set_up_refused")
      const { root, policy } = await checked("organization.policy_refused", async () => {
        const statement = await readStatement(statementOfText(input.root))
        return { root: statement, policy: await readPolicy(signedOfText(input.policy), statement) }
      })
      const logKey = toBase64url(await keeper.organizationKey(input.org))
      const isRight =
        root.kind === "root" &&
        root.seq === 0 &&
        policy.org === input.org &&
        policy.ver === 1 &&
        policy.name === input.name
      if (!isRight || toBase64url(policy.logkey) !== logKey) return refuseRequest("organization.policy_refused")
      const row = { id: input.org, dataKey: house.newDataKey(input.org), createdBy: session.identity, createdAt: now() }
      const engine = house.engineOf(row)
      const profile = openProfile(parts.platform, `identity|${identity.id}`, identity.profileSealed)
      await organizations.create(
        { ...row, nameSealed: sealText(engine, `name|${input.org}`, input.name) },
        { org: input.org, ver: 1, hash: toBase64url(policy.hash), signed: input.policy },
        await directory.rowOf(root, null),
        membershipOf(parts, engine, {
          org: input.org,
          ...profile,
          role: "administrator",
          state: "active",
          since: now(),
        }),
      )
      await house.refresh()
      await parts.logs.keys.sync()
      await parts.agent.setUpDone(session.identity)
    },
    policy: async (org: string, hash: string | null): Promise<PolicyReply> => {
      const { name } = house.get(org)
      const stored =
        (hash === null ? await organizations.newestPolicy(org) : await organizations.policyByHash(org, hash)) ??
        notFound()
      const policy = await readStored(stored)
      const root = await rootOf(stored.signed)
      const named = [...new Set([...policy.holders.map(({ prn }) => prn), ...policy.provers.map(({ prn }) => prn)])]
      return {
        name,
        policy: stored.signed,
        root: await directory.statementTexts(root.prn),
        principals: await Promise.all(
          named.map(async (prn) => ({ prn: prn as PrincipalId, statements: await directory.statementTexts(prn) })),
        ),
      }
    },
    writePolicy: async (org: string, { policy: signed, principals = [] }: PolicyWrite): Promise<void> => {
      const current = await currentPolicy(org)
      const next = await checked("organization.policy_refused", async () => {
        const root = await rootOf(signed)
        const read = await readPolicy(signedOfText(signed), root)
        checkPolicyStep(current, read, root)
        return read
      })
      if (toBase64url(next.hash) === toBase64url(current.hash)) return
      for (const statement of await newArchives(next, principals)) await directory.publish([statement])
      for (const { kind, prn, kid } of next.holders) {
        const isKnown = (await directory.statementOfKid(kid))?.prn === prn
        if (kind === "archive" && !isKnown)
          refuseRequest("organization.policy_refused", "The Directory does not know this archive.")
      }
      if (await organizations.addPolicy({ org, ver: next.ver, hash: toBase64url(next.hash), signed })) return
      // Another administrator was first; or this very request came twice.
      if (!equalBytes((await currentPolicy(org)).hash, next.hash)) refuseRequest("organization.policy_refused")
    },
    members: async (org: string, cursor: string | null): Promise<{ members: MemberReply[]; next: string | null }> => {
      const { engine } = house.get(org)
      const rows = await organizations.members(org, cursor, PAGE + 1)
      const shown = rows.slice(0, PAGE).map(({ id, profileSealed, role, state, since }) => ({
        id,
        role,
        state,
        since,
        ...openProfile(engine, `membership|${id}`, profileSealed),
      }))
      return { members: shown, next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null }
    },
    addMember: async (
      inviter: LiveSession,
      org: string,
      input: { address: string; name: string; role: OrganizationRole },
    ): Promise<MemberReply> => {
      const { engine, name } = house.get(org)
      const address = readAddress(input.address)
      const registered = await directory.personOf(address)
      const state = registered === null ? "invited" : "active"
      const membership = membershipOf(parts, engine, { ...input, org, address, state, since: now() })
      if (!(await organizations.addMember(membership))) return refuseRequest("organization.member_exists")
      if (state === "invited")
        await parts.notices.invite(org, { to: address, organization: name, inviter: inviter.address })
      return { id: membership.id, address, name: input.name, role: input.role, state, since: membership.since }
    },
  }
}

interface PolicyWrite {
  readonly policy: SignedObjectText
  readonly principals?: readonly SignedStatementText[] | undefined
}

/** First statements of archives that this policy names, by that very key; nothing else comes into the log this way. */
async function newArchives(
  { holders }: SignedPolicy,
  principals: readonly SignedStatementText[],
): Promise<ReturnType<typeof statementOfText>[]> {
  return checked("organization.policy_refused", () =>
    Promise.all(
      principals.map(async (text) => {
        const signed = statementOfText(text)
        const { kind, addr, seq, prn, kid } = await readStatement(signed)
        const isNamed = holders.some(
          (holder) => holder.kind === "archive" && holder.prn === prn && equalBytes(holder.kid, kid),
        )
        return kind === "archive" && addr === null && seq === 0 && isNamed
          ? signed
          : refuseRequest("organization.policy_refused")
      }),
    ),
  )
}

function membershipOf(
  parts: OrganizationParts,
  engine: CryptoEngine,
  input: {
    org: string
    address: string
    name: string
    role: OrganizationRole
    state: StoredMembership["state"]
    since: number
  },
): StoredMembership {
  const id = `mem_${newId("org").slice(4)}`
  const { org, address, name, role, state, since } = input
  return {
    id,
    org,
    addressIndex: addressIndex(parts.platform, address),
    profileSealed: sealProfile(engine, `membership|${id}`, { address, name }),
    role,
    state,
    since,
  }
}
