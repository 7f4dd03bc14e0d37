/** Where messages lie in one person's mailbox, and whether they are new there. Moves nothing of anybody else. */
import { and, eq, inArray } from "drizzle-orm"
import { FOLDERS } from "@smp/shared/wire"
import type { Folder } from "@smp/shared/wire"
import type { Database, Query } from "./database.ts"
import { moved } from "./moving.ts"
import type { Move, Placed } from "./moving.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface Replacement {
  readonly move: Move | null
  readonly unread: boolean | null
  readonly label: { readonly id: string; readonly isOn: boolean } | null
}
/** A message of the mailbox, and by which right it lies there. */
export interface OwnMessage {
  readonly id: string
  readonly sentAt: number
  readonly files: number
  readonly homes: readonly Folder[]
}
export function placementStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  /** By folder, so that the primary key leads to each row. */
  const whereIs = (address: string, message: string) =>
    and(eq(t.placement.address, address), inArray(t.placement.folder, [...FOLDERS]), eq(t.placement.message, message))
  const of = async (query: Query, address: string, message: string): Promise<Placed[]> =>
    (await query.select().from(t.placement).where(whereIs(address, message))).map(({ folder, cameFrom, unread }) => ({
      folder: folder as Folder,
      cameFrom: cameFrom === null ? [] : (cameFrom.split(",") as Folder[]),
      unread,
    }))
  const put = async (query: Query, address: string, own: OwnMessage, change: Replacement): Promise<boolean> => {
    const { id: message, sentAt, files } = own
    const before = await of(query, address, message)
    const after = change.move === null ? before : moved(before, change.move, own.homes)
    if (after === null) return false
    if (change.move !== null) {
      await query.delete(t.placement).where(whereIs(address, message))
      for (const { folder, cameFrom, unread } of after) {
        const origin = cameFrom.length === 0 ? null : cameFrom.join()
        await query.insert(t.placement).values({ address, message, folder, unread, sentAt, files, cameFrom: origin })
      }
    }
    if (change.unread !== null)
      await query.update(t.placement).set({ unread: change.unread }).where(whereIs(address, message))
    if (change.label !== null) {
      const { id: label, isOn } = change.label
      if (isOn) await query.insert(t.messageLabel).values({ address, label, message, sentAt }).onConflictDoNothing()
      else {
        const isIt = and(
          eq(t.messageLabel.address, address),
          eq(t.messageLabel.message, message),
          eq(t.messageLabel.label, label),
        )
        await query.delete(t.messageLabel).where(isIt)
      }
    }
    return true
  }
  return {
    of: (address: string, message: string): Promise<Placed[]> => of(read, address, message),
    /** All of them or none. @returns false when one of them cannot be moved so */
    change: async (address: string, messages: readonly OwnMessage[], change: Replacement): Promise<boolean> => {
      try {
        await database.tx(async (query) => {
          for (const message of messages)
            if (!(await put(query, address, message, change))) throw new CannotMove("one of them cannot be moved so")
        })
        return true
      } catch (error) {
        if (error instanceof CannotMove) return false
        throw error
      }
    },
  }
}

class CannotMove extends Error {}
