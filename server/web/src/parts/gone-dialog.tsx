/** The one move that cannot be undone is asked about. */
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

interface GoneDialogProps {
  readonly isOpen: boolean
  readonly count: number
  readonly onClose: () => void
  readonly onGone: () => void
}

export function GoneDialog({ isOpen, count, onClose, onGone }: GoneDialogProps) {
  const { common, mailbox } = useStrings()
  return (
    <Dialog open={isOpen} modalType="alert" onOpenChange={(_, { open }) => open || onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{mailbox.goneTitle(count)}</DialogTitle>
          <DialogContent>{mailbox.goneText}</DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{common.cancel}</Button>
            <Button appearance="primary" onClick={onGone}>
              {mailbox.goneIt}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
