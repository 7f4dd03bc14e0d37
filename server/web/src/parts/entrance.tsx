/**
 * The frame of the entrance: who is here and why on one side, the one form on the other. On the phone one column, in
 * which the side keeps only organization, headline and sender.
 */
import { Link, makeStyles, mergeClasses, ProgressBar, tokens } from "@fluentui/react-components"
import { ShieldKeyhole24Filled } from "@fluentui/react-icons"
import { languages, useStrings } from "@smp/shared/ui"
import type { Language } from "@smp/shared/ui"
import { useEffect, useRef } from "react"
import type { ReactNode } from "react"
import { useSignedIn } from "../account-context.ts"
import { useTitle } from "./use-title.ts"

const PHONE = "@media (max-width: 820px)"

const useStyles = makeStyles({
  page: {
    display: "grid",
    gridTemplateColumns: "5fr 6fr",
    minHeight: "100dvh",
    backgroundColor: tokens.colorNeutralBackground1,
    [PHONE]: { gridTemplateColumns: "minmax(0, 1fr)", gridTemplateRows: "auto 1fr" },
  },
  side: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalXXL,
    minWidth: 0,
    paddingBlock: "48px",
    paddingInline: "56px",
    backgroundColor: tokens.colorBrandBackground2,
    [PHONE]: { padding: tokens.spacingHorizontalXL, rowGap: tokens.spacingVerticalL },
  },
  brand: { display: "flex", alignItems: "center", columnGap: tokens.spacingHorizontalM },
  logo: {
    display: "grid",
    placeItems: "center",
    width: "40px",
    height: "40px",
    flexShrink: 0,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  organization: { display: "block", fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  host: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  title: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
    textWrap: "balance",
  },
  more: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXXL, [PHONE]: { display: "none" } },
  note: {
    marginBlockStart: "auto",
    maxWidth: "480px",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  sideNote: { [PHONE]: { display: "none" } },
  main: {
    display: "flex",
    flexDirection: "column",
    minWidth: 0,
    paddingBlockStart: tokens.spacingVerticalXXXL,
    paddingBlockEnd: tokens.spacingVerticalL,
    paddingInline: tokens.spacingHorizontalXXL,
    [PHONE]: { paddingBlockStart: tokens.spacingVerticalXXL, paddingInline: tokens.spacingHorizontalXL },
  },
  form: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalL,
    width: "100%",
    maxWidth: "420px",
    marginBlock: "auto",
    marginInline: "auto",
    [PHONE]: { marginBlock: 0, maxWidth: "none" },
  },
  mainNote: { display: "none", [PHONE]: { display: "block", marginBlockStart: tokens.spacingVerticalXXL } },
  foot: {
    display: "flex",
    justifyContent: "center",
    columnGap: tokens.spacingHorizontalL,
    paddingBlockStart: tokens.spacingVerticalXXL,
    [PHONE]: { marginBlockStart: "auto" },
  },
  footLink: { minHeight: "24px", fontSize: tokens.fontSizeBase200 },
  step: {
    display: "block",
    marginBlockStart: tokens.spacingVerticalXS,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
  },
  heading: {
    marginBlockStart: tokens.spacingVerticalXS,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: "none",
  },
  text: { marginBlockStart: tokens.spacingVerticalXS, textWrap: "pretty" },
})

export interface EntranceProps {
  /** The organization, where the page may name one; else the product. */
  readonly organization?: string | null
  readonly title: string
  /** Under the headline, also on the phone: who wrote. */
  readonly card?: ReactNode
  /** Under it on wide screens only: what happens, and why. */
  readonly more?: ReactNode
  /** One careful sentence at the end. */
  readonly note?: string
  readonly children: ReactNode
}

export function Entrance({ organization, title, card, more, note, children }: EntranceProps) {
  const styles = useStyles()
  const { common } = useStrings()
  useTitle(title)
  return (
    <div className={styles.page}>
      <header className={styles.side}>
        <div className={styles.brand}>
          <span className={styles.logo} aria-hidden>
            <ShieldKeyhole24Filled />
          </span>
          <span>
            <bdi className={styles.organization}>{organization ?? common.product}</bdi>
            <bdi className={styles.host}>{location.host}</bdi>
          </span>
        </div>
        <h1 className={styles.title}>{title}</h1>
        {card}
        {more !== undefined && <div className={styles.more}>{more}</div>}
        {note !== undefined && <p className={mergeClasses(styles.note, styles.sideNote)}>{note}</p>}
      </header>
      <main className={styles.main}>
        <div className={styles.form}>{children}</div>
        {note !== undefined && <p className={mergeClasses(styles.note, styles.mainNote)}>{note}</p>}
        <LanguageLinks />
      </main>
    </div>
  )
}

/** Every other language by its own name: whoever cannot read this page finds theirs. */
function LanguageLinks() {
  const styles = useStyles()
  const { preferences, setPreferences } = useSignedIn()
  const others = (Object.keys(languages) as Language[]).filter((language) => language !== preferences.language)
  return (
    <footer className={styles.foot}>
      {others.map((language) => (
        <Link
          key={language}
          as="button"
          lang={language}
          className={styles.footLink}
          onClick={() => setPreferences({ ...preferences, language })}
        >
          {languages[language]}
        </Link>
      ))}
    </footer>
  )
}

export interface FormHeadProps {
  /** Which of how many steps. */
  readonly step?: readonly [number, number]
  readonly title: string
  readonly text?: ReactNode
  /** The heading takes the focus when the form replaces another one. */
  readonly takesFocus?: boolean
}

export function FormHead({ step, title, text, takesFocus = false }: FormHeadProps) {
  const styles = useStyles()
  const { entrance } = useStrings()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (takesFocus) heading.current?.focus()
  }, [takesFocus])
  return (
    <div>
      {step !== undefined && (
        <>
          <ProgressBar aria-hidden value={step[0] / step[1]} />
          <span className={styles.step}>{entrance.steps.of(step[0], step[1])}</span>
        </>
      )}
      <h2 ref={heading} className={styles.heading} tabIndex={-1}>
        {title}
      </h2>
      {text !== undefined && <p className={styles.text}>{text}</p>}
    </div>
  )
}
