/** Another password for the own account: proved with the old one, which from then on opens nothing. */
import { Button, Field, Input, makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components"
import { isLongEnough, LiveRegion, NewPasswordField, PasswordField, SubmitButton, useStrings } from "@smp/shared/ui"
import { useState } from "react"
import type { FormEvent } from "react"
import { useAccount } from "../account-context.ts"
import { codeOf, entranceProblem } from "../problems.ts"
import { changePasswordHere, warmUp } from "../session/signed-in.ts"

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL, maxWidth: "420px" },
  actions: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalM },
})

/** @param onChanged the other devices were signed out */
export function ChangePassword({ onChanged }: { readonly onChanged: () => void }) {
  const { account: text } = useStrings()
  const [at, setAt] = useState<"idle" | "open" | "closed" | "changed">("idle")
  if (at === "open") {
    const changed = () => {
      setAt("changed")
      onChanged()
    }
    return <PasswordForm onChanged={changed} onCancel={() => setAt("closed")} />
  }
  const open = () => {
    warmUp()
    setAt("open")
  }
  return (
    <>
      {at === "changed" && (
        <MessageBar intent="success" layout="multiline" data-note="password-changed">
          <MessageBarBody>{text.passwordChanged}</MessageBarBody>
        </MessageBar>
      )}
      <div>
        {/* The focus comes back to where it was before. */}
        <Button {...(at === "idle" ? {} : { autoFocus: true })} onClick={open}>
          {text.changePassword}
        </Button>
      </div>
      <LiveRegion text={at === "changed" ? text.passwordChanged : ""} />
    </>
  )
}

interface Wrong {
  readonly field: "old" | "next"
  readonly text: string
}

function PasswordForm({ onChanged, onCancel }: { readonly onChanged: () => void; readonly onCancel: () => void }) {
  const styles = useStyles()
  const strings = useStrings()
  const { account: text, common } = strings
  const account = useAccount()
  const [old, setOld] = useState("")
  const [next, setNext] = useState("")
  const [wrong, setWrong] = useState<Wrong | null>(null)
  const [isBusy, setBusy] = useState(false)
  const typing = (set: (value: string) => void) => (value: string) => {
    setWrong(null)
    set(value)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    const found = typed(old, next, strings)
    setWrong(found)
    if (found !== null) return
    setBusy(true)
    try {
      await changePasswordHere(account, { old, next })
      onChanged()
    } catch (problem) {
      const isOldWrong = codeOf(problem) === "account.sign_in_refused"
      setWrong({ field: "old", text: isOldWrong ? text.oldPasswordRefused : entranceProblem(problem, strings) })
      setBusy(false)
    }
  }
  const errorOf = (field: Wrong["field"]) => (wrong?.field === field ? wrong.text : null)
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      {/* For password managers: whose password it is. */}
      <Field label={common.emailAddress} size="large">
        <Input type="email" autoComplete="username" readOnly value={account.address} />
      </Field>
      <PasswordField label={text.oldPassword} value={old} onChange={typing(setOld)} error={errorOf("old")} autoFocus />
      <NewPasswordField
        value={next}
        onChange={typing(setNext)}
        known={[account.address, account.name]}
        error={errorOf("next")}
      />
      <div className={styles.actions}>
        <SubmitButton isBusy={isBusy}>{text.changePassword}</SubmitButton>
        <Button size="large" disabled={isBusy} onClick={onCancel}>
          {common.cancel}
        </Button>
      </div>
      <LiveRegion text={isBusy ? common.working : ""} />
    </form>
  )
}

/** What can be said before anything is asked. */
function typed(old: string, next: string, { account, common, entrance }: ReturnType<typeof useStrings>): Wrong | null {
  if (old === "") return { field: "old", text: common.requiredField }
  if (!isLongEnough(next)) return { field: "next", text: entrance.passwordTooShort }
  return old === next ? { field: "next", text: account.samePassword } : null
}
