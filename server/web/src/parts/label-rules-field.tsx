/** The organization's confidentiality labels, and the weakest way in that each leaves to people who were never here. */
import { Button, Field, Input, makeStyles, Select, tokens } from "@fluentui/react-components"
import { Add20Regular, Delete20Regular } from "@fluentui/react-icons"
import type { Rules } from "@smp/shared/account"
import { useStrings } from "@smp/shared/ui"

export type LabelRules = NonNullable<Rules["labels"]>

const LEAST = ["sender", "link", "pass"] as const
const MOST = 100
const useStyles = makeStyles({
  list: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS },
  row: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1.4fr) 32px",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "center",
    "@media (max-width: 480px)": { gridTemplateColumns: "minmax(0, 1fr) 32px", rowGap: tokens.spacingVerticalXS },
  },
  least: { "@media (max-width: 480px)": { gridRow: 2, gridColumn: 1 } },
  add: { justifySelf: "start", alignSelf: "start" },
})

export interface LabelRulesFieldProps {
  readonly labels: LabelRules
  readonly onChange: (labels: LabelRules) => void
}

export function LabelRulesField({ labels, onChange }: LabelRulesFieldProps) {
  const styles = useStyles()
  const { access } = useStrings()
  const set = (at: number, change: Partial<LabelRules[number]>) =>
    onChange(labels.map((rule, index) => (index === at ? { ...rule, ...change } : rule)))
  return (
    <Field label={access.labels} hint={access.labelsHint}>
      <div className={styles.list} role="group" aria-label={access.labels}>
        {labels.map(({ label, least }, at) => (
          // Labels have no other name than the one that is being typed.
          <div key={at} className={styles.row}>
            <Input
              aria-label={access.labelName}
              value={label}
              maxLength={100}
              onChange={(_, { value }) => set(at, { label: value })}
            />
            <Select
              className={styles.least}
              aria-label={access.least(label)}
              value={least ?? ""}
              onChange={(_, { value }) => set(at, { least: LEAST.find((mode) => mode === value) ?? null })}
            >
              <option value="">{access.leastAny}</option>
              {LEAST.map((mode) => (
                <option key={mode} value={mode}>
                  {access.leastModes[mode]}
                </option>
              ))}
            </Select>
            <Button
              appearance="subtle"
              icon={<Delete20Regular />}
              aria-label={access.removeLabel(label)}
              onClick={() => onChange(labels.filter((_rule, index) => index !== at))}
            />
          </div>
        ))}
        {labels.length < MOST && (
          <Button
            className={styles.add}
            size="small"
            icon={<Add20Regular />}
            onClick={() => onChange([...labels, { label: "", least: null }])}
          >
            {access.addLabel}
          </Button>
        )}
      </div>
    </Field>
  )
}

/** None empty, none twice. */
export const areLabelsWhole = (labels: LabelRules): boolean =>
  labels.every(({ label }) => label !== "") && new Set(labels.map(({ label }) => label)).size === labels.length
