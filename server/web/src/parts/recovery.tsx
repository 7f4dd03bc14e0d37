/** Back in with the recovery code: mailbox first, then the code from paper and a new password. */
import { Field, Input, makeStyles, tokens } from "@fluentui/react-components"
import { readRecoveryCode } from "@smp/shared/account"
import { ProtocolError } from "@smp/shared/bytes"
import { ApiProblem } from "@smp/shared/client"
import {
  CodeField,
  isLongEnough,
  LiveRegion,
  NewPasswordField,
  recoveryGroups,
  SubmitButton,
  useStrings,
} from "@smp/shared/ui"
import { useEffect, useState } from "react"
import type { FormEvent } from "react"
import { useLocation } from "wouter"
import { useSignedIn } from "../account-context.ts"
import { entranceProblem } from "../problems.ts"
import { recoverHere, warmUp } from "../session/signed-in.ts"
import { FormHead } from "./entrance.tsx"
import { ProvedMailbox } from "./proved-mailbox.tsx"
import type { Proved } from "./proved-mailbox.tsx"
import { keepCode } from "./registration/kept-code.ts"

const RECOVERY_CHARACTERS = 26
const useStyles = makeStyles({ form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL } })

export function Recovery({ onBack }: { readonly onBack: () => void }) {
  const { entrance } = useStrings()
  const next = (proved: Proved) => <NewPassword {...proved} />
  return <ProvedMailbox purpose="recovery" text={entrance.whichAccountText} step={[2, 3]} onBack={onBack} next={next} />
}

/** What is wrong with a recovery code as typed, or null. */
function recoveryTypo(
  typed: string,
  { recoveryIncomplete, recoveryTypo: typo }: { recoveryIncomplete: (count: number) => string; recoveryTypo: string },
): string | null {
  if (typed.length < RECOVERY_CHARACTERS) return recoveryIncomplete(typed.length)
  return readRecoveryCode(typed) === null ? typo : null
}

function NewPassword({ mailed, code, onCodeRefused }: Proved) {
  const styles = useStyles()
  const strings = useStrings()
  const { common, entrance } = strings
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const [recovery, setRecovery] = useState("")
  const [password, setPassword] = useState("")
  const [error, setError] = useState<{ field: "recovery" | "password"; text: string } | null>(null)
  const [isBusy, setBusy] = useState(false)
  useEffect(warmUp, [])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    const typo = recoveryTypo(recovery, entrance)
    if (typo !== null) return setError({ field: "recovery", text: typo })
    if (!isLongEnough(password)) return setError({ field: "password", text: entrance.passwordTooShort })
    setBusy(true)
    setError(null)
    try {
      const account = await recoverHere({
        address: mailed.address,
        nonce: mailed.nonce,
        mailboxCode: code,
        recoveryCode: recovery,
        newPassword: password,
      })
      keepCode("recovery", null)
      go("/inbox", { replace: true })
      setAccount(account)
    } catch (problem) {
      setBusy(false)
      const text = entranceProblem(problem, strings)
      if (problem instanceof ApiProblem && problem.code.startsWith("account.code_")) onCodeRefused(text)
      else
        setError(
          problem instanceof ProtocolError
            ? { field: "recovery", text: entrance.recoveryRefused }
            : { field: "password", text },
        )
    }
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <FormHead step={[3, 3]} title={entrance.recoveryAndPassword} text={entrance.newRecoveryKept} takesFocus />
      <Field label={common.emailAddress} size="large">
        <Input type="email" autoComplete="username" readOnly value={mailed.address} />
      </Field>
      <CodeField
        label={entrance.recoveryCode}
        hint={entrance.recoveryCodeHint}
        error={error?.field === "recovery" ? error.text : null}
        value={recovery}
        onChange={(value) => {
          setError(null)
          setRecovery(value)
        }}
        length={RECOVERY_CHARACTERS}
        show={(value) => recoveryGroups(value).filter(Boolean).join(" ")}
        oneTime={false}
      />
      <NewPasswordField
        value={password}
        onChange={(value) => {
          setError(null)
          setPassword(value)
        }}
        known={[mailed.address]}
        error={error?.field === "password" ? error.text : null}
      />
      <div>
        <SubmitButton isBusy={isBusy}>{entrance.restore}</SubmitButton>
      </div>
      <LiveRegion text={isBusy ? common.working : ""} />
    </form>
  )
}
