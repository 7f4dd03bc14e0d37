/** Right after a send, and until the reader came in: what the sender tells on another way than the server's. */
import { Button, makeStyles, MessageBar, MessageBarBody, MessageBarTitle, tokens } from "@fluentui/react-components"
import { Checkmark20Regular, Copy20Regular } from "@fluentui/react-icons"
import { secretsToTell } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import type { ToldSecret } from "@smp/shared/send"
import { useStrings } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import { useAccount } from "../../account-context.ts"
import { toldAtSend } from "../told-at-send.ts"

const useStyles = makeStyles({
  bar: { flexShrink: 0, marginBlockEnd: tokens.spacingVerticalM },
  text: {
    display: "block",
    marginBlock: tokens.spacingVerticalS,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase500,
    overflowWrap: "anywhere",
  },
})

export function ToTellNote({ message }: { readonly message: OpenedMessage }) {
  const account = useAccount()
  const [told, setTold] = useState<readonly ToldSecret[]>(() => toldAtSend(message.id))
  useEffect(() => {
    if (message.role !== "from") return
    account.client
      .tracking(message.id)
      .then(async (tracking) => {
        const again = await secretsToTell(message, tracking)
        const codes = toldAtSend(message.id).filter(
          ({ kind, address }) => kind === "code" && tracking.waiting.includes(address),
        )
        setTold([...again, ...codes])
      })
      .catch(() => undefined)
  }, [account, message])
  return told.map((secret) => <Secret key={secret.address} secret={secret} />)
}

function Secret({ secret: { address, kind, text } }: { readonly secret: ToldSecret }) {
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
        <Button size="small" icon={isCopied ? <Checkmark20Regular /> : <Copy20Regular />} onClick={copy}>
          {isCopied ? common.copied : common.copy}
        </Button>
      </MessageBarBody>
    </MessageBar>
  )
}
