/** The message opens with something that the sender tells on another way: five words, a code, or the link of an own mail. */
import { Field, Input, makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components"
import { Key24Regular } from "@fluentui/react-icons"
import { ProtocolError } from "@smp/shared/bytes"
import { typedCharacters } from "@smp/shared/account"
import { isProblem } from "@smp/shared/client"
import { openWithLink, openWithWords, sendContactCode } from "@smp/shared/read"
import type { NeededSecret } from "@smp/shared/read"
import { LiveRegion, SubmitButton, useStrings } from "@smp/shared/ui"
import type { MessageId } from "@smp/shared/wire"
import { useCallback, useEffect, useState } from "react"
import type { FormEvent } from "react"
import { useAccount } from "../../account-context.ts"
import { takeLinkHalf } from "../../session/link-half.ts"

const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    justifyContent: "center",
    rowGap: tokens.spacingVerticalL,
    flexGrow: 1,
    width: "100%",
    maxWidth: "480px",
    marginInline: "auto",
    padding: tokens.spacingHorizontalXL,
    boxSizing: "border-box",
  },
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  icon: { display: "flex", color: tokens.colorBrandForeground1, "& svg": { width: "40px", height: "40px" } },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    textWrap: "balance",
  },
  text: { color: tokens.colorNeutralForeground2, textWrap: "pretty" },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
})

export interface SecretFormProps {
  readonly id: MessageId
  readonly needed: NeededSecret
  readonly sender: string
  readonly onOpened: () => void
  /** The code went to the sender's client, which lets in by itself. */
  readonly onSent: () => void
}

export function SecretForm({ id, needed, sender, onOpened, onSent }: SecretFormProps) {
  const styles = useStyles()
  const { common, secret } = useStrings()
  const account = useAccount()
  const [typed, setTyped] = useState("")
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const text = secret[needed]
  const open = useCallback(
    async (value: string) => {
      setBusy(true)
      setError(null)
      try {
        if (needed === "words") await openWithWords(account, id, value)
        else if (needed === "link")
          await openWithLink(account, id, value.slice(value.indexOf("#k=") + 1).replace(/^k=/, ""))
        else await sendContactCode(account, id, typedCharacters(value))
        if (needed === "code") onSent()
        else onOpened()
      } catch (problem) {
        const isLimited = isProblem(problem, "request.rate_limited")
        setError(isLimited ? secret.limited : problem instanceof ProtocolError ? text.wrong : secret.failed)
        setBusy(false)
      }
    },
    [account, id, needed, onOpened, onSent, secret, text],
  )
  useEffect(() => {
    const half = needed === "link" ? takeLinkHalf(id) : null
    if (half !== null) void open(`#k=${half}`)
  }, [id, needed, open])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    if (typed.trim() === "") return setError(common.requiredField)
    void open(typed.trim())
  }
  return (
    <main className={styles.page} data-page="secret" data-needed={needed}>
      <span className={styles.icon} aria-hidden>
        <Key24Regular />
      </span>
      <h1 className={styles.title} tabIndex={-1}>
        {text.title(sender)}
      </h1>
      <p className={styles.text}>{text.text(sender)}</p>
      <form className={styles.form} onSubmit={submit} noValidate>
        <Field
          label={text.label}
          size="large"
          validationState={error === null ? "none" : "error"}
          validationMessage={error}
        >
          <Input
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed}
            onChange={(_, { value }) => {
              setError(null)
              setTyped(value)
            }}
          />
        </Field>
        <div>
          <SubmitButton isBusy={isBusy}>{isBusy ? secret.opening : secret.open}</SubmitButton>
        </div>
      </form>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{secret.call(sender)}</MessageBarBody>
      </MessageBar>
      <LiveRegion text={isBusy ? secret.opening : ""} />
    </main>
  )
}
