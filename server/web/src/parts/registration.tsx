/**
 * Registering in three steps: prove the mailbox, choose a password, keep the recovery code.
 * Promises: a code is mailed only on a click; what was typed is kept when a step has to be done again.
 */
import { Button, Field, Input, Link, MessageBar, MessageBarBody, Spinner, Text } from "@fluentui/react-components"
import type { Account } from "@smp/shared/account"
import { ApiProblem } from "@smp/shared/client"
import {
  CodeField,
  isAddress,
  LiveRegion,
  MAILBOX_CODE_LENGTH,
  MIN_PASSWORD_LENGTH,
  NewPasswordField,
  readCode,
  RecoveryCode,
  useFormats,
  useStrings,
} from "@smp/shared/ui"
import { useEffect, useState } from "react"
import type { FormEvent, ReactNode } from "react"
import { useLocation } from "wouter"
import { entranceProblem } from "../problems.ts"
import { newClient, registerHere } from "../session/signed-in.ts"

interface Sent {
  readonly nonce: string
  readonly at: number
  readonly expiresAt: number
  readonly resendAt: number
}

export interface RegistrationProps {
  /** What the recipient may recognise the own address by. */
  readonly hint: string | null
  readonly intro: string
  readonly action: string
  readonly onStep: (step: number) => void
  readonly onDone: (account: Account) => void
}

export function Registration(props: RegistrationProps) {
  const [step, setStep] = useState(0)
  const [address, setAddress] = useState("")
  const [sent, setSent] = useState<Sent | null>(null)
  const [code, setCode] = useState("")
  const [codeError, setCodeError] = useState<string | null>(null)
  const [made, setMade] = useState<{ account: Account; recoveryCode: string } | null>(null)
  const go = (next: number) => {
    setStep(next)
    props.onStep(next)
  }
  if (made !== null) {
    return (
      <RecoveryCode
        code={made.recoveryCode}
        address={address}
        host={location.host}
        action={props.action}
        onConfirmed={() => props.onDone(made.account)}
      />
    )
  }
  if (step === 1 && sent !== null) {
    return (
      <PasswordStep
        address={address}
        code={code}
        nonce={sent.nonce}
        onMade={(done) => {
          setMade(done)
          props.onStep(2)
        }}
        onCodeRefused={(text) => {
          setCodeError(text)
          setCode("")
          go(0)
        }}
      />
    )
  }
  if (sent !== null) {
    return (
      <CodeStep
        address={address}
        sent={sent}
        code={code}
        error={codeError}
        onCode={setCode}
        onResent={(next) => {
          setSent(next)
          setCodeError(null)
        }}
        onOther={() => setSent(null)}
        onReady={() => go(1)}
      />
    )
  }
  return <AddressStep {...props} address={address} onAddress={setAddress} onSent={setSent} />
}

async function mailCode(address: string): Promise<Sent> {
  const { nonce, expiresAt, resendAt } = await newClient().requestCode({
    address,
    locale: document.documentElement.lang,
  })
  return { nonce, expiresAt, resendAt, at: Date.now() }
}

function AddressStep(
  props: RegistrationProps & { address: string; onAddress: (address: string) => void; onSent: (sent: Sent) => void },
) {
  const { entrance, common } = useStrings()
  const strings = useStrings()
  const [, go] = useLocation()
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [isForeign, setForeign] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!isAddress(props.address)) return setError(common.addressWrong)
    setBusy(true)
    setError(null)
    try {
      props.onSent(await mailCode(props.address))
    } catch (problem) {
      setError(entranceProblem(problem, strings))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate style={{ display: "contents" }}>
      <Heading>{entrance.isThisYourMailbox}</Heading>
      <Text>{props.intro}</Text>
      {props.hint !== null && (
        <Field label={entrance.hiddenOnPurpose}>
          <Text size={400} weight="semibold">
            <bdi>{props.hint}</bdi>
          </Text>
        </Field>
      )}
      <Field
        label={entrance.fullAddress}
        hint={entrance.fullAddressHint}
        validationMessage={error}
        validationState={error === null ? "none" : "error"}
      >
        <Input
          type="email"
          autoComplete="username"
          size="large"
          value={props.address}
          onChange={(_, { value }) => props.onAddress(value)}
        />
      </Field>
      <Button
        appearance="primary"
        size="large"
        type="submit"
        disabledFocusable={isBusy}
        icon={isBusy ? <Spinner size="tiny" /> : null}
      >
        {entrance.sendCode}
      </Button>
      <Link as="button" type="button" onClick={() => setForeign(!isForeign)} aria-expanded={isForeign}>
        {entrance.notMyAddress}
      </Link>
      {isForeign && (
        <MessageBar layout="multiline">
          <MessageBarBody>{entrance.notMyAddressText}</MessageBarBody>
        </MessageBar>
      )}
      <Text>
        {entrance.beenHere}{" "}
        <Link
          as="button"
          type="button"
          onClick={() => go(`/sign-in${location.search}`, { state: { back: location.pathname } })}
        >
          {entrance.signInLink}
        </Link>
      </Text>
    </form>
  )
}

