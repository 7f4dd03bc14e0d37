import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from "@fluentui/react-components"
import { useStrings } from "@smp/shared/ui"

interface DiscardDialogProps {
  readonly isOpen: boolean
  readonly onKeep: () => void
  readonly onDiscard: () => void
}

export function DiscardDialog({ isOpen, onKeep, onDiscard }: DiscardDialogProps) {
  const { compose } = useStrings()
  return (
    <Dialog open={isOpen} modalType="alert" onOpenChange={(_, { open }) => open || onKeep()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{compose.discardTitle}</DialogTitle>
          <DialogContent>{compose.discardText}</DialogContent>
          <DialogActions>
            <Button onClick={onDiscard}>{compose.discard}</Button>
            <Button appearance="primary" onClick={onKeep}>
              {compose.keepWriting}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
