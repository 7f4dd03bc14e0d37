/** One section of the slip: an h3 button with its summary, so that the closed slip already tells everything. */
import { AccordionHeader, AccordionItem, AccordionPanel, makeStyles, tokens } from "@fluentui/react-components"
import type { ReactNode } from "react"
import { VisuallyHidden } from "./visually-hidden.tsx"

export type SlipSectionName = "people" | "keys" | "options" | "files" | "details"

const useStyles = makeStyles({
  item: {
    flexShrink: 0,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  header: {
    "& button": { minHeight: "44px", paddingInline: tokens.spacingHorizontalM },
  },
  titles: {
    display: "flex",
    flexWrap: "wrap",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "baseline",
    textAlign: "start",
  },
  title: { fontWeight: tokens.fontWeightSemibold, fontSize: tokens.fontSizeBase300 },
  summary: {
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    fontWeight: tokens.fontWeightRegular,
  },
  panel: { marginInline: tokens.spacingHorizontalM, paddingBlockEnd: tokens.spacingVerticalM },
})

export function SlipSection({
  name,
  title,
  summary,
  children,
}: {
  readonly name: SlipSectionName
  readonly title: string
  readonly summary: string
  readonly children: ReactNode
}) {
  const styles = useStyles()
  return (
    <AccordionItem value={name} className={styles.item} data-section={name}>
      <AccordionHeader as="h3" expandIconPosition="end" className={styles.header}>
        <span className={styles.titles}>
          <span className={styles.title}>{title}</span>
          <VisuallyHidden>: </VisuallyHidden>
          <span className={styles.summary}>{summary}</span>
        </span>
      </AccordionHeader>
      <AccordionPanel className={styles.panel}>{children}</AccordionPanel>
    </AccordionItem>
  )
}

const useFactStyles = makeStyles({
  list: {
    display: "grid",
    gridTemplateColumns: "minmax(88px, auto) 1fr",
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  term: { color: tokens.colorNeutralForeground2 },
  value: { overflowWrap: "anywhere", minWidth: 0 },
})

export interface Fact {
  readonly term: string
  readonly value: ReactNode
}

export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  const styles = useFactStyles()
  return (
    <dl className={styles.list}>
      {facts.map((fact) => (
        <div key={fact.term} style={{ display: "contents" }}>
          <dt className={styles.term}>{fact.term}</dt>
          <dd className={styles.value}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
