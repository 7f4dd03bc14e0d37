/** Moving messages, at once and to be undone for ten seconds. */
import { useStrings } from "@smp/shared/ui"
import type { Folder, MessageId, PlacementsChange } from "@smp/shared/wire"
import { useCallback, useState } from "react"
import { useAccount } from "../account-context.ts"
import { useMailbox } from "./mailbox.tsx"
import { offerUndo } from "./undo.tsx"

export type MoveTarget = NonNullable<PlacementsChange["to"]>
export interface Moving {
  readonly hasFailed: boolean
  readonly change: (change: PlacementsChange) => Promise<boolean>
  /** `from` null: from wherever it lies. */
  readonly move: (ids: readonly MessageId[], from: Folder | null, to: MoveTarget) => Promise<boolean>
}

/** Where an undone move puts things: back to the one folder, or wherever each came from. */
const backTo = (from: Folder | null): MoveTarget => from ?? "restore"

export function useMoving(): Moving {
  const account = useAccount()
  const { refresh } = useMailbox()
  const { mailbox } = useStrings()
  const [hasFailed, setFailed] = useState(false)
  const change = useCallback(
    async (wanted: PlacementsChange): Promise<boolean> => {
      try {
        await account.client.placeAll(wanted)
        setFailed(false)
        return true
      } catch {
        setFailed(true)
        return false
      } finally {
        refresh()
      }
    },
    [account, refresh],
  )
  const move = useCallback(
    async (ids: readonly MessageId[], from: Folder | null, to: MoveTarget): Promise<boolean> => {
      const isMoved = await change({ ids: [...ids], ...(from === null ? {} : { from }), to })
      const undo = (text: string, now: Folder) =>
        offerUndo(text, () => void change({ ids: [...ids], from: now, to: backTo(from) }))
      if (isMoved && to === "archive") undo(mailbox.archived(ids.length), "archive")
      if (isMoved && to === "trash") undo(mailbox.thrown(ids.length), "trash")
      if (isMoved && to === "restore" && from !== null)
        offerUndo(mailbox.restored(ids.length), () => void change({ ids: [...ids], to: from }))
      return isMoved
    },
    [change, mailbox],
  )
  return { hasFailed, change, move }
}
