/** What every page of the add-in shares: theme and language, a header, a body that scrolls, a footer with the ways out. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import { ShieldLock24Filled } from "@fluentui/react-icons"
import { loadStrings, localeFor, UiProvider } from "@smp/shared/ui"
import type { Language } from "@smp/shared/ui"
import { useEffect, useRef } from "react"
import type { ReactElement, ReactNode } from "react"
import { createRoot } from "react-dom/client"

/** Draws the page into the document, in Thunderbird's language and its light or dark theme. */
export async function showPage(page: ReactElement): Promise<void> {
  const language: Language = navigator.language.toLowerCase().startsWith("de") ? "de" : "en"
  const strings = await loadStrings(language)
  const place = document.getElementById("page")
  if (place === null) throw new Error("The page has no place to draw into.")
  createRoot(place).render(
    <UiProvider strings={strings} locale={localeFor(language, navigator.languages)} className="page">
      {page}
    </UiProvider>,
  )
}

const useStyles = makeStyles({
  page: {
    display: "flex",
    flexDirection: "column",
    height: "100vh",
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
  },
  line: { height: "3px", flexShrink: 0, backgroundColor: tokens.colorBrandBackground },
  header: {
    display: "grid",
    gridTemplateColumns: "24px minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    flexShrink: 0,
    padding: tokens.spacingHorizontalL,
    paddingInline: tokens.spacingHorizontalXL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBlockEndWidth: "1px",
    borderBlockEndStyle: "solid",
    borderBlockEndColor: tokens.colorNeutralStroke2,
  },
  icon: { color: tokens.colorBrandForeground1, display: "flex" },
  title: {
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: "none",
  },
  hint: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  place: {
    textAlign: "end",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  organization: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  /** A plain block scroller: parts inside a scrolling flex column shrink and overlap. */
  body: { flexGrow: 1, minHeight: 0, overflowY: "auto", outlineStyle: "none" },
  inner: { padding: tokens.spacingHorizontalXL, maxWidth: "820px", marginInline: "auto" },
  narrow: { maxWidth: "640px" },
  footer: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    flexShrink: 0,
    minHeight: "32px",
    padding: tokens.spacingHorizontalM,
    paddingInline: tokens.spacingHorizontalXL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBlockStartWidth: "1px",
    borderBlockStartStyle: "solid",
    borderBlockStartColor: tokens.colorNeutralStroke2,
  },
  status: { flexGrow: 1, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  ways: {
    display: "flex",
    flexWrap: "wrap",
    justifyContent: "flex-end",
    gap: tokens.spacingHorizontalS,
    marginInlineStart: "auto",
  },
})

export interface Way {
  readonly text: string
  readonly onClick: () => void
  readonly isDisabled?: boolean
  readonly icon?: ReactElement
}

export interface PageProps {
  readonly title: string
  readonly hint?: string
  readonly place?: { readonly organization: string | null; readonly host: string } | null
  readonly status?: ReactNode
  /** Buttons of the footer; the last one is the primary, unless `hasPrimary` is false. */
  readonly ways?: readonly Way[]
  readonly hasPrimary?: boolean
  readonly isNarrow?: boolean
  readonly children: ReactNode
}

export function Page(props: PageProps) {
  const styles = useStyles()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = props.title
    heading.current?.focus()
  }, [props.title])
  return (
    <div className={styles.page}>
      <div className={styles.line} />
      <header className={styles.header}>
        <span className={styles.icon} aria-hidden>
          <ShieldLock24Filled />
        </span>
        <div style={{ minWidth: 0 }}>
          <h1 ref={heading} className={styles.title} tabIndex={-1}>
            {props.title}
          </h1>
          {props.hint !== undefined && (
            <p className={styles.hint}>
              <bdi>{props.hint}</bdi>
            </p>
          )}
        </div>
        {props.place && (
          <div className={styles.place}>
            {props.place.organization !== null && (
              <p className={styles.organization}>
                <bdi>{props.place.organization}</bdi>
              </p>
            )}
            <p>
              <bdi>{props.place.host}</bdi>
            </p>
          </div>
        )}
      </header>
      <main className={styles.body}>
        <div className={`${styles.inner} ${props.isNarrow === true ? styles.narrow : ""}`}>{props.children}</div>
      </main>
      {(props.ways !== undefined || props.status !== undefined) && <Footer {...props} />}
    </div>
  )
}

function Footer({ status, ways = [], hasPrimary = true }: Pick<PageProps, "status" | "ways" | "hasPrimary">) {
  const styles = useStyles()
  return (
    <footer className={styles.footer}>
      <div className={styles.status}>{status}</div>
      <div className={styles.ways}>
        {ways.map((way, index) => (
          <Button
            key={way.text}
            size="large"
            appearance={hasPrimary && index === ways.length - 1 ? "primary" : "secondary"}
            disabled={way.isDisabled ?? false}
            {...(way.icon ? { icon: way.icon } : {})}
            onClick={way.onClick}
          >
            {way.text}
          </Button>
        ))}
      </div>
    </footer>
  )
}
