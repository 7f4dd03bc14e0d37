/** A new label, or another name and colour for one. */
import {
  Button,
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
  Radio,
  RadioGroup,
  tokens,
} from "@fluentui/react-components"
import { useStrings } from "@smp/shared/ui"
import { labelColor } from "@smp/shared/wire"
import type { Label, LabelColor } from "@smp/shared/wire"
import { useState } from "react"
import type { FormEvent } from "react"
import { useAccount } from "../account-context.ts"
import { LabelDot } from "./label-mark.tsx"
import { useMailbox } from "./mailbox.tsx"

const useStyles = makeStyles({
  fields: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  colors: { display: "flex", flexWrap: "wrap" },
  color: { display: "inline-flex", alignItems: "center", columnGap: tokens.spacingHorizontalXS },
})

interface LabelDialogProps {
  readonly isOpen: boolean
  /** null: a new one. */
  readonly label: Label | null
  readonly onClose: () => void
}

export function LabelDialog({ isOpen, label, onClose }: LabelDialogProps) {
  const { client } = useAccount()
  const { refresh } = useMailbox()
  const { common, mailbox } = useStrings()
  const [name, setName] = useState(label?.name ?? "")
  const [color, setColor] = useState<LabelColor>(label?.color ?? "blue")
  const [problem, setProblem] = useState<"name" | "failed" | null>(null)
  const [isBusy, setBusy] = useState(false)
  const run = async (work: () => Promise<unknown>) => {
    if (isBusy) return
    setBusy(true)
    try {
      await work()
      refresh()
      onClose()
    } catch {
      setProblem("failed")
      setBusy(false)
    }
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    const wanted = { name: name.trim().slice(0, 60), color }
    if (wanted.name === "") return setProblem("name")
    return void run(() => (label === null ? client.addLabel(wanted) : client.changeLabel(label.id, wanted)))
  }
  return (
    <Dialog open={isOpen} onOpenChange={(_, { open }) => open || onClose()}>
      <DialogSurface>
        <form onSubmit={save}>
          <DialogBody>
            <DialogTitle>{label === null ? mailbox.newLabel : mailbox.editLabel(label.name)}</DialogTitle>
            <DialogContent>
              <Fields {...{ name, setName, color, setColor }} isNameMissing={problem === "name"} />
              {problem === "failed" && (
                <MessageBar intent="error">
                  <MessageBarBody>{mailbox.labelFailed}</MessageBarBody>
                </MessageBar>
              )}
              {label !== null && <p>{mailbox.removeLabelText}</p>}
            </DialogContent>
            <DialogActions>
              {label !== null && (
                <Button onClick={() => void run(() => client.removeLabel(label.id))}>{mailbox.removeLabel}</Button>
              )}
              <Button onClick={onClose}>{common.cancel}</Button>
              <Button type="submit" appearance="primary" disabledFocusable={isBusy}>
                {mailbox.save}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}

interface FieldsProps {
  readonly name: string
  readonly setName: (name: string) => void
  readonly color: LabelColor
  readonly setColor: (color: LabelColor) => void
  readonly isNameMissing: boolean
}

function Fields({ name, setName, color, setColor, isNameMissing }: FieldsProps) {
  const styles = useStyles()
  const { mailbox } = useStrings()
  return (
    <div className={styles.fields}>
      <Field label={mailbox.labelName} {...(isNameMissing ? { validationMessage: mailbox.labelNeedsName } : {})}>
        <Input value={name} maxLength={60} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Field label={mailbox.labelColor}>
        <RadioGroup
          className={styles.colors}
          layout="horizontal"
          value={color}
          onChange={(_, { value }) => setColor(value as LabelColor)}
        >
          {labelColor.options.map((option) => (
            <Radio
              key={option}
              value={option}
              label={
                <span className={styles.color}>
                  <LabelDot color={option} />
                  {mailbox.colors[option]}
                </span>
              }
            />
          ))}
        </RadioGroup>
      </Field>
    </div>
  )
}
