/** The sender asks for the reader's own password each time the message is opened. Kept nowhere. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import { Key24Regular } from "@fluentui/react-icons"
import { EmptyState, PasswordField, useStrings } from "@smp/shared/ui"
import { useState } from "react"
import type { FormEvent } from "react"

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM, width: "min(360px, 100%)" },
})

export interface OwnPasswordProps {
  readonly sender: string
  readonly isWrong: boolean
  readonly onGive: (password: string) => void
}

export function OwnPassword({ sender, isWrong, onGive }: OwnPasswordProps) {
  const styles = useStyles()
  const { recall } = useStrings()
  const [password, setPassword] = useState("")
  const give = (event: FormEvent) => {
    event.preventDefault()
    if (password !== "") onGive(password)
  }
  return (
    <main data-page="own-password" style={{ display: "flex", flexGrow: 1 }}>
      <EmptyState
        headingLevel={1}
        icon={<Key24Regular />}
        title={recall.password.title}
        text={recall.password.text(sender)}
        actions={
          <form className={styles.form} onSubmit={give}>
            <PasswordField
              label={recall.password.label}
              value={password}
              onChange={setPassword}
              error={isWrong ? recall.password.wrong : null}
              autoFocus
            />
            <Button appearance="primary" type="submit" disabledFocusable={password === ""}>
              {recall.password.open}
            </Button>
          </form>
        }
      />
    </main>
  )
}
