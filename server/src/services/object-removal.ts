/**
 * Files of objects that no message and no draft lists any more.
 * Promises: a file goes only after the commit that took its object's row, and is owed from that very transaction on, so that
 * a crash or a fault of the disk in between leaves nothing behind: it is taken up at the next start or sweep; repeated, it
 * does the same.
 */
import type { Removal } from "../data/object.store.ts"
import type { FileStore } from "../engines/file-store/file-store.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"

const PIECE = 100

export interface RemovalParts {
  readonly house: Pick<OrganizationHouse, "all">
  readonly store: Pick<FileStore, "remove">
  readonly report: (fault: unknown) => void
}

export function objectRemoval({ house, store, report }: RemovalParts) {
  const removeFiles = async ({ engine, objects }: OpenOrganization, removal: Removal): Promise<void> => {
    const place = engine.open(`location|${removal.object}`, removal.location)
    await store.remove({ place, chunks: removal.chunks })
    await objects.removed(removal.id)
  }
  return {
    /** @param before only if its time was over before this */
    remove: async (organization: OpenOrganization, id: string, before?: number): Promise<void> => {
      const removal = await organization.objects.remove(id, before)
      if (removal !== null) await removeFiles(organization, removal).catch(report)
    },
    /** What was left behind. */
    finishAll: async (): Promise<void> => {
      for (const organization of house.all()) {
        for (let last = 0, rows: Removal[] = []; ; last = rows.at(-1)?.id ?? last) {
          rows = await organization.objects.removals(last, PIECE)
          for (const removal of rows) await removeFiles(organization, removal).catch(report)
          if (rows.length < PIECE) break
        }
      }
    },
  }
}
