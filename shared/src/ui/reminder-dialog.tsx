/** Reminding: who gets which words, and when. Takes plain data; the host reminds. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  Select,
  tokens,
} from "@fluentui/react-components"
import { useState } from "react"
import { PersonAvatar } from "./person-avatar.tsx"
import { useFormats, useStrings } from "./provider.tsx"
import type { SlipPerson } from "../view/index.ts"
import { useOrder } from "./use-order.ts"

const DAY_MS = 86_400_000
const DAYS = [0, 1, 3, 7, 14]
const MOST_NAMED = 6

export interface ReminderOrderView {
  readonly to: readonly string[]
  /** Milliseconds since 1970 UTC; null: now. */
  readonly at: number | null
}

const useStyles = makeStyles({
  content: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
  people: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXS },
  person: {
    display: "grid",
    gridTemplateColumns: "28px minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "center",
  },
  name: { overflowWrap: "anywhere" },
  words: {
    paddingInlineStart: tokens.spacingHorizontalM,
    borderInlineStartWidth: "3px",
    borderInlineStartStyle: "solid",
    borderInlineStartColor: tokens.colorNeutralStroke1,
    color: tokens.colorNeutralForeground2,
    textWrap: "pretty",
  },
})

export interface ReminderDialogProps {
  readonly people: readonly SlipPerson[]
  readonly sender: string
  readonly onKeep: () => void
  /** Throws when it did not work. */
  readonly onRemind: (order: ReminderOrderView) => Promise<void>
}

export function ReminderDialog({ people, sender, onKeep, onRemind }: ReminderDialogProps) {
  const styles = useStyles()
  const { common, list, tracking } = useStrings()
  const { reminder } = tracking
  const formats = useFormats()
  const [days, setDays] = useState(0)
  const { isBusy, hasFailed, order } = useOrder(onKeep)
  const remind = () =>
    void order(() =>
      onRemind({ to: people.map(({ address }) => address), at: days === 0 ? null : formats.now() + days * DAY_MS }),
    )
  return (
    <Dialog open onOpenChange={(_, { open }) => open || onKeep()}>
      <DialogSurface data-dialog="reminder">
        <DialogBody>
          <DialogTitle>{reminder.title(people.length)}</DialogTitle>
          <DialogContent className={styles.content}>
            <ul className={styles.people}>
              {people.slice(0, MOST_NAMED).map(({ name, address }) => (
                <li key={address} className={styles.person}>
                  <PersonAvatar name={name || address} address={address} size={28} />
                  <bdi className={styles.name}>{name || address}</bdi>
                </li>
              ))}
              {people.length > MOST_NAMED && <li>{list.andMore(people.length - MOST_NAMED)}</li>}
            </ul>
            <p>{reminder.text}</p>
            <p className={styles.words}>{reminder.mail(sender)}</p>
            <Field
              label={reminder.when}
              hint={reminder.once}
              {...(hasFailed ? { validationMessage: reminder.failed, validationState: "error" as const } : {})}
            >
              <Select value={String(days)} onChange={(_, { value }) => setDays(Number(value))}>
                {DAYS.map((count) => (
                  <option key={count} value={count}>
                    {reminder.inDays(count, formats.date(formats.now() + count * DAY_MS))}
                  </option>
                ))}
              </Select>
            </Field>
          </DialogContent>
          <DialogActions>
            <Button onClick={onKeep}>{common.cancel}</Button>
            <Button appearance="primary" disabledFocusable={isBusy} onClick={remind}>
              {reminder.send}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
