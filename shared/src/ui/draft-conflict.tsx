/** The question when another device wrote into the same draft. */
import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components"
import { useFormats, useStrings } from "./provider.tsx"

export interface DraftConflictProps {
  /** When the other text was saved. */
  readonly savedAt: number
  readonly onChoose: (choice: "both" | "mine" | "theirs") => void
}

export function DraftConflict({ savedAt, onChoose }: DraftConflictProps) {
  const { conflict } = useStrings().drafts
  const formats = useFormats()
  return (
    <MessageBar intent="warning" layout="multiline" role="alert" data-note="conflict">
      <MessageBarBody>
        <MessageBarTitle>{conflict.title}</MessageBarTitle> {conflict.text(formats.inSentence(savedAt))}
      </MessageBarBody>
      <MessageBarActions>
        <Button appearance="primary" onClick={() => onChoose("both")}>
          {conflict.both}
        </Button>
        <Button onClick={() => onChoose("mine")}>{conflict.mine}</Button>
        <Button onClick={() => onChoose("theirs")}>{conflict.theirs}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}
