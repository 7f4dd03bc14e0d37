/**
 * Brings the search up to date soon after a commit, outside of it: handing over never waits for the index, and a burst is
 * taken in first.
 */
import { afterBurst } from "../engines/after-burst.ts"
import type { AfterBurst } from "../engines/after-burst.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"

const BURST = { pauseMs: 400, latestMs: 3_000 }
export type SearchIndex = ReturnType<typeof searchIndex>

export function searchIndex({ house, report }: { house: OrganizationHouse; report: (fault: unknown) => void }) {
  const indexing = new Map<string, AfterBurst>()
  const nudge = (organization: OpenOrganization): void => {
    const known =
      indexing.get(organization.id) ?? afterBurst(BURST, () => void organization.search.catchUp().catch(report))
    indexing.set(organization.id, known)
    known.nudge()
  }
  // What an ended process left.
  for (const organization of house.all()) nudge(organization)
  return {
    nudge,
    stop: (): void => {
      for (const due of indexing.values()) due.stop()
    },
  }
}
