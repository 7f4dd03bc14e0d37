/** Address and password, one error for both; who asks which address exists learns nothing. */
import { Button, Checkbox, Field, Input, Link, Spinner, makeStyles, tokens } from "@fluentui/react-components"
import { useState } from "react"
import type { FormEvent } from "react"
import { isAddress } from "./address-text.ts"
import { PasswordField } from "./password-field.tsx"
import { useStrings } from "./provider.tsx"

export interface SignInValues {
  readonly address: string
  readonly password: string
  /** "This is my own device": the session lasts 30 days. */
  readonly trusted: boolean
}

export interface SignInFormProps {
  readonly address?: string
  /** The host fixed the address (a mail identity): shown, not changed. */
  readonly isAddressFixed?: boolean
  readonly isBusy: boolean
  /** One sentence for both fields. */
  readonly error: string | null
  readonly hasTrustChoice?: boolean
  readonly onSubmit: (values: SignInValues) => void
  readonly onLost?: () => void
  /** Called when the form gets the focus: the time to load what signing in needs. */
  readonly onWarmUp?: () => void
}

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  actions: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    justifyContent: "space-between",
    gap: tokens.spacingHorizontalM,
  },
})

export function SignInForm(props: SignInFormProps) {
  const styles = useStyles()
  const { common, entrance } = useStrings()
  const [address, setAddress] = useState(props.address ?? "")
  const [password, setPassword] = useState("")
  const [trusted, setTrusted] = useState(false)
  const [isTried, setTried] = useState(false)
  const addressError = isTried && !isAddress(address) ? common.addressWrong : null
  const passwordError = isTried && password === "" ? common.requiredField : props.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isAddress(address) && password !== "" && !props.isBusy)
      props.onSubmit({ address: address.trim(), password, trusted })
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field
        label={common.emailAddress}
        size="large"
        {...(addressError ? { validationMessage: addressError, validationState: "error" as const } : {})}
      >
        <Input
          type="email"
          value={address}
          readOnly={props.isAddressFixed ?? false}
          onChange={(event) => setAddress(event.target.value)}
          autoComplete="username"
          onFocus={props.onWarmUp}
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <PasswordField
        label={entrance.password}
        value={password}
        onChange={setPassword}
        error={passwordError}
        onFocus={props.onWarmUp}
      />
      {props.hasTrustChoice && (
        <Checkbox
          label={entrance.staySignedIn}
          checked={trusted}
          onChange={(_, data) => setTrusted(data.checked === true)}
        />
      )}
      <div className={styles.actions}>
        <Button
          type="submit"
          appearance="primary"
          size="large"
          disabledFocusable={props.isBusy}
          icon={props.isBusy ? <Spinner size="tiny" /> : null}
        >
          {props.isBusy ? entrance.signingIn : entrance.signIn}
        </Button>
        {props.onLost && (
          <Link as="button" type="button" onClick={props.onLost}>
            {entrance.lostPassword}
          </Link>
        )}
      </div>
    </form>
  )
}
