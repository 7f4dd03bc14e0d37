/** Brings the search up to date soon after a commit, outside of it: handing over never waits for the index. */
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"

const SOON_MS = 400
export type SearchIndex = ReturnType<typeof searchIndex>

export function searchIndex({ house, report }: { house: OrganizationHouse; report: (fault: unknown) => void }) {
  const due = new Map<string, NodeJS.Timeout>()
  const nudge = (organization: OpenOrganization): void => {
    if (due.has(organization.id)) return
    const index = (): void => {
      due.delete(organization.id)
      organization.search.catchUp().catch(report)
    }
    due.set(organization.id, setTimeout(index, SOON_MS).unref())
  }
  // What an ended process left.
  for (const organization of house.all()) nudge(organization)
  return {
    nudge,
    stop: (): void => {
      for (const timer of due.values()) clearTimeout(timer)
    },
  }
}
