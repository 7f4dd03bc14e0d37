/**
 * Brings the search up to date soon after a commit, outside of it: handing over never waits for the index, and a burst is
 * taken in first.
 */
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"

/** After the last of a burst, and at the latest after its first. */
const SOON_MS = 400
const LATEST_MS = 3_000
export type SearchIndex = ReturnType<typeof searchIndex>

export function searchIndex({ house, report }: { house: OrganizationHouse; report: (fault: unknown) => void }) {
  const due = new Map<string, { readonly timer: NodeJS.Timeout; readonly since: number }>()
  const nudge = (organization: OpenOrganization): void => {
    const waiting = due.get(organization.id)
    if (waiting !== undefined) {
      if (performance.now() - waiting.since < LATEST_MS - SOON_MS) waiting.timer.refresh()
      return
    }
    const index = (): void => {
      due.delete(organization.id)
      organization.search.catchUp().catch(report)
    }
    due.set(organization.id, { timer: setTimeout(index, SOON_MS).unref(), since: performance.now() })
  }
  // What an ended process left.
  for (const organization of house.all()) nudge(organization)
  return {
    nudge,
    stop: (): void => {
      for (const { timer } of due.values()) clearTimeout(timer)
    },
  }
}
