/** Numbered steps of the entrance with the one that is on now; sentences about what this place is. */
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import { CheckmarkCircle24Filled } from "@fluentui/react-icons"
import { useStrings, VisuallyHidden } from "@smp/shared/ui"
import type { ReactElement } from "react"

const useStyles = makeStyles({
  heading: { fontWeight: tokens.fontWeightSemibold, marginBlockEnd: tokens.spacingVerticalL },
  list: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  row: { display: "grid", gridTemplateColumns: "24px 1fr", columnGap: tokens.spacingHorizontalL, alignItems: "start" },
  icon: { display: "flex", color: tokens.colorBrandForeground1 },
  title: { display: "block" },
  strong: { fontWeight: tokens.fontWeightSemibold },
  hint: {
    display: "block",
    marginBlockStart: "2px",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
})

export interface StepText {
  readonly icon: ReactElement
  readonly title: string
  readonly hint: string
}

export interface StepsProps {
  readonly heading: string
  readonly steps: readonly StepText[]
  /** Index of the step that is on now. */
  readonly current: number
}

export function Steps({ heading, steps, current }: StepsProps) {
  const styles = useStyles()
  const { entrance } = useStrings()
  return (
    <section>
      <p className={styles.heading}>{heading}</p>
      <ol className={styles.list}>
        {steps.map((step, index) => (
          <li key={step.title} className={styles.row} aria-current={index === current ? "step" : undefined}>
            <span className={styles.icon} aria-hidden>
              {index < current ? <CheckmarkCircle24Filled /> : step.icon}
            </span>
            <span>
              <span className={mergeClasses(styles.title, index === current && styles.strong)}>
                {index + 1}. {index === current ? entrance.steps.now(step.title) : step.title}
                {index < current && <VisuallyHidden>, {entrance.steps.done}</VisuallyHidden>}
              </span>
              <span className={styles.hint}>{step.hint}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What this place is, in two or three points. */
export function Points({ points }: { readonly points: readonly StepText[] }) {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {points.map((point) => (
        <li key={point.title} className={styles.row}>
          <span className={styles.icon} aria-hidden>
            {point.icon}
          </span>
          <span>
            <span className={mergeClasses(styles.title, styles.strong)}>{point.title}</span>
            <span className={styles.hint}>{point.hint}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
