/** Reminders of one own message: whom they may go to, what is planned, and ten seconds in which one is taken back. */
import type { ReminderOrderView, ReminderView } from "@smp/shared/ui"
import { useFormats, useStrings } from "@smp/shared/ui"
import type { MessageId } from "@smp/shared/wire"
import { useCallback, useEffect, useState } from "react"
import { useAccount } from "../../account-context.ts"
import { offerUndo, UNDO_MS } from "../undo.tsx"

export interface Reminders {
  /** null: not known. */
  readonly people: readonly ReminderView[] | null
  /** Throws when it did not work. */
  readonly remind: (order: ReminderOrderView) => Promise<void>
  readonly cancel: (to: readonly string[]) => void
}

/** @param seen changes with every event of the message */
export function useReminders(id: MessageId, seen: number): Reminders {
  const { client } = useAccount()
  const { reminder } = useStrings().tracking
  const formats = useFormats()
  const [people, setPeople] = useState<readonly ReminderView[] | null>(null)
  useEffect(() => {
    let isLeft = false
    client.reminders(id).then(
      (held) => isLeft || setPeople(held.people),
      () => undefined,
    )
    return () => {
      isLeft = true
    }
  }, [client, id, seen])
  const cancel = useCallback(
    (to: readonly string[]) =>
      void client.cancelReminders(id, { to }).then(
        (held) => setPeople(held.people),
        () => undefined,
      ),
    [client, id],
  )
  const remind = useCallback(
    async ({ to, at }: ReminderOrderView) => {
      // "Now" is when it can no longer be undone.
      const held = await client.remind(id, { to, at: at ?? Date.now() + UNDO_MS })
      setPeople(held.people)
      const text = at === null ? reminder.sent(to.length) : reminder.plannedFor(to.length, formats.date(at))
      offerUndo(text, () => cancel(to))
    },
    [cancel, client, formats, id, reminder],
  )
  return { people, remind, cancel }
}
