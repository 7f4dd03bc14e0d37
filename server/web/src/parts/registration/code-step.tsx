/** The mailed code. Whether it is right is known only with the password, because it vouches for the new key. */
import {
  Button,
  Link,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from "@fluentui/react-components"
import { CodeField, LiveRegion, MAILBOX_CODE_LENGTH, useFormats, useStrings } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import type { FormEvent } from "react"
import { entranceProblem } from "../../problems.ts"
import { newClient } from "../../session/signed-in.ts"
import { FormHead } from "../entrance.tsx"
import { clockOf, mailCode, useSecondsUntil } from "./mailed-code.ts"
import type { MailedCode } from "./mailed-code.ts"

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  actions: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalM,
    "@media (max-width: 820px)": { flexDirection: "column" },
  },
})

export interface CodeStepProps {
  readonly mailed: MailedCode
  readonly step: readonly [number, number]
  readonly code: string
  /** What the server said about the code that was tried, or null. */
  readonly refusal: string | null
  readonly onCode: (code: string) => void
  readonly onMailed: (mailed: MailedCode) => void
  readonly onOtherAddress: () => void
  readonly onReady: () => void
}

export function CodeStep(props: CodeStepProps) {
  const styles = useStyles()
  const strings = useStrings()
  const { common, entrance } = strings
  const formats = useFormats()
  const { mailed, code } = props
  const [error, setError] = useState<string | null>(null)
  const expiresIn = useSecondsUntil(mailed.expiresAt)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (code.length !== MAILBOX_CODE_LENGTH) setError(entrance.codeIncomplete)
    else if (expiresIn === 0) setError(entrance.codeExpired)
    else props.onReady()
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <FormHead
        step={props.step}
        title={entrance.enterCode}
        text={entrance.codeSentTo(mailed.address, formats.time(mailed.sentAt))}
      />
      <LiveRegion text={`${entrance.codeSent}, ${formats.time(mailed.sentAt)}`} />
      <CodeField
        label={entrance.codeLabel}
        hint={entrance.codeHint(formats.time(mailed.expiresAt))}
        error={error ?? props.refusal}
        value={code}
        onChange={(value) => {
          setError(null)
          props.onCode(value)
        }}
        autoFocus
      />
      <div className={styles.actions}>
        <Button appearance="primary" size="large" type="submit">
          {common.continue}
        </Button>
        <Resend
          mailed={mailed}
          onMailed={props.onMailed}
          onProblem={(problem) => setError(entranceProblem(problem, strings))}
        />
      </div>
      <NothingArrived onOtherAddress={props.onOtherAddress} />
    </form>
  )
}

function Resend({
  mailed,
  onMailed,
  onProblem,
}: {
  readonly mailed: MailedCode
  readonly onMailed: (mailed: MailedCode) => void
  readonly onProblem: (problem: unknown) => void
}) {
  const { entrance } = useStrings()
  const wait = useSecondsUntil(mailed.resendAt)
  const again = () => {
    if (wait === 0) mailCode(mailed.address).then(onMailed, onProblem)
  }
  return (
    <Button appearance="transparent" size="large" disabledFocusable={wait > 0} onClick={again}>
      {wait > 0 ? entrance.sendNewCodeIn(clockOf(wait)) : entrance.sendNewCode}
    </Button>
  )
}

function NothingArrived({ onOtherAddress }: { readonly onOtherAddress: () => void }) {
  const { entrance } = useStrings()
  const [hasOutbox, setOutbox] = useState(false)
  useEffect(() => {
    newClient()
      .platform()
      .then(
        ({ devOutbox }) => setOutbox(devOutbox),
        () => undefined,
      )
  }, [])
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{entrance.nothingArrived}</MessageBarTitle>{" "}
        {hasOutbox ? (
          <>
            {entrance.devOutbox}{" "}
            <Link href="/dev/outbox" target="_blank" rel="noopener" inline>
              {entrance.devOutboxLink}
            </Link>
          </>
        ) : (
          entrance.lookInJunk
        )}{" "}
        <Link as="button" type="button" inline onClick={onOtherAddress}>
          {entrance.otherAddress}
        </Link>
      </MessageBarBody>
    </MessageBar>
  )
}
