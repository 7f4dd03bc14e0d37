/**
 * What follows a reset (docs/PROTOCOL.md §2.3): everything that was addressed to the mailbox waits for its new key, and its
 * owner is told by a mail. A new password leads to the mail alone.
 * Promises: owed from the reset's own transaction on, in the platform's database, until both stand in the organizations' own;
 * repeated after a crash, nothing is there twice.
 */
import { toHex } from "@smp/shared/bytes"
import { PASSWORD_OWED, RECOVERED_OWED } from "../data/identity.store.ts"
import type { IdentityStore } from "../data/identity.store.ts"
import type { CryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import type { Directory } from "./directory.service.ts"
import type { MailboxIndex } from "./mailbox-index.ts"
import type { Notices } from "./notices.ts"
import type { Organizations } from "./organizations.service.ts"
import { openProfile } from "./people.ts"

export interface AfterResetParts {
  readonly identities: IdentityStore
  readonly platform: CryptoEngine
  readonly directory: Pick<Directory, "newestOf">
  readonly mailboxes: MailboxIndex
  readonly organizations: Pick<Organizations, "homeOf">
  readonly notices: Notices
  readonly now: () => number
  readonly report: (fault: unknown) => void
}
export type AfterReset = ReturnType<typeof afterReset>

export function afterReset(parts: AfterResetParts) {
  const settle = async (owed: { identity: string; kid: string }): Promise<void> => {
    const identity = await parts.identities.byId(owed.identity)
    if (identity !== null) {
      const { address } = openProfile(parts.platform, `identity|${identity.id}`, identity.profileSealed)
      if (kindOf(owed) === "access-renewed") await waitForAll(parts, address)
      await tellOwner(parts, { ...owed, address })
    }
    await parts.identities.settleReset(owed)
  }
  return {
    /** Whatever cannot be done now stays owed. */
    settleAll: async (): Promise<void> => {
      for (const owed of await parts.identities.owedResets()) await settle(owed).catch(parts.report)
    },
  }
}

function kindOf({ kid }: { kid: string }) {
  if (kid.startsWith(PASSWORD_OWED)) return "password-changed"
  return kid.startsWith(RECOVERED_OWED) ? "password-recovered" : "access-renewed"
}

async function waitForAll({ directory, mailboxes, now }: AfterResetParts, address: string): Promise<void> {
  const newest = await directory.newestOf(address)
  if (newest === null) return
  for (const { wanted } of await mailboxes.organizationsOf(address))
    await wanted.addAll({ address, kid: toHex(newest.kid), since: now() })
}

/** By the first organization that has to do with this mailbox; a mailbox without any has nothing to be told. */
async function tellOwner(
  { organizations, notices }: AfterResetParts,
  { identity, kid, address }: { identity: string; kid: string; address: string },
): Promise<void> {
  const organization = await organizations.homeOf(address)
  if (organization === null) return
  const notice = { kind: kindOf({ kid }), to: address, organization: organization.name } as const
  // The blank keeps it apart from every key of a client.
  await notices.tell(organization.id, notice, { identity, key: `reset ${kid}` })
}
