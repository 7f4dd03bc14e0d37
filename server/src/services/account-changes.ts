/**
 * What follows a change of an account: its owner is told by a mail, and after a reset (docs/PROTOCOL.md §2.3) everything that
 * was addressed to the mailbox waits for its new key.
 * Promises: owed from the change's own transaction on, in the platform's database, until both stand in the organizations' own;
 * repeated after a crash, nothing is there twice.
 */
import { toHex } from "@smp/shared/bytes"
import type { AccountChange, IdentityStore } from "../data/identity.store.ts"
import type { CryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import type { Directory } from "./directory.service.ts"
import type { MailboxIndex } from "./mailbox-index.ts"
import type { Notices } from "./notices.ts"
import type { Organizations } from "./organizations.service.ts"
import { openProfile } from "./people.ts"

export interface AccountChangeParts {
  readonly identities: IdentityStore
  readonly platform: CryptoEngine
  readonly directory: Pick<Directory, "newestOf">
  readonly mailboxes: MailboxIndex
  readonly organizations: Pick<Organizations, "homeOf">
  readonly notices: Notices
  readonly now: () => number
  readonly report: (fault: unknown) => void
}
export type AccountChanges = ReturnType<typeof accountChanges>

export function accountChanges(parts: AccountChangeParts) {
  const settle = async (change: AccountChange): Promise<void> => {
    const identity = await parts.identities.byId(change.identity)
    if (identity !== null) {
      const { address } = openProfile(parts.platform, `identity|${identity.id}`, identity.profileSealed)
      if (change.kind === "reset") await waitForAll(parts, address)
      await tellOwner(parts, change, address)
    }
    await parts.identities.settleChange(change)
  }
  return {
    /** Whatever cannot be done now stays owed. */
    settleAll: async (): Promise<void> => {
      for (const change of await parts.identities.openChanges()) await settle(change).catch(parts.report)
    },
  }
}

const NOTICES = { reset: "access-renewed", password: "password-changed", recovery: "password-recovered" } as const

async function waitForAll({ directory, mailboxes, now }: AccountChangeParts, address: string): Promise<void> {
  const newest = await directory.newestOf(address)
  if (newest === null) return
  for (const { wanted } of await mailboxes.organizationsOf(address))
    await wanted.addAll({ address, kid: toHex(newest.kid), since: now() })
}

/** By the first organization that has to do with this mailbox; a mailbox without any has nothing to be told. */
async function tellOwner(
  { organizations, notices }: AccountChangeParts,
  { identity, kind, id }: AccountChange,
  address: string,
): Promise<void> {
  const organization = await organizations.homeOf(address)
  if (organization === null) return
  const notice = { kind: NOTICES[kind], to: address, organization: organization.name } as const
  // The blank keeps it apart from every key of a client.
  await notices.tell(organization.id, notice, { identity, key: `${kind} ${id}` })
}
