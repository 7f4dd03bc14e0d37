/** Choosing several messages of a list, and the bar that then takes the place of the filters. */
import type { Folder, MessageId, MessageRow } from "@smp/shared/wire"
import { useCallback, useMemo, useState } from "react"
import type { ReactNode } from "react"
import { BulkBar } from "./bulk-bar.tsx"
import type { ListActions } from "./message-list.tsx"
import type { MessageList } from "./use-messages.ts"
import { useMoving } from "./use-moving.ts"

export interface Choosing {
  readonly actions: ListActions
  readonly toggle: () => void
  /** null: nothing is chosen. */
  readonly bar: ReactNode
}

interface ListInHand {
  readonly rows: readonly MessageRow[]
  readonly folder: Folder | null
  readonly messages: Pick<MessageList, "drop">
}

/** The most that one call changes. */
const MOST = 200

export function useChoosing({ rows, folder, messages }: ListInHand): Choosing {
  const moving = useMoving()
  const { move } = moving
  const { drop } = messages
  const [isOn, setOn] = useState(false)
  const [ids, setIds] = useState<ReadonlySet<MessageId>>(new Set())
  const chosen = useMemo(() => rows.filter(({ id }) => ids.has(id)).slice(0, MOST), [ids, rows])
  const onChoose = useCallback((id: MessageId) => {
    setOn(true)
    setIds((before) => (before.has(id) ? new Set([...before].filter((held) => held !== id)) : new Set([...before, id])))
  }, [])
  const away = useCallback(
    ({ id }: MessageRow, to: "archive" | "trash") => {
      if (folder === to) return
      void move([id], folder, to).then((isMoved) => isMoved && drop([id]))
    },
    [drop, folder, move],
  )
  const actions = useMemo<ListActions>(
    () => ({
      isChoosing: isOn,
      chosen: new Set(chosen.map(({ id }) => id)),
      onChoose,
      onArchive: (row) => away(row, "archive"),
      onTrash: (row) => away(row, "trash"),
    }),
    [away, chosen, isOn, onChoose],
  )
  const end = (gone: readonly MessageId[]) => {
    setIds(new Set())
    setOn(false)
    drop(gone)
  }
  return {
    actions,
    toggle: () => (isOn ? end([]) : setOn(true)),
    bar:
      chosen.length === 0 ? null : (
        <BulkBar
          rows={chosen}
          folder={folder}
          moving={moving}
          onAll={() => setIds(new Set(rows.map(({ id }) => id)))}
          onDone={end}
        />
      ),
  }
}
