/** A password with show/hide; the new one with its strength as bar and word. No repeat field, no composition rules. */
import { Button, Field, Input, ProgressBar, makeStyles, tokens } from "@fluentui/react-components"
import { CheckmarkCircle12Filled, EyeOff20Regular, Eye20Regular } from "@fluentui/react-icons"
import { useState } from "react"
import { passwordStrength } from "./password-strength.ts"
import type { Strength } from "./password-strength.ts"
import { useStrings } from "./provider.tsx"

export interface PasswordFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | null
  readonly hint?: string
  readonly autoComplete?: "current-password" | "new-password"
  readonly autoFocus?: boolean
  readonly onFocus?: (() => void) | undefined
}

export function PasswordField(props: PasswordFieldProps) {
  const { entrance } = useStrings()
  const [isShown, setShown] = useState(false)
  return (
    <Field
      label={props.label}
      size="large"
      {...(props.hint ? { hint: props.hint } : {})}
      {...(props.error ? { validationMessage: props.error, validationState: "error" as const } : {})}
    >
      <Input
        type={isShown ? "text" : "password"}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        autoComplete={props.autoComplete ?? "current-password"}
        autoCapitalize="none"
        onFocus={props.onFocus}
        spellCheck={false}
        {...(props.autoFocus ? { autoFocus: true } : {})}
        contentAfter={
          <Button
            appearance="transparent"
            size="small"
            icon={isShown ? <EyeOff20Regular /> : <Eye20Regular />}
            aria-label={isShown ? entrance.hidePassword : entrance.showPassword}
            aria-pressed={isShown}
            onClick={() => setShown(!isShown)}
          />
        }
      />
    </Field>
  )
}

const looks: Record<Strength, { value: number; color: "error" | "warning" | "success" }> = {
  weak: { value: 0.2, color: "error" },
  fair: { value: 0.5, color: "warning" },
  good: { value: 0.75, color: "success" },
  strong: { value: 1, color: "success" },
}

const useStyles = makeStyles({
  strength: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXS, minHeight: "24px" },
  word: {
    display: "flex",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalXS,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  good: { color: tokens.colorPaletteGreenForeground1 },
})

export function PasswordStrength({
  password,
  known,
}: {
  readonly password: string
  readonly known: readonly string[]
}) {
  const styles = useStyles()
  const { strength: text } = useStrings().entrance
  if (password === "") return <div className={styles.strength} />
  const strength = passwordStrength(password, known)
  const look = looks[strength]
  return (
    <div className={styles.strength}>
      <ProgressBar
        thickness="large"
        value={look.value}
        color={look.color}
        aria-label={text.label}
        aria-valuetext={text[strength]}
      />
      <output className={styles.word}>
        {look.color === "success" && <CheckmarkCircle12Filled className={styles.good} aria-hidden />}
        {text[strength]}
      </output>
    </div>
  )
}

export interface NewPasswordFieldProps extends Omit<PasswordFieldProps, "label" | "autoComplete" | "hint"> {
  /** What an attacker knows of the person: address, name, organization. */
  readonly known: readonly string[]
}

export function NewPasswordField({ known, ...field }: NewPasswordFieldProps) {
  const { entrance } = useStrings()
  return (
    <div>
      <PasswordField {...field} label={entrance.newPassword} hint={entrance.passwordHint} autoComplete="new-password" />
      <div style={{ marginBlockStart: 8 }}>
        <PasswordStrength password={field.value} known={known} />
      </div>
    </div>
  )
}
