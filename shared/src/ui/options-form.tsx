/** What the sender decides about a message. What a rule fixes is shown, disabled but focusable, with its reason. */
import { Field, Select, Switch, makeStyles, tokens } from "@fluentui/react-components"
import { useFormats, useStrings } from "./provider.tsx"

export interface SendOptionsView {
  readonly reply: boolean
  readonly replyAll: boolean
  readonly forward: boolean
  /** Readers' devices sign that they displayed it. */
  readonly receipts: boolean
  /** Everybody in to and cc sees who has read it; otherwise the sender alone. */
  readonly shared: boolean
  readonly hideSubject: boolean
  /** Days until the keys are destroyed; null: no end. */
  readonly expiresInDays: number | null
  /** As the slip shows it; null: none. */
  readonly label: string | null
  /** Recipients are asked for their own password at each opening. */
  readonly password: boolean
}

export const defaultOptions: SendOptionsView = {
  reply: true,
  replyAll: true,
  forward: true,
  receipts: true,
  shared: true,
  hideSubject: false,
  expiresInDays: null,
  label: null,
  password: false,
}
export type OptionName = keyof SendOptionsView

export interface OptionsFormProps {
  readonly options: SendOptionsView
  readonly onChange: (options: SendOptionsView) => void
  readonly organization: string
  /** Options that a rule of the organization fixes. */
  readonly fixed?: readonly OptionName[]
  /** Longest time that the rules allow, in days. */
  readonly maxDays?: number | null
  /** Only where the recipients' clients can ask for it. */
  readonly hasPassword?: boolean
  /** The organization's own; none: the usual three. */
  readonly labels?: readonly string[]
  /** Left out where the subject has its own switch beside it. */
  readonly hasSubject?: boolean
}

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM },
  hint: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    marginInlineStart: "56px",
    marginBlockStart: `calc(-1 * ${tokens.spacingVerticalXS})`,
  },
})

/** Choices for the end. */
export const optionDays: readonly number[] = [1, 7, 14, 30, 90, 365]
const DAY = 86_400_000

function Choice({
  label,
  hint,
  isOn,
  isFixed,
  organization,
  onChange,
}: {
  readonly label: string
  readonly hint?: string
  readonly isOn: boolean
  readonly isFixed: boolean
  readonly organization: string
  readonly onChange: (isOn: boolean) => void
}) {
  const styles = useStyles()
  const { option } = useStrings().compose
  const text = [hint, isFixed ? option.fixed(organization) : null].filter(Boolean).join(" ")
  return (
    <div>
      <Switch
        label={label}
        checked={isOn}
        disabledFocusable={isFixed}
        onChange={(_, data) => !isFixed && onChange(data.checked)}
      />
      {text && <p className={styles.hint}>{text}</p>}
    </div>
  )
}

function UntilField({
  options,
  onChange,
  maxDays,
  isFixed,
  organization,
}: {
  readonly options: SendOptionsView
  readonly onChange: (days: number | null) => void
  readonly maxDays: number | null
  readonly isFixed: boolean
  readonly organization: string
}) {
  const { option } = useStrings().compose
  const formats = useFormats()
  const allowed = optionDays.filter((days) => maxDays === null || days <= maxDays)
  return (
    <Field label={option.until} hint={isFixed ? option.fixed(organization) : option.untilHint}>
      <Select
        disabled={isFixed}
        value={options.expiresInDays === null ? "" : String(options.expiresInDays)}
        onChange={(_, data) => onChange(data.value === "" ? null : Number(data.value))}
      >
        {maxDays === null && <option value="">{option.noEnd}</option>}
        {allowed.map((days) => (
          <option key={days} value={days}>
            {option.inDays(days, formats.date(formats.now() + days * DAY))}
          </option>
        ))}
      </Select>
    </Field>
  )
}

/** A word for people, shown and signed; a rule of the organization may ask for a stronger way in with it. */
function LabelField({
  label,
  labels,
  onChange,
}: {
  readonly label: string | null
  readonly labels: readonly string[]
  readonly onChange: (label: string | null) => void
}) {
  const { option } = useStrings().compose
  const offered = labels.length > 0 ? labels : option.labels
  const known = label === null || offered.includes(label) ? offered : [label, ...offered]
  return (
    <Field label={option.label} hint={option.labelHint}>
      <Select value={label ?? ""} onChange={(_, { value }) => onChange(value === "" ? null : value)}>
        <option value="">{option.noLabel}</option>
        {known.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  )
}

export function OptionsForm({
  options,
  onChange,
  organization,
  fixed = [],
  maxDays = null,
  hasSubject = true,
  hasPassword = false,
  labels = [],
}: OptionsFormProps) {
  const styles = useStyles()
  const { compose } = useStrings()
  const { option } = compose
  const choice = (name: Exclude<OptionName, "expiresInDays" | "label">, label: string, hint?: string) => (
    <Choice
      label={label}
      {...(hint ? { hint } : {})}
      isOn={options[name]}
      isFixed={fixed.includes(name)}
      organization={organization}
      onChange={(isOn) => onChange({ ...options, [name]: isOn })}
    />
  )
  return (
    <div className={styles.form}>
      <UntilField
        options={options}
        maxDays={maxDays}
        isFixed={fixed.includes("expiresInDays")}
        organization={organization}
        onChange={(days) => onChange({ ...options, expiresInDays: days })}
      />
      <LabelField label={options.label} labels={labels} onChange={(label) => onChange({ ...options, label })} />
      {choice("reply", option.reply)}
      {options.reply && choice("replyAll", option.replyAll)}
      {choice("forward", option.forward, option.forwardHint)}
      {choice("receipts", option.receipts, option.receiptsHint)}
      {choice("shared", option.shared, option.sharedHint)}
      {hasPassword && choice("password", option.password, option.passwordHint)}
      {hasSubject &&
        choice(
          "hideSubject",
          compose.hideSubjectLong,
          options.hideSubject ? compose.hideSubjectHint : compose.showSubjectHint,
        )}
    </div>
  )
}
