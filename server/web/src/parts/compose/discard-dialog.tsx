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

export function DiscardDialog({ onKeep, onDiscard }: { readonly onKeep: () => void; readonly onDiscard: () => void }) {
  const { compose } = useStrings()
  return (
    <Dialog open modalType="alert" onOpenChange={(_, { open }) => open || onKeep()}>
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
