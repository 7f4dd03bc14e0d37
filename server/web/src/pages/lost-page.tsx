/** A lost password: what still opens the account, and honestly what does not. */
import { Badge, Button, Card, Field, Input, Spinner, Text } from "@fluentui/react-components"
import { readRecoveryCode } from "@smp/shared/account"
import { ProtocolError } from "@smp/shared/bytes"
import { CodeField, isAddress, MIN_PASSWORD_LENGTH, NewPasswordField, readCode, useStrings } from "@smp/shared/ui"
import { useState } from "react"
import type { FormEvent } from "react"
import { useLocation } from "wouter"
import { useSignedIn } from "../account-context.ts"
import { Entrance } from "../parts/entrance.tsx"
import { entranceProblem } from "../problems.ts"
import { newClient, recoverHere } from "../session/signed-in.ts"

const CODE_CHARACTERS = 12
const RECOVERY_CHARACTERS = 26

export function LostPage() {
  const { entrance, common } = useStrings()
  const [, go] = useLocation()
  const [isRecovering, setRecovering] = useState(false)
  return (
    <Entrance title={entrance.lostTitle} side={<Text>{entrance.lostText}</Text>}>
      {isRecovering ? (
        <Recover />
      ) : (
        <>
          <Text as="h2" size={600} weight="semibold">
            {entrance.whatDoYouHave}
          </Text>
          <Way
            title={entrance.recoveryWay}
            text={entrance.recoveryWayText}
            result={entrance.everythingBack}
            color="success"
          >
            <Button appearance="primary" onClick={() => setRecovering(true)}>
              {entrance.enterRecovery}
            </Button>
          </Way>
          <Way
            title={entrance.deviceWay}
            text={entrance.deviceWayText}
            result={entrance.deviceResult}
            color="warning"
          />
          <Way
            title={entrance.mailboxWay}
            text={entrance.mailboxWayText}
            result={entrance.mailboxResult}
            color="danger"
          />
          <Button onClick={() => go("/sign-in")}>{common.back}</Button>
        </>
      )}
    </Entrance>
  )
}

function Way(props: {
  title: string
  text: string
  result: string
  color: "success" | "warning" | "danger"
  children?: React.ReactNode
}) {
  return (
    <Card>
      <Text weight="semibold">{props.title}</Text>
      <Text>{props.text}</Text>
      <div>
        <Badge appearance="tint" color={props.color}>
          {props.result}
        </Badge>
      </div>
      {props.children}
    </Card>
  )
}

function Recover() {
  const strings = useStrings()
  const { entrance, common } = strings
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const [address, setAddress] = useState("")
  const [nonce, setNonce] = useState<string | null>(null)
  const [code, setCode] = useState("")
  const [recovery, setRecovery] = useState("")
  const [password, setPassword] = useState("")
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const typed = readCode(recovery, RECOVERY_CHARACTERS)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    if (!isAddress(address)) return setError(common.addressWrong)
    if (nonce !== null && readCode(code, CODE_CHARACTERS).length !== CODE_CHARACTERS)
      return setError(entrance.codeIncomplete)
    if (nonce !== null && readRecoveryCode(recovery) === null)
      return setError(
        typed.length < RECOVERY_CHARACTERS ? entrance.recoveryIncomplete(typed.length) : entrance.recoveryTypo,
      )
    if (nonce !== null && [...password].length < MIN_PASSWORD_LENGTH) return setError(entrance.passwordTooShort)
    setBusy(true)
    try {
      if (nonce === null) return setNonce((await newClient().requestCode({ address })).nonce)
      setAccount(
        await recoverHere({ address, nonce, mailboxCode: code, recoveryCode: recovery, newPassword: password }),
      )
      go("/inbox")
    } catch (problem) {
      setError(problem instanceof ProtocolError ? entrance.recoveryRefused : entranceProblem(problem, strings))
    } finally {
      setBusy(false)
    }
    return undefined
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate style={{ display: "contents" }}>
      <Text as="h2" size={600} weight="semibold">
        {entrance.recoverTitle}
      </Text>
      <Text>{entrance.recoverText}</Text>
      <Field label={common.emailAddress}>
        <Input
          type="email"
          autoComplete="username"
          value={address}
          readOnly={nonce !== null}
          onChange={(_, { value }) => setAddress(value)}
        />
      </Field>
      {nonce !== null && (
        <>
          <CodeField label={entrance.codeLabel} value={code} onChange={setCode} oneTime autoFocus />
          <Field label={entrance.recoveryCode} hint={entrance.recoveryCodeHint}>
            <Input value={recovery} onChange={(_, { value }) => setRecovery(value)} autoComplete="off" />
          </Field>
          <NewPasswordField value={password} onChange={setPassword} known={[address]} />
        </>
      )}
      {error !== null && <Text role="alert">{error}</Text>}
      <Button
        appearance="primary"
        size="large"
        type="submit"
        disabledFocusable={isBusy}
        icon={isBusy ? <Spinner size="tiny" /> : null}
      >
        {nonce === null ? entrance.sendCode : entrance.restore}
      </Button>
    </form>
  )
}
