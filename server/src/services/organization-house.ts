/**
 * The open databases: the platform's and one per organization, each with its own data key.
 * Promises: an organization's stores are reached only through its id; keys are unwrapped once and kept in memory.
 */
import { randomBytes } from "node:crypto"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import type { OrganizationId } from "@smp/shared/wire"
import { draftStore } from "../data/draft.store.ts"
import { labelStore } from "../data/label.store.ts"
import { listStore } from "../data/list.store.ts"
import { clientNoticeStore } from "../data/client-notice.store.ts"
import { controlStore } from "../data/control.store.ts"
import { liveStore } from "../data/live.store.ts"
import { messageStore } from "../data/message.store.ts"
import { objectStore } from "../data/object.store.ts"
import { organizationLogStore } from "../data/organization-log.store.ts"
import type { OrganizationStore, RegisteredOrganization } from "../data/organization.store.ts"
import { placementStore } from "../data/placement.store.ts"
import { queueStore } from "../data/queue.store.ts"
import { recalledOrigins } from "../data/recalled-origins.ts"
import { reminderStore } from "../data/reminder.store.ts"
import { searchStore } from "../data/search.store.ts"
import { spentStore } from "../data/spent.store.ts"
import { stagingStore } from "../data/staging.store.ts"
import { trackingTotalsStore } from "../data/tracking-totals.store.ts"
import { trackingStore } from "../data/tracking.store.ts"
import { wantedStore } from "../data/wanted.store.ts"
import type { Database } from "../data/database.ts"
import type { OrganizationSchema } from "../data/schema/organization.ts"
import { cryptoEngine, openText } from "../engines/crypto-engine/crypto-engine.ts"
import type { CryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import { notFound } from "./refusal.ts"

/** Every store of one organization's database. */
export const storesOf = (database: Database<OrganizationSchema>) => ({
  messages: messageStore(database),
  lists: listStore(database),
  placements: placementStore(database),
  labels: labelStore(database),
  search: searchStore(database),
  objects: objectStore(database),
  tracking: trackingStore(database),
  log: organizationLogStore(database),
  queue: queueStore(database),
  staging: stagingStore(database),
  spent: spentStore(database),
  wanted: wantedStore(database),
  drafts: draftStore(database),
  controls: controlStore(database),
  clientNotices: clientNoticeStore(database),
  reminders: reminderStore(database),
  recalledOrigins: recalledOrigins(database),
  totals: trackingTotalsStore(database),
  live: liveStore(database),
})

export interface OpenOrganization extends Readonly<ReturnType<typeof storesOf>> {
  readonly id: OrganizationId
  readonly name: string
  readonly database: Database<OrganizationSchema>
  readonly engine: CryptoEngine
}

export interface OrganizationHouse {
  /** @throws Refusal not_found */
  get(org: string): OpenOrganization
  all(): readonly OpenOrganization[]
  /** Makes the data key of a new organization; nothing is stored before `register`. */
  newDataKey(org: string): Buffer
  open(row: RegisteredOrganization): OpenOrganization
  /** The organization's own engine, from its wrapped data key. */
  engineOf(row: Pick<RegisteredOrganization, "id" | "dataKey">): CryptoEngine
  /** Opens what was registered since, by another process or this one. */
  refresh(): Promise<void>
  close(): void
}

export interface HouseParts {
  readonly folder: string
  readonly platform: CryptoEngine
  readonly register: OrganizationStore
  readonly openDatabase: (file: string) => Database<OrganizationSchema>
}

export async function organizationHouse(parts: HouseParts): Promise<OrganizationHouse> {
  mkdirSync(parts.folder, { recursive: true, mode: 0o700 })
  const opened = new Map<string, OpenOrganization>()
  const house: OrganizationHouse = {
    get: (org) => opened.get(org) ?? notFound(),
    all: () => [...opened.values()],
    newDataKey: (org) => parts.platform.seal(`data-key|${org}`, randomBytes(32)),
    engineOf: (row) => cryptoEngine(parts.platform.open(`data-key|${row.id}`, row.dataKey)),
    open: (row) => {
      const known = opened.get(row.id)
      if (known !== undefined) return known
      const engine = house.engineOf(row)
      const database = parts.openDatabase(join(parts.folder, `${row.id}.db`))
      const organization: OpenOrganization = {
        id: row.id as OrganizationId,
        name: openText(engine, `name|${row.id}`, row.nameSealed),
        database,
        engine,
        ...storesOf(database),
      }
      opened.set(row.id, organization)
      return organization
    },
    refresh: async () => {
      for (const row of await parts.register.all()) house.open(row)
    },
    close: () => {
      for (const { database } of opened.values()) database.close()
      opened.clear()
    },
  }
  await house.refresh()
  return house
}
