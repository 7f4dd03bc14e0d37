/** Whose mailbox? What the notice said, the address typed in full, and one button that mails the code. */
import {
  Button,
  Divider,
  Field,
  Input,
  Link,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from "@fluentui/react-components"
import { MailInbox24Regular } from "@fluentui/react-icons"
import { isAddress, SubmitButton, useStrings } from "@smp/shared/ui"
import { useState } from "react"
import type { FormEvent } from "react"
import { entranceProblem } from "../../problems.ts"
import { FormHead } from "../entrance.tsx"
import { mailCode } from "./mailed-code.ts"
import type { MailedCode } from "./mailed-code.ts"

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  hint: {
    display: "grid",
    gridTemplateColumns: "40px 1fr",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground2,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  circle: {
    display: "grid",
    placeItems: "center",
    width: "40px",
    height: "40px",
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  masked: { display: "block", fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  small: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  actions: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalM,
    "@media (max-width: 820px)": { flexDirection: "column" },
  },
})

/** "d***@example.org" stands for every address that begins and ends like it. */
export function fitsHint(address: string, hint: string): boolean {
  const [head = "", tail = ""] = hint.toLowerCase().split("***")
  const typed = address.trim().toLowerCase()
  return typed.startsWith(head) && typed.endsWith(tail)
}

export interface AddressStepProps {
  readonly address: string
  /** What of the recipient's address the server shows, or null. */
  readonly hint: string | null
  readonly onAddress: (address: string) => void
  readonly onSent: (mailed: MailedCode) => void
  readonly onSignIn: () => void
}

export function AddressStep({ address, hint, onAddress, onSent, onSignIn }: AddressStepProps) {
  const styles = useStyles()
  const strings = useStrings()
  const { common, entrance } = strings
  const [error, setError] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [isForeign, setForeign] = useState(false)
  const isOther = hint !== null && isAddress(address) && !fitsHint(address, hint)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    if (!isAddress(address)) return setError(common.addressWrong)
    setBusy(true)
    setError(null)
    try {
      onSent(await mailCode(address.trim()))
    } catch (problem) {
      setError(entranceProblem(problem, strings))
      setBusy(false)
    }
  }
  const message = error ?? (isOther ? entrance.addressUnlike : null)
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <FormHead
        step={[1, 3]}
        title={entrance.isThisYourMailbox}
        text={hint === null ? entrance.messageIsForSomeone : entrance.messageIsForAddress}
      />
      {hint !== null && (
        <div className={styles.hint}>
          <span className={styles.circle} aria-hidden>
            <MailInbox24Regular />
          </span>
          <span>
            <bdi className={styles.masked}>{hint.replace("***", "••••")}</bdi>
            <span className={styles.small}>{entrance.hiddenOnPurpose}</span>
          </span>
        </div>
      )}
      <Field
        label={entrance.fullAddress}
        hint={entrance.fullAddressHint}
        size="large"
        validationState={error !== null ? "error" : isOther ? "warning" : "none"}
        validationMessage={message}
      >
        <Input
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={address}
          onChange={(_, { value }) => {
            setError(null)
            onAddress(value)
          }}
        />
      </Field>
      <div className={styles.actions}>
        <SubmitButton isBusy={isBusy}>{entrance.sendCode}</SubmitButton>
        {hint !== null && (
          <Button
            appearance="transparent"
            size="large"
            aria-expanded={isForeign}
            onClick={() => setForeign(!isForeign)}
          >
            {entrance.notMyAddress}
          </Button>
        )}
      </div>
      {isForeign && (
        <MessageBar layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{entrance.notMyAddressTitle}</MessageBarTitle> {entrance.notMyAddressText}
          </MessageBarBody>
        </MessageBar>
      )}
      <Divider />
      <p>
        {entrance.beenHere}{" "}
        <Link as="button" type="button" inline onClick={onSignIn}>
          {entrance.signInLink}
        </Link>
      </p>
    </form>
  )
}
