/** Recall of one attachment: what that does, and the reason that all recipients see. Takes plain data; the host recalls. */
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
  tokens,
} from "@fluentui/react-components"
import { ArrowUndo20Regular } from "@fluentui/react-icons"
import { useState } from "react"
import { useStrings } from "./provider.tsx"
import { MAX_REASON } from "./recall-dialog.tsx"
import { useOrder } from "./use-order.ts"

const useStyles = makeStyles({
  content: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
  button: { whiteSpace: "nowrap" },
})

export interface RecallFileDialogProps {
  readonly name: string
  /** So many recipients have saved it. */
  readonly savedBy: number
  readonly onKeep: () => void
  /** Throws when it did not work. */
  readonly onRecall: (reason: string) => Promise<void>
}

export function RecallFileDialog({ name, savedBy, onKeep, onRecall }: RecallFileDialogProps) {
  const styles = useStyles()
  const { recall } = useStrings()
  const [reason, setReason] = useState("")
  const { isBusy, hasFailed, order } = useOrder(onKeep)
  const recallFile = () => void order(() => onRecall(reason.trim()))
  return (
    <Dialog open onOpenChange={(_, { open }) => open || onKeep()}>
      <DialogSurface data-dialog="recall-file">
        <DialogBody>
          <DialogTitle>
            <bdi>{recall.file.title(name)}</bdi>
          </DialogTitle>
          <DialogContent className={styles.content}>
            <p>{recall.file.text}</p>
            <p>{recall.file.effect(savedBy)}</p>
            <Field
              label={recall.reason}
              hint={recall.reasonHint}
              {...(hasFailed ? { validationMessage: recall.failed, validationState: "error" as const } : {})}
            >
              <Input
                value={reason}
                maxLength={MAX_REASON}
                onChange={(_, { value }) => setReason(value)}
                onKeyDown={({ key }) => key === "Enter" && recallFile()}
              />
            </Field>
          </DialogContent>
          <DialogActions>
            <Button className={styles.button} onClick={onKeep}>
              {recall.file.keep}
            </Button>
            <Button
              className={styles.button}
              appearance="primary"
              icon={<ArrowUndo20Regular />}
              disabledFocusable={isBusy}
              onClick={recallFile}
            >
              {recall.file.confirm}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
