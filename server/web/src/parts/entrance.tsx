/** The frame of the entrance: who is here and why on one side, the one form on the other. Phone: one column. */
import { Link, makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components"
import { ShieldKeyholeFilled } from "@fluentui/react-icons"
import { useStrings } from "@smp/shared/ui"
import type { ReactNode } from "react"
import { useSignedIn } from "../account-context.ts"

const useStyles = makeStyles({
  page: {
    display: "grid",
    gridTemplateColumns: "5fr 6fr",
    minHeight: "100dvh",
    "@media (max-width: 760px)": { gridTemplateColumns: "1fr", alignContent: "start" },
  },
  side: {
    backgroundColor: tokens.colorBrandBackground2,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalXXXL}`,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXL,
    "@media (max-width: 760px)": { padding: tokens.spacingHorizontalXL, gap: tokens.spacingVerticalM },
  },
  brand: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalS, color: tokens.colorBrandForeground1 },
  main: {
    display: "flex",
    flexDirection: "column",
    padding: tokens.spacingHorizontalXXL,
    "@media (max-width: 760px)": { padding: tokens.spacingHorizontalXL },
  },
  form: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalL,
    maxWidth: "440px",
    width: "100%",
    marginBlock: "auto",
    marginInline: "auto",
  },
  foot: {
    display: "flex",
    gap: tokens.spacingHorizontalL,
    justifyContent: "center",
    paddingBlockStart: tokens.spacingVerticalXXL,
  },
  title: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
  },
  hint: { color: tokens.colorNeutralForeground2 },
  wide: { "@media (max-width: 760px)": { display: "none" } },
  list: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  step: { display: "grid", gridTemplateColumns: "28px 1fr", gap: tokens.spacingHorizontalM, alignItems: "start" },
  number: {
    width: "28px",
    height: "28px",
    borderRadius: tokens.borderRadiusCircular,
    display: "grid",
    placeItems: "center",
    boxShadow: `inset 0 0 0 1px ${tokens.colorBrandForeground1}`,
    color: tokens.colorBrandForeground1,
    fontWeight: tokens.fontWeightSemibold,
  },
  current: { backgroundColor: tokens.colorBrandBackground, color: tokens.colorNeutralForegroundOnBrand },
})

export interface EntranceProps {
  readonly title: string
  readonly side: ReactNode
  readonly children: ReactNode
}

export function Entrance({ title, side, children }: EntranceProps) {
  const styles = useStyles()
  const { common } = useStrings()
  const { preferences, setPreferences } = useSignedIn()
  const other = preferences.language === "de" ? "en" : "de"
  return (
    <div className={styles.page}>
      <header className={styles.side}>
        <div className={styles.brand}>
          <ShieldKeyholeFilled fontSize={32} />
          <Text weight="semibold" size={400}>
            {common.product}
          </Text>
        </div>
        <div>
          <h1 className={styles.title}>{title}</h1>
          <Text className={styles.hint}>
            <bdi>{location.host}</bdi>
          </Text>
        </div>
        {side}
      </header>
      <main className={styles.main}>
        <div className={styles.form}>{children}</div>
        <footer className={styles.foot}>
          <Link as="button" lang={other} onClick={() => setPreferences({ ...preferences, language: other })}>
            {other === "de" ? "Deutsch" : "English"}
          </Link>
        </footer>
      </main>
    </div>
  )
}

export interface Step {
  readonly title: string
  readonly hint: string
}

/** Numbered steps; on the phone only the current one is said, in the form's own heading. */
export function Steps({ steps, current }: { readonly steps: readonly Step[]; readonly current: number }) {
  const styles = useStyles()
  const { entrance } = useStrings()
  return (
    <ol className={mergeClasses(styles.list, styles.wide)} aria-label={entrance.steps.label}>
      {steps.map((step, index) => (
        <li
          key={step.title}
          className={styles.step}
          {...(index === current ? { "aria-current": "step" as const } : {})}
        >
          <span className={mergeClasses(styles.number, index === current && styles.current)} aria-hidden>
            {index + 1}
          </span>
          <span>
            <Text weight="semibold" block>
              {step.title}
            </Text>
            <Text className={styles.hint}>{step.hint}</Text>
          </span>
        </li>
      ))}
    </ol>
  )
}
