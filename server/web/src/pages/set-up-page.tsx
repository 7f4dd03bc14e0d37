/** The first minutes of a new server: one link, one administrator, one organization. The token stays in the fragment. */
import { Button, Field, Input, MessageBar, MessageBarBody, Spinner, Text } from "@fluentui/react-components"
import { createOrganization } from "@smp/shared/account"
import type { Account } from "@smp/shared/account"
import { ApiProblem } from "@smp/shared/client"
import { randomBytes, toBase64url } from "@smp/shared/bytes"
import { isAddress, MIN_PASSWORD_LENGTH, NewPasswordField, RecoveryCode, useStrings } from "@smp/shared/ui"
import { useState } from "react"
import type { FormEvent } from "react"
import { useLocation } from "wouter"
import { useSignedIn } from "../account-context.ts"
import { Entrance, Steps } from "../parts/entrance.tsx"
import { entranceProblem } from "../problems.ts"
import { registerHere } from "../session/signed-in.ts"

export function SetUpPage() {
  const strings = useStrings()
  const { setUp, entrance, common } = strings
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const [form, setForm] = useState({ organization: "", address: "", name: "", password: "" })
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [made, setMade] = useState<{ account: Account; recoveryCode: string } | null>(null)
  const token = location.hash.slice(1)
  const change =
    (name: keyof typeof form) =>
    (_: unknown, { value }: { value: string }) =>
      setForm({ ...form, [name]: value })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (form.organization.trim() === "") return setError(`${setUp.organization}: ${common.requiredField}`)
    if (!isAddress(form.address)) return setError(common.addressWrong)
    if ([...form.password].length < MIN_PASSWORD_LENGTH) return setError(entrance.passwordTooShort)
    setBusy(true)
    setError(null)
    try {
      const nonce = toBase64url(randomBytes(16))
      const registered = await registerHere({
        address: form.address,
        name: form.name.trim(),
        password: form.password,
        code: token,
        nonce,
        setUp: true,
        trusted: false,
      })
      await createOrganization({ account: registered.account, name: form.organization.trim() })
      setMade(registered)
    } catch (problem) {
      const isUsed =
        problem instanceof ApiProblem &&
        (problem.code === "account.code_refused" || problem.code === "organization.set_up_refused")
      setError(isUsed ? `${setUp.usedTitle}. ${setUp.usedText}` : entranceProblem(problem, strings))
    } finally {
      setBusy(false)
    }
    return undefined
  }
  return (
    <Entrance
      title={setUp.title}
      side={
        <>
          <Text>{setUp.text}</Text>
          <Steps
            current={made === null ? 0 : 2}
            steps={[
              { title: setUp.organizationStep, hint: setUp.organizationStepHint },
              { title: setUp.accountStep, hint: setUp.accountStepHint },
              { title: setUp.recoveryStep, hint: setUp.recoveryStepHint },
            ]}
          />
          <Text>{setUp.linkOnce}</Text>
        </>
      }
    >
      {made !== null ? (
        <RecoveryCode
          code={made.recoveryCode}
          address={form.address}
          host={location.host}
          action={entrance.openMessageCenter}
          onConfirmed={() => {
            setAccount(made.account)
            go("/members")
          }}
        />
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate style={{ display: "contents" }}>
          <Field label={setUp.organization} hint={setUp.organizationHint}>
            <Input
              size="large"
              value={form.organization}
              onChange={change("organization")}
              autoComplete="organization"
            />
          </Field>
          <Field label={setUp.yourAddress} hint={setUp.yourAddressHint}>
            <Input
              size="large"
              type="email"
              value={form.address}
              onChange={change("address")}
              autoComplete="username"
            />
          </Field>
          <Field label={common.yourName}>
            <Input size="large" value={form.name} onChange={change("name")} autoComplete="name" />
          </Field>
          <NewPasswordField
            value={form.password}
            onChange={(password) => setForm({ ...form, password })}
            known={[form.address, form.name, form.organization]}
          />
          {error !== null && (
            <MessageBar intent="error" layout="multiline" role="alert">
              <MessageBarBody>{error}</MessageBarBody>
            </MessageBar>
          )}
          <Button
            appearance="primary"
            size="large"
            type="submit"
            disabledFocusable={isBusy}
            icon={isBusy ? <Spinner size="tiny" /> : null}
          >
            {setUp.create}
          </Button>
          {isBusy && <Text role="status">{entrance.makingKeys}</Text>}
        </form>
      )}
    </Entrance>
  )
}
