/** What the sender tells a reader on another way than the server's: words, a code, a link. */
import { Button, makeStyles, MessageBar, MessageBarBody, MessageBarTitle, tokens } from "@fluentui/react-components"
import { Checkmark20Regular, Copy20Regular } from "@fluentui/react-icons"
import { useState } from "react"
import type { ReactNode } from "react"
import { useStrings } from "./provider.tsx"

const useStyles = makeStyles({
  bar: { flexShrink: 0, marginBlockEnd: tokens.spacingVerticalM },
  actions: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS },
  text: {
    display: "block",
    marginBlock: tokens.spacingVerticalS,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase500,
    overflowWrap: "anywhere",
  },
})

export interface SecretToTellProps {
  readonly secret: {
    readonly address: string
    readonly kind: "words" | "code" | "link"
    readonly text: string
  }
  /** What the host can do about it besides. */
  readonly action?: ReactNode
}

export function SecretToTell({ secret: { address, kind, text }, action }: SecretToTellProps) {
  const styles = useStyles()
  const { secret, common } = useStrings()
  const [isCopied, setCopied] = useState(false)
  const copy = () => {
    void navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => undefined,
    )
  }
  return (
    <MessageBar className={styles.bar} intent="warning" layout="multiline" data-note="to-tell">
      <MessageBarBody>
        <MessageBarTitle>{secret.tell[kind].title(address)}</MessageBarTitle> {secret.tell[kind].text}
        <bdi className={styles.text} data-secret={kind}>
          {text}
        </bdi>
        <span className={styles.actions}>
          {action}
          <Button size="small" icon={isCopied ? <Checkmark20Regular /> : <Copy20Regular />} onClick={copy}>
            {isCopied ? common.copied : common.copy}
          </Button>
        </span>
      </MessageBarBody>
    </MessageBar>
  )
}
