/** Name and password; here the keys are made and the account comes into being. */
import { Checkbox, Field, Input, makeStyles, tokens } from "@fluentui/react-components"
import type { Account } from "@smp/shared/account"
import { ApiProblem } from "@smp/shared/client"
import { isLongEnough, LiveRegion, NewPasswordField, SubmitButton, useStrings } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import type { FormEvent } from "react"
import { entranceProblem } from "../../problems.ts"
import { registerHere, warmUp } from "../../session/signed-in.ts"
import { FormHead } from "../entrance.tsx"
import type { MailedCode } from "./mailed-code.ts"

const useStyles = makeStyles({ form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL } })

export interface Made {
  readonly account: Account
  /** 26 characters, shown once. */
  readonly recoveryCode: string
}

export interface TypedAccount {
  readonly name: string
  readonly password: string
  readonly trusted: boolean
}

export interface PasswordStepProps {
  /** Survives a code that has to be typed again. */
  readonly typed: TypedAccount
  readonly onTyped: (typed: TypedAccount) => void
  readonly mailed: MailedCode
  readonly code: string
  readonly onMade: (made: Made) => void
  /** The code was wrong or too old: back to it, with what the server said. */
  readonly onCodeRefused: (text: string) => void
}

export function PasswordStep({ typed, onTyped, mailed, code, onMade, onCodeRefused }: PasswordStepProps) {
  const styles = useStyles()
  const strings = useStrings()
  const { common, entrance } = strings
  const { name, password, trusted } = typed
  const [error, setError] = useState<{ field: "name" | "password"; text: string } | null>(null)
  const [isBusy, setBusy] = useState(false)
  useEffect(warmUp, [])
  const set = (change: Partial<TypedAccount>) => {
    setError(null)
    onTyped({ ...typed, ...change })
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    if (name.trim() === "") return setError({ field: "name", text: common.requiredField })
    if (!isLongEnough(password)) return setError({ field: "password", text: entrance.passwordTooShort })
    setBusy(true)
    setError(null)
    try {
      onMade(
        await registerHere({
          address: mailed.address,
          name: name.trim(),
          password,
          code,
          nonce: mailed.nonce,
          trusted,
        }),
      )
    } catch (problem) {
      const text = entranceProblem(problem, strings)
      setBusy(false)
      if (problem instanceof ApiProblem && problem.code.startsWith("account.code_")) onCodeRefused(text)
      else setError({ field: "password", text })
    }
  }
  const isNameWrong = error?.field === "name"
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <FormHead step={[2, 3]} title={entrance.choosePassword} text={entrance.choosePasswordText} takesFocus />
      <Field label={common.emailAddress} size="large">
        <Input type="email" autoComplete="username" readOnly value={mailed.address} />
      </Field>
      <Field
        label={common.yourName}
        hint={entrance.nameHint}
        size="large"
        validationState={isNameWrong ? "error" : "none"}
        validationMessage={isNameWrong ? error.text : null}
      >
        <Input autoComplete="name" value={name} onChange={(_, { value }) => set({ name: value })} />
      </Field>
      <NewPasswordField
        value={password}
        onChange={(value) => set({ password: value })}
        known={[mailed.address, name]}
        error={error?.field === "password" ? error.text : null}
      />
      <Checkbox
        label={entrance.staySignedIn}
        checked={trusted}
        onChange={(_, { checked }) => set({ trusted: checked === true })}
      />
      <div>
        <SubmitButton isBusy={isBusy}>{isBusy ? entrance.makingKeys : common.continue}</SubmitButton>
      </div>
      <LiveRegion text={isBusy ? entrance.makingKeys : ""} />
    </form>
  )
}
