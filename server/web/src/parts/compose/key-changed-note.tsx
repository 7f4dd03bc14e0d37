/** A recipient's key is another one than last time: nothing is sent to it before the sender has asked. */
import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components"
import { showKid } from "@smp/shared/suite"
import { useStrings } from "@smp/shared/ui"
import type { Changed } from "./use-recipients.ts"

export function KeyChangedNote({
  name,
  changed,
  onAccept,
  onRemove,
}: {
  readonly name: string
  readonly changed: Changed
  readonly onAccept: () => void
  readonly onRemove: () => void
}) {
  const { compose, message } = useStrings()
  return (
    <MessageBar intent="warning" layout="multiline" data-note="key-changed">
      <MessageBarBody>
        <MessageBarTitle>{compose.keyChanged.title(name)}</MessageBarTitle> {compose.keyChanged.text}
        <br />
        {message.keyBefore}: <code>{showKid(changed.old)}</code>
        <br />
        {message.keyNow}: <code>{showKid(changed.statement.kid)}</code>
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={onRemove}>{compose.keyChanged.remove}</Button>
        <Button onClick={onAccept}>{compose.keyChanged.accept}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}
