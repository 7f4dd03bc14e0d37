/** The first minutes of a new server: one link, one administrator, one organization. The token stays in the fragment. */
import { Button, Field, Input, makeStyles, Spinner, tokens } from "@fluentui/react-components"
import { Building24Regular, Key24Regular, LinkDismiss24Regular, LockClosed24Regular } from "@fluentui/react-icons"
import { createOrganization } from "@smp/shared/account"
import { randomBytes, toBase64url } from "@smp/shared/bytes"
import { ApiProblem } from "@smp/shared/client"
import { EmptyState, isAddress, isLongEnough, LiveRegion, NewPasswordField, useStrings } from "@smp/shared/ui"
import { useEffect, useRef, useState } from "react"
import type { FormEvent } from "react"
import { useLocation } from "wouter"
import { useSignedIn } from "../account-context.ts"
import { Entrance, FormHead } from "../parts/entrance.tsx"
import type { Made } from "../parts/registration/password-step.tsx"
import { RecoveryStep } from "../parts/registration/registration.tsx"
import { Steps } from "../parts/steps.tsx"
import { entranceProblem } from "../problems.ts"
import { registerHere, warmUp } from "../session/signed-in.ts"

const TOKEN = /^[0-9A-HJKMNP-TV-Z]{26}$/i
const useStyles = makeStyles({ form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL } })

interface SetUpForm {
  readonly organization: string
  readonly address: string
  readonly name: string
  readonly password: string
}
const EMPTY: SetUpForm = { organization: "", address: "", name: "", password: "" }
type FormError = { readonly field: keyof SetUpForm; readonly text: string } | null

export function SetUpPage() {
  const { setUp, entrance } = useStrings()
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const [token] = useState(() => location.hash.slice(1))
  const [made, setMade] = useState<{ made: Made; address: string } | null>(null)
  const [isUsed, setUsed] = useState(false)
  const steps = [
    { icon: <Building24Regular />, title: setUp.organizationStep, hint: setUp.organizationStepHint },
    { icon: <LockClosed24Regular />, title: setUp.accountStep, hint: setUp.accountStepHint },
    { icon: <Key24Regular />, title: setUp.recoveryStep, hint: setUp.recoveryStepHint },
  ]
  const isWrong = isUsed || !TOKEN.test(token)
  return (
    <Entrance
      title={setUp.title}
      card={<p>{setUp.text}</p>}
      more={<Steps heading={setUp.sideTitle} steps={steps} current={made === null ? 0 : 2} />}
      note={setUp.linkOnce}
    >
      {isWrong ? (
        <EmptyState
          icon={<LinkDismiss24Regular />}
          title={isUsed ? setUp.usedTitle : setUp.missingTitle}
          text={isUsed ? setUp.usedText : setUp.missingText}
          actions={<Button onClick={() => go("/sign-in")}>{entrance.signIn}</Button>}
        />
      ) : made === null ? (
        <SetUp
          token={token}
          onMade={(done, address) => setMade({ made: done, address })}
          onUsed={() => setUsed(true)}
        />
      ) : (
        <RecoveryStep
          address={made.address}
          made={made.made}
          action={setUp.done}
          step={[2, 2]}
          onDone={({ account }) => {
            setAccount(account)
            go("/members", { replace: true })
          }}
        />
      )}
    </Entrance>
  )
}

function SetUp({
  token,
  onMade,
  onUsed,
}: {
  readonly token: string
  readonly onMade: (made: Made, address: string) => void
  readonly onUsed: () => void
}) {
  const styles = useStyles()
  const strings = useStrings()
  const { common, entrance, setUp } = strings
  const [form, setForm] = useState(EMPTY)
  const [error, setError] = useState<FormError>(null)
  const [busy, setBusy] = useState<string | null>(null)
  /** The account may be made while the organization is not: a second try goes on from there. */
  const account = useRef<Made | null>(null)
  useEffect(warmUp, [])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy !== null) return
    const wrong = wrongField(form, strings)
    setError(wrong)
    if (wrong !== null) return
    try {
      setBusy(entrance.makingKeys)
      account.current ??= await registerHere({
        address: form.address.trim(),
        name: form.name.trim(),
        password: form.password,
        code: token,
        nonce: toBase64url(randomBytes(16)),
        setUp: true,
        trusted: false,
      })
      setBusy(setUp.steps.organization)
      await createOrganization({ account: account.current.account, name: form.organization.trim() })
      onMade(account.current, form.address.trim())
    } catch (problem) {
      setBusy(null)
      if (isSpent(problem)) onUsed()
      else setError({ field: "password", text: entranceProblem(problem, strings) })
    }
  }
  const field = (name: keyof SetUpForm) =>
    ({
      size: "large",
      validationState: error?.field === name ? "error" : "none",
      validationMessage: error?.field === name ? error.text : null,
    }) as const
  const set = (name: keyof SetUpForm, value: string) => {
    setError(null)
    setForm({ ...form, [name]: value })
  }
  const change =
    (name: keyof SetUpForm) =>
    (_: unknown, { value }: { value: string }) =>
      set(name, value)
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <FormHead step={[1, 2]} title={setUp.formTitle} />
      <Field label={setUp.organization} hint={setUp.organizationHint} {...field("organization")}>
        <Input value={form.organization} onChange={change("organization")} autoComplete="organization" />
      </Field>
      <Field label={setUp.yourAddress} hint={setUp.yourAddressHint} {...field("address")}>
        <Input
          type="email"
          value={form.address}
          onChange={change("address")}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <Field label={common.yourName} {...field("name")}>
        <Input value={form.name} onChange={change("name")} autoComplete="name" />
      </Field>
      <NewPasswordField
        value={form.password}
        onChange={(password) => set("password", password)}
        known={[form.address, form.name, form.organization]}
        error={error?.field === "password" ? error.text : null}
      />
      <div>
        <Button
          appearance="primary"
          size="large"
          type="submit"
          disabledFocusable={busy !== null}
          icon={busy === null ? null : <Spinner size="tiny" />}
        >
          {busy ?? setUp.create}
        </Button>
      </div>
      <LiveRegion text={busy ?? ""} />
    </form>
  )
}

function wrongField(form: SetUpForm, { common, entrance }: ReturnType<typeof useStrings>): FormError {
  if (form.organization.trim() === "") return { field: "organization", text: common.requiredField }
  if (!isAddress(form.address)) return { field: "address", text: common.addressWrong }
  if (form.name.trim() === "") return { field: "name", text: common.requiredField }
  return isLongEnough(form.password) ? null : { field: "password", text: entrance.passwordTooShort }
}

/** The link was used, or never was one. */
function isSpent(problem: unknown): boolean {
  if (!(problem instanceof ApiProblem)) return false
  return problem.code.startsWith("account.code_") || problem.code === "organization.set_up_refused"
}
