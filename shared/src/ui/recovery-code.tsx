/** The recovery code: shown once in groups, copied, saved or printed, and its last group typed back. No way around. */
import { Button, Field, Input, makeStyles, tokens } from "@fluentui/react-components"
import {
  ArrowDownload20Regular,
  Checkmark20Regular,
  CheckmarkCircle12Filled,
  Copy20Regular,
  Print20Regular,
} from "@fluentui/react-icons"
import { useState } from "react"
import type { FormEvent } from "react"
import { readCode, recoveryGroups } from "./code-text.ts"
import { useStrings } from "./provider.tsx"
import { usePrintStyles } from "./print-styles.ts"
import { LiveRegion } from "./visually-hidden.tsx"

export interface RecoveryCodeProps {
  readonly code: string
  readonly address: string
  readonly host: string
  /** Text of the button that goes on. */
  readonly action: string
  readonly onConfirmed: () => void
}

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  card: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  groups: {
    border: "none",
    margin: 0,
    padding: 0,
    minWidth: 0,
    display: "flex",
    flexWrap: "wrap",
    justifyContent: "center",
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalS,
  },
  group: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightBold,
    letterSpacing: "0.06em",
  },
  buttons: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalS, justifyContent: "center" },
  hint: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  typed: { "& input": { fontFamily: tokens.fontFamilyMonospace, letterSpacing: "0.06em" } },
})

function fileText(props: RecoveryCodeProps, groups: readonly string[], strings: ReturnType<typeof useStrings>): string {
  const text = strings.entrance.recoveryFile
  return [
    text.title(strings.common.product),
    "",
    groups.join(" "),
    "",
    `${text.address}: ${props.address}`,
    `${text.server}: ${props.host}`,
    "",
    text.hint,
    "",
  ].join("\n")
}

function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

function CodeCard(props: RecoveryCodeProps & { readonly groups: readonly string[] }) {
  const styles = useStyles()
  const strings = useStrings()
  const { common, entrance } = strings
  const [isCopied, setCopied] = useState(false)
  usePrintStyles()
  const copy = () => {
    void navigator.clipboard.writeText(props.groups.join(" ")).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  return (
    <div className={styles.card} data-print>
      <fieldset className={styles.groups} aria-label={entrance.recoveryGroups} data-recovery-code>
        {props.groups.map((group, index) => (
          <span key={index} className={styles.group}>
            {group}
          </span>
        ))}
      </fieldset>
      <div className={styles.buttons} data-print-skip>
        <Button icon={isCopied ? <Checkmark20Regular /> : <Copy20Regular />} onClick={copy}>
          {isCopied ? common.copied : common.copy}
        </Button>
        <Button
          icon={<ArrowDownload20Regular />}
          onClick={() => saveText(entrance.recoveryFile.name, fileText(props, props.groups, strings))}
        >
          {entrance.download}
        </Button>
        <Button icon={<Print20Regular />} onClick={() => window.print()}>
          {entrance.print}
        </Button>
      </div>
      <LiveRegion text={isCopied ? common.copied : ""} />
    </div>
  )
}

export function RecoveryCode(props: RecoveryCodeProps) {
  const styles = useStyles()
  const { entrance } = useStrings()
  const [typed, setTyped] = useState("")
  const [isTried, setTried] = useState(false)
  const groups = recoveryGroups(props.code)
  const last = groups.at(-1) ?? ""
  const isRight = readCode(typed, last.length) === last
  const error = typed === "" ? entrance.lastGroupMissing : entrance.lastGroupWrong
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isRight) props.onConfirmed()
    else setTried(true)
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <CodeCard {...props} groups={groups} />
      <p className={styles.hint}>{entrance.goodPlaces}</p>
      <Field
        label={entrance.typeLastGroup}
        size="large"
        {...(isRight
          ? {
              validationState: "success" as const,
              validationMessage: entrance.lastGroupRight,
              validationMessageIcon: <CheckmarkCircle12Filled />,
            }
          : isTried
            ? { validationState: "error" as const, validationMessage: error }
            : {})}
      >
        <Input
          className={styles.typed}
          value={typed}
          onChange={(event) => setTyped(event.target.value.toUpperCase())}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
      </Field>
      <div>
        <Button type="submit" appearance="primary" size="large">
          {props.action}
        </Button>
      </div>
    </form>
  )
}
