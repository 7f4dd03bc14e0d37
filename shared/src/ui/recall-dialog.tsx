/**
 * Recall: not "are you sure", but what it does to each person. The focus begins in the reason; Esc keeps the message.
 * Takes plain data; the host recalls.
 */
import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  tokens,
} from "@fluentui/react-components"
import { ArrowUndo20Regular } from "@fluentui/react-icons"
import { useEffect, useRef, useState } from "react"
import { PersonAvatar } from "./person-avatar.tsx"
import { useStrings } from "./provider.tsx"
import type { SlipPerson } from "../view/index.ts"

export const MAX_REASON = 300

export interface RecallOrderView {
  readonly reason: string
  /** null: everybody. */
  readonly who: readonly string[] | null
}
export interface RecallDialogProps {
  readonly isOpen: boolean
  /** Who can still open it, or could. */
  readonly people: readonly SlipPerson[]
  readonly organization: string
  readonly hasArchive: boolean
  /** Why it did not work; null: nothing went wrong. */
  readonly failure: string | null
  readonly isBusy: boolean
  readonly onKeep: () => void
  readonly onRecall: (order: RecallOrderView) => void
}

const useStyles = makeStyles({
  content: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
  person: {
    display: "grid",
    gridTemplateColumns: "auto 32px 1fr",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "center",
  },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  effect: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  button: { whiteSpace: "nowrap" },
  people: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS },
})

function usePersonEffect({ events }: SlipPerson): { head: (name: string) => string; text: string } {
  const { recall } = useStrings()
  const has = (kind: string) => events.some((event) => event.kind === kind)
  const files = new Set(events.filter(({ kind }) => kind === "downloaded").map(({ obj }) => obj)).size
  if (files > 0) return { head: recall.opened, text: recall.savedEffect(files) }
  if (has("displayed")) return { head: recall.opened, text: recall.openedEffect }
  if (has("released")) return { head: recall.released, text: recall.releasedEffect }
  return { head: recall.never, text: recall.neverEffect }
}

function PersonEffect({
  person,
  isChosen,
  onChoose,
}: {
  readonly person: SlipPerson
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
}) {
  const styles = useStyles()
  const name = person.name || person.address
  const { head, text } = usePersonEffect(person)
  return (
    <li className={styles.person}>
      <Checkbox
        checked={isChosen}
        aria-label={name}
        aria-describedby={`effect ${person.address}`}
        onChange={(_, { checked }) => onChoose(checked === true)}
      />
      <PersonAvatar name={name} address={person.address} />
      <span id={`effect ${person.address}`}>
        <bdi className={styles.name}>{head(name)}</bdi>
        <br />
        <span className={styles.effect}>{text}</span>
      </span>
    </li>
  )
}

/** The dialog itself focuses its first part when it opens: this comes after that. */
function useFocusLater() {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const timer = setTimeout(() => field.current?.focus())
    return () => clearTimeout(timer)
  }, [])
  return field
}

export function RecallDialog(props: RecallDialogProps) {
  const { isOpen, people, organization, hasArchive, failure, isBusy, onKeep, onRecall } = props
  const styles = useStyles()
  const { recall } = useStrings()
  const [reason, setReason] = useState("")
  const [spared, setSpared] = useState<ReadonlySet<string>>(new Set())
  const field = useFocusLater()
  const chosen = people.filter(({ address }) => !spared.has(address))
  const choose = (address: string, isChosen: boolean) => {
    const next = new Set(spared)
    if (isChosen) next.delete(address)
    else next.add(address)
    setSpared(next)
  }
  const order = () =>
    onRecall({
      reason: reason.trim(),
      who: chosen.length === people.length ? null : chosen.map(({ address }) => address),
    })
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => open || onKeep()}>
      <DialogSurface data-dialog="recall">
        <DialogBody>
          <DialogTitle>{recall.title}</DialogTitle>
          <DialogContent className={styles.content}>
            <p>{recall.text}</p>
            <ul className={styles.people}>
              {people.map((person) => (
                <PersonEffect
                  key={person.address}
                  person={person}
                  isChosen={!spared.has(person.address)}
                  onChoose={(isChosen) => choose(person.address, isChosen)}
                />
              ))}
            </ul>
            <Field label={recall.reason} hint={recall.reasonHint}>
              <Input
                input={{ ref: field }}
                value={reason}
                maxLength={MAX_REASON}
                onChange={(_, { value }) => setReason(value)}
                onKeyDown={(event) => event.key === "Enter" && chosen.length > 0 && !isBusy && order()}
              />
            </Field>
            <p className={styles.effect}>{hasArchive ? recall.archive(organization) : recall.slipStays}</p>
            {failure !== null && (
              <MessageBar intent="error">
                <MessageBarBody>{failure}</MessageBarBody>
              </MessageBar>
            )}
          </DialogContent>
          <DialogActions>
            <Button className={styles.button} onClick={onKeep}>
              {recall.keep}
            </Button>
            <Button
              className={styles.button}
              appearance="primary"
              icon={<ArrowUndo20Regular />}
              disabledFocusable={chosen.length === 0 || isBusy}
              onClick={() => chosen.length > 0 && !isBusy && order()}
            >
              {recall.confirm(chosen.length)}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
