/** Whose account is it? A code goes to its mailbox, on a click. */
import { Field, Input, Link, makeStyles, tokens } from "@fluentui/react-components"
import { isAddress, SubmitButton, useStrings } from "@smp/shared/ui"
import { useState } from "react"
import type { FormEvent } from "react"
import { entranceProblem } from "../problems.ts"
import { FormHead } from "./entrance.tsx"
import { mailCode } from "./registration/mailed-code.ts"
import type { MailedCode } from "./registration/mailed-code.ts"

const useStyles = makeStyles({ form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL } })

export function WhoseAccount({
  text,
  onMailed,
  onBack,
}: {
  /** What follows. */
  readonly text: string
  readonly onMailed: (mailed: MailedCode) => void
  readonly onBack: () => void
}) {
  const styles = useStyles()
  const strings = useStrings()
  const { common, entrance } = strings
  const [address, setAddress] = useState("")
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    if (!isAddress(address)) return setError(common.addressWrong)
    setBusy(true)
    try {
      onMailed(await mailCode(address.trim()))
    } catch (problem) {
      setError(entranceProblem(problem, strings))
      setBusy(false)
    }
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <FormHead step={[1, 3]} title={entrance.whichAccount} text={text} takesFocus />
      <Field
        label={common.emailAddress}
        size="large"
        validationState={error === null ? "none" : "error"}
        validationMessage={error}
      >
        <Input
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={address}
          onChange={(_, { value }) => setAddress(value)}
        />
      </Field>
      <div>
        <SubmitButton isBusy={isBusy}>{entrance.sendCode}</SubmitButton>
      </div>
      <p>
        <Link as="button" type="button" inline onClick={onBack}>
          {common.back}
        </Link>
      </p>
    </form>
  )
}
