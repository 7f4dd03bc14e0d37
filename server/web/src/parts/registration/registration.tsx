/**
 * Registering in three steps: prove the mailbox, choose a password, keep the recovery code.
 * Promises: a code is mailed only on a click; what was typed is kept when a step has to be done again; nobody leaves the
 * recovery code by accident.
 */
import { RecoveryCode, useStrings } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import { FormHead } from "../entrance.tsx"
import { AddressStep } from "./address-step.tsx"
import { CodeStep } from "./code-step.tsx"
import type { MailedCode } from "./mailed-code.ts"
import { PasswordStep } from "./password-step.tsx"
import type { Made, TypedAccount } from "./password-step.tsx"

export type RegistrationStep = "address" | "code" | "password" | "recovery"

export interface RegistrationState {
  readonly step: RegistrationStep
  readonly address: string
  readonly mailed: MailedCode | null
  readonly code: string
  readonly refusal: string | null
  readonly typed: TypedAccount
  readonly made: Made | null
}

export const freshRegistration: RegistrationState = {
  step: "address",
  address: "",
  mailed: null,
  code: "",
  refusal: null,
  typed: { name: "", password: "", trusted: false },
  made: null,
}

export interface RegistrationProps {
  readonly state: RegistrationState
  readonly onChange: (change: Partial<RegistrationState>) => void
  /** What the recipient may recognise the own address by. */
  readonly hint: string | null
  /** Text of the last button. */
  readonly action: string
  readonly onSignIn: () => void
  readonly onDone: (made: Made) => void
}

export function Registration({ state, onChange, hint, action, onSignIn, onDone }: RegistrationProps) {
  const { mailed, made } = state
  if (state.step === "recovery" && made !== null) {
    return <RecoveryStep address={state.address} made={made} action={action} step={[3, 3]} onDone={onDone} />
  }
  if (state.step === "password" && mailed !== null) {
    return (
      <PasswordStep
        typed={state.typed}
        onTyped={(typed) => onChange({ typed })}
        mailed={mailed}
        code={state.code}
        onMade={(done) => onChange({ made: done, step: "recovery" })}
        onCodeRefused={(refusal) => onChange({ refusal, code: "", step: "code" })}
      />
    )
  }
  if (state.step === "code" && mailed !== null) {
    return (
      <CodeStep
        mailed={mailed}
        step={[1, 3]}
        code={state.code}
        refusal={state.refusal}
        onCode={(code) => onChange({ code, refusal: null })}
        onMailed={(next) => onChange({ mailed: next, code: "", refusal: null })}
        onOtherAddress={() => onChange({ step: "address", mailed: null, code: "", refusal: null })}
        onReady={() => onChange({ step: "password" })}
      />
    )
  }
  return (
    <AddressStep
      address={state.address}
      hint={hint}
      onAddress={(address) => onChange({ address })}
      onSent={(next) => onChange({ mailed: next, step: "code", refusal: null, code: "" })}
      onSignIn={onSignIn}
    />
  )
}

/** Shown once; until its last group was typed back the browser asks before it leaves. */
export function RecoveryStep({
  address,
  made,
  action,
  step,
  onDone,
}: {
  readonly address: string
  readonly made: Made
  readonly action: string
  readonly step: readonly [number, number]
  readonly onDone: (made: Made) => void
}) {
  const { entrance } = useStrings()
  const [isKept, setKept] = useState(false)
  useEffect(() => {
    if (isKept) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener("beforeunload", ask)
    return () => removeEventListener("beforeunload", ask)
  }, [isKept])
  return (
    <>
      <FormHead step={step} title={entrance.keepRecovery} text={entrance.keepRecoveryText} takesFocus />
      <RecoveryCode
        code={made.recoveryCode}
        address={address}
        host={location.host}
        action={action}
        onConfirmed={() => {
          setKept(true)
          onDone(made)
        }}
      />
    </>
  )
}
