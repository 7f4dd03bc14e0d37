/** Only the mailbox is left: mailbox first, then a new password, a new key and a new recovery code. */
import { Field, Input, makeStyles, tokens } from "@fluentui/react-components"
import { ApiProblem } from "@smp/shared/client"
import { isLongEnough, LiveRegion, NewPasswordField, SubmitButton, useStrings } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import type { FormEvent } from "react"
import { useLocation } from "wouter"
import { useSignedIn } from "../account-context.ts"
import { entranceProblem } from "../problems.ts"
import { resetHere, warmUp } from "../session/signed-in.ts"
import { FormHead } from "./entrance.tsx"
import { ProvedMailbox } from "./proved-mailbox.tsx"
import type { Proved } from "./proved-mailbox.tsx"
import { keepCode } from "./registration/kept-code.ts"
import type { Made } from "./registration/password-step.tsx"
import { RecoveryStep } from "./registration/registration.tsx"

const useStyles = makeStyles({ form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL } })

export function Reset({ onBack }: { readonly onBack: () => void }) {
  const { entrance, waiting } = useStrings()
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const [made, setMade] = useState<Made | null>(null)
  if (made === null) {
    const next = (proved: Proved) => <NewPassword {...proved} onMade={setMade} />
    return <ProvedMailbox purpose="mailbox" text={waiting.resetWhich} step={[2, 4]} onBack={onBack} next={next} />
  }
  return (
    <RecoveryStep
      address={made.account.address}
      made={made}
      action={entrance.openMessageCenter}
      step={[4, 4]}
      onDone={({ account }) => {
        go("/waiting", { replace: true })
        setAccount(account)
      }}
    />
  )
}

interface NewPasswordProps extends Proved {
  readonly onMade: (made: Made) => void
}

function NewPassword({ mailed, code, onMade, onCodeRefused }: NewPasswordProps) {
  const styles = useStyles()
  const strings = useStrings()
  const { common, entrance, waiting } = strings
  const [password, setPassword] = useState("")
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  useEffect(warmUp, [])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    if (!isLongEnough(password)) return setError(entrance.passwordTooShort)
    setBusy(true)
    setError(null)
    try {
      const { address, nonce } = mailed
      const made = await resetHere({ address, nonce, mailboxCode: code, newPassword: password })
      keepCode("mailbox", null)
      onMade(made)
    } catch (problem) {
      setBusy(false)
      const text = entranceProblem(problem, strings)
      if (problem instanceof ApiProblem && problem.code.startsWith("account.code_")) onCodeRefused(text)
      else setError(problem instanceof ApiProblem && problem.code === "not_found" ? waiting.noAccount : text)
    }
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <FormHead step={[3, 4]} title={waiting.resetPassword} text={waiting.resetPasswordText} takesFocus />
      <Field label={common.emailAddress} size="large">
        <Input type="email" autoComplete="username" readOnly value={mailed.address} />
      </Field>
      <NewPasswordField
        value={password}
        onChange={(value) => {
          setError(null)
          setPassword(value)
        }}
        known={[mailed.address]}
        error={error}
      />
      <div>
        <SubmitButton isBusy={isBusy}>{isBusy ? entrance.makingKeys : waiting.resetAction}</SubmitButton>
      </div>
      <LiveRegion text={isBusy ? entrance.makingKeys : ""} />
    </form>
  )
}
