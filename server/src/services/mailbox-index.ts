/**
 * In which organizations a person has messages: a mailbox asks those databases and no others, however many there are.
 * Promises: an organization is entered before its first message for the person is committed, so nothing is ever missed;
 * what is entered without need costs one question and shows nothing.
 */
import type { MailboxStore } from "../data/mailbox.store.ts"
import type { CryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"
import { addressIndex } from "./people.ts"

export interface MailboxIndexParts {
  readonly house: OrganizationHouse
  readonly store: MailboxStore
  readonly platform: CryptoEngine
}
export type MailboxIndex = Awaited<ReturnType<typeof mailboxIndex>>

const MOST_KNOWN = 200_000

export async function mailboxIndex({ house, store, platform }: MailboxIndexParts) {
  const known = new Set<string>()
  const remember = async (org: string, addresses: readonly string[]): Promise<void> => {
    const unknown = [...new Set(addresses)].filter((address) => !known.has(`${org} ${address}`))
    if (unknown.length === 0) return
    await store.add(
      org,
      unknown.map((address) => addressIndex(platform, address)),
    )
    if (known.size > MOST_KNOWN) known.clear()
    for (const address of unknown) known.add(`${org} ${address}`)
  }
  // Databases that are older than this index.
  for (const organization of house.all()) {
    if (await store.isComplete(organization.id)) continue
    await remember(organization.id, await organization.lists.addresses())
    await store.setComplete(organization.id)
  }
  return {
    /** To be called before the commit. */
    remember,
    organizationsOf: async (address: string): Promise<OpenOrganization[]> => {
      const ids = await store.organizationsOf(addressIndex(platform, address))
      const isOpen = (id: string) => house.all().some((organization) => organization.id === id)
      if (!ids.every(isOpen)) await house.refresh()
      return house.all().filter(({ id }) => ids.includes(id))
    },
  }
}
