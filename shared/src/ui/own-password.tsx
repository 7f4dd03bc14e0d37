/** The sender asks for the reader's own password each time the message is opened. Kept nowhere; the host proves it. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import { Key24Regular } from "@fluentui/react-icons"
import { useState } from "react"
import type { FormEvent } from "react"
import { EmptyState } from "./empty-state.tsx"
import { PasswordField } from "./password-field.tsx"
import { useStrings } from "./provider.tsx"

const useStyles = makeStyles({
  page: { display: "flex", flexGrow: 1 },
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM, width: "min(360px, 100%)" },
})

export interface OwnPasswordProps {
  readonly sender: string
  readonly isWrong: boolean
  readonly onGive: (password: string) => void
  /** 2 below the heading of a page. */
  readonly headingLevel?: 1 | 2
}

export function OwnPassword({ sender, isWrong, onGive, headingLevel = 1 }: OwnPasswordProps) {
  const styles = useStyles()
  const { recall } = useStrings()
  const [password, setPassword] = useState("")
  const give = (event: FormEvent) => {
    event.preventDefault()
    if (password !== "") onGive(password)
  }
  return (
    <div className={styles.page} data-page="own-password">
      <EmptyState
        headingLevel={headingLevel}
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
    </div>
  )
}
