/** A new account: the mailbox is proved by a mailed code, the password is chosen, the keys are made here. */
import { Button, Field, Input, makeStyles, tokens } from "@fluentui/react-components"
import {
  CodeField,
  isAddress,
  MAILBOX_CODE_LENGTH,
  MIN_PASSWORD_LENGTH,
  NewPasswordField,
  SubmitButton,
  useFormats,
  useStrings,
} from "@smp/shared/ui"
import { useEffect, useState } from "react"
import type { FormEvent } from "react"
import { clientOf, registerHere } from "../../account/signed-in.ts"
import { identities } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { entranceProblem } from "./sign-in-step.tsx"

interface SentCode {
  nonce: string
  at: number
  expiresAt: number
}

const useStyles = makeStyles({ form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL } })

export function RegisterStep({
  server,
  onDone,
}: {
  readonly server: string
  readonly onDone: (recoveryCode: string, address: string) => void
}) {
  const [who, setWho] = useState({ address: "", name: "" })
  const [sent, setSent] = useState<SentCode | null>(null)
  useEffect(() => {
    void identities.list().then(([first]) => setWho({ address: first?.address ?? "", name: first?.name ?? "" }))
  }, [])
  if (sent === null) return <AddressForm server={server} who={who} onWho={setWho} onSent={setSent} />
  return (
    <CodeForm server={server} who={who} sent={sent} onSent={setSent} onDone={(code) => onDone(code, who.address)} />
  )
}

interface Who {
  address: string
  name: string
}

async function requestCode(server: string, address: string): Promise<SentCode> {
  const reply = await clientOf(server).requestCode({ address, locale: navigator.language })
  return { nonce: reply.nonce, at: Date.now(), expiresAt: reply.expiresAt }
}

function AddressForm({
  server,
  who,
  onWho,
  onSent,
}: {
  server: string
  who: Who
  onWho: (who: Who) => void
  onSent: (sent: SentCode) => void
}) {
  const styles = useStyles()
  const strings = useStrings()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isAddress(who.address)) {
      setError(strings.common.addressWrong)
      return
    }
    setBusy(true)
    requestCode(server, who.address)
      .then(onSent, (problem: unknown) => setError(entranceProblem(problem, strings)))
      .finally(() => setBusy(false))
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field
        label={words.setUp.whichAddress}
        size="large"
        {...(error === null ? {} : { validationMessage: error, validationState: "error" as const })}
      >
        <Input
          type="email"
          value={who.address}
          onChange={(event) => onWho({ ...who, address: event.target.value })}
          spellCheck={false}
          autoCapitalize="none"
        />
      </Field>
      <div>
        <Button type="submit" size="large" appearance="primary" disabledFocusable={isBusy}>
          {strings.entrance.sendCode}
        </Button>
      </div>
    </form>
  )
}

function CodeForm({
  server,
  who,
  sent,
  onSent,
  onDone,
}: {
  server: string
  who: Who
  sent: SentCode
  onSent: (sent: SentCode) => void
  onDone: (recoveryCode: string) => void
}) {
  const styles = useStyles()
  const strings = useStrings()
  const formats = useFormats()
  const [typed, setTyped] = useState({ code: "", password: "", name: who.name })
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const { entrance, common } = strings
  const isCodeWhole = typed.code.length === MAILBOX_CODE_LENGTH
  const isLong = typed.password.length >= MIN_PASSWORD_LENGTH
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isCodeWhole || !isLong || isBusy) return
    setBusy(true)
    setError(null)
    registerHere({ origin: server, address: who.address, ...typed, nonce: sent.nonce })
      .then(
        (made) => onDone(made.recoveryCode),
        (problem: unknown) => setError(entranceProblem(problem, strings)),
      )
      .finally(() => setBusy(false))
  }
  const sendNewCode = () =>
    requestCode(server, who.address).then(
      (again) => {
        setError(null)
        onSent(again)
      },
      (problem: unknown) => setError(entranceProblem(problem, strings)),
    )
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{entrance.codeSentTo(who.address, formats.time(sent.at))}</p>
      <CodeField
        label={entrance.codeLabel}
        hint={entrance.codeHint(formats.time(sent.expiresAt))}
        value={typed.code}
        error={error ?? (isTried && !isCodeWhole ? entrance.codeIncomplete : null)}
        onChange={(code) => setTyped({ ...typed, code })}
      />
      <Field label={common.yourName} size="large" hint={entrance.nameHint}>
        <Input
          value={typed.name}
          onChange={(event) => setTyped({ ...typed, name: event.target.value })}
          autoComplete="name"
        />
      </Field>
      <NewPasswordField
        value={typed.password}
        known={[who.address, typed.name]}
        error={isTried && !isLong ? entrance.passwordTooShort : null}
        onChange={(password) => setTyped({ ...typed, password })}
      />
      <div>
        <SubmitButton isBusy={isBusy}>{isBusy ? entrance.makingKeys : common.continue}</SubmitButton>{" "}
        <Button size="large" onClick={() => void sendNewCode()}>
          {entrance.sendNewCode}
        </Button>
      </div>
    </form>
  )
}