interface CodeStepProps {
  readonly address: string
  readonly sent: Sent
  readonly code: string
  readonly error: string | null
  readonly onCode: (code: string) => void
  readonly onResent: (sent: Sent) => void
  readonly onOther: () => void
  readonly onReady: () => void
}

function CodeStep(props: CodeStepProps) {
  const strings = useStrings()
  const { entrance } = strings
  const formats = useFormats()
  const { sent, code } = props
  const [error, setError] = useState(props.error)
  const [hasOutbox, setOutbox] = useState(false)
  const wait = useCountdown(sent.resendAt)
  useEffect(() => setError(props.error), [props.error])
  useEffect(() => {
    newClient()
      .platform()
      .then(
        ({ devOutbox }) => setOutbox(devOutbox),
        () => undefined,
      )
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (readCode(code, MAILBOX_CODE_LENGTH).length !== MAILBOX_CODE_LENGTH) return setError(entrance.codeIncomplete)
    props.onReady()
  }
  const again = async () => {
    try {
      props.onResent(await mailCode(props.address))
    } catch (problem) {
      setError(entranceProblem(problem, strings))
    }
  }
  return (
    <form onSubmit={submit} noValidate style={{ display: "contents" }}>
      <Heading>{entrance.enterCode}</Heading>
      <LiveRegion text={entrance.codeSent} />
      <Text>{entrance.codeSentTo(props.address, formats.time(sent.at))}</Text>
      {hasOutbox && (
        <MessageBar layout="multiline">
          <MessageBarBody>
            {entrance.devOutbox}{" "}
            <Link href="/dev/outbox" target="_blank" rel="noopener">
              {entrance.devOutboxLink}
            </Link>
          </MessageBarBody>
        </MessageBar>
      )}
      <CodeField
        label={entrance.codeLabel}
        hint={entrance.codeHint(formats.time(sent.expiresAt))}
        error={error}
        value={code}
        onChange={(value) => {
          setError(null)
          props.onCode(value)
        }}
        autoFocus
        oneTime
      />
      <Button appearance="primary" size="large" type="submit">
        {strings.common.continue}
      </Button>
      <Button type="button" disabledFocusable={wait > 0} onClick={() => (wait > 0 ? undefined : void again())}>
        {wait > 0 ? entrance.sendNewCodeIn(`0:${String(wait).padStart(2, "0")}`) : entrance.sendNewCode}
      </Button>
      <Text>
        <strong>{entrance.nothingArrived}</strong> {entrance.lookInJunk}
      </Text>
      <Link as="button" type="button" onClick={props.onOther}>
        {entrance.otherAddress}
      </Link>
    </form>
  )
}

function useCountdown(until: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((until - now) / 1000))
}

interface PasswordStepProps {
  readonly address: string
  readonly code: string
  readonly nonce: string
  readonly onMade: (made: { account: Account; recoveryCode: string }) => void
  readonly onCodeRefused: (text: string) => void
}

function PasswordStep({ address, code, nonce, onMade, onCodeRefused }: PasswordStepProps) {
  const strings = useStrings()
  const { entrance, common } = strings
  const [name, setName] = useState("")
  const [password, setPassword] = useState("")
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if ([...password].length < MIN_PASSWORD_LENGTH) return setError(entrance.passwordTooShort)
    setBusy(true)
    setError(null)
    try {
      onMade(await registerHere({ address, name: name.trim(), password, code, nonce, trusted: false }))
    } catch (problem) {
      const text = entranceProblem(problem, strings)
      if (problem instanceof ApiProblem && problem.code.startsWith("account.code_")) return onCodeRefused(text)
      setError(text)
    } finally {
      setBusy(false)
    }
    return undefined
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate style={{ display: "contents" }}>
      <Heading>{entrance.choosePassword}</Heading>
      <Text>{entrance.choosePasswordText}</Text>
      <Field label={common.emailAddress}>
        <Input type="email" autoComplete="username" readOnly value={address} />
      </Field>
      <Field label={common.yourName} hint={entrance.nameHint}>
        <Input autoComplete="name" value={name} onChange={(_, { value }) => setName(value)} />
      </Field>
      <NewPasswordField value={password} onChange={setPassword} known={[address, name]} error={error} />
      <Button
        appearance="primary"
        size="large"
        type="submit"
        disabledFocusable={isBusy}
        icon={isBusy ? <Spinner size="tiny" /> : null}
      >
        {common.continue}
      </Button>
      {isBusy && <Text role="status">{entrance.makingKeys}</Text>}
    </form>
  )
}

export function Heading({ children }: { readonly children: ReactNode }) {
  return (
    <Text as="h2" size={600} weight="semibold">
      {children}
    </Text>
  )
}
