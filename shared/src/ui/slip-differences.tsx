/** One card per difference, always in this order: what was signed, what the server says (struck through). */
import { makeStyles, tokens } from "@fluentui/react-components"
import type { Formats } from "./formats.ts"
import { optionFacts } from "./option-facts.ts"
import { useFormats, useStrings } from "./provider.tsx"
import type { DifferenceSide, SlipDifference } from "../view/index.ts"
import type { Strings } from "./strings/en.ts"

const useStyles = makeStyles({
  list: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS, flexShrink: 0 },
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    padding: tokens.spacingHorizontalM,
  },
  field: {
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase300,
    marginBlockEnd: tokens.spacingVerticalXS,
  },
  sides: {
    display: "grid",
    gridTemplateColumns: "minmax(76px, auto) 1fr",
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXS,
  },
  term: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    color: tokens.colorNeutralForeground2,
  },
  value: { overflowWrap: "anywhere", minWidth: 0 },
  line: { display: "block" },
  added: {
    marginBlockStart: tokens.spacingVerticalXS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
})

/** What a side says, one line each; of options only those that the other side has otherwise. */
function linesOf(side: DifferenceSide, other: DifferenceSide, slip: Strings["slip"], formats: Formats): string[] {
  const text = slip.differences
  switch (side.kind) {
    case "nothing":
      return [text.nothing]
    case "text":
      return [side.text]
    case "time":
      return [`${formats.date(side.at)}, ${formats.time(side.at)}`]
    case "files":
      return side.files.map(({ name, stored }) => text.file(name, formats.number(stored)))
    case "name-problem":
      return [text.nameProblem[side.reason]]
    case "options": {
      const facts = optionFacts(side.options, slip.options, formats)
      const theirs = other.kind === "options" ? optionFacts(other.options, slip.options, formats) : []
      const isSame = (term: string, value: string) => theirs.some((fact) => fact.term === term && fact.value === value)
      const lines = facts
        .filter(({ term, value }) => !isSame(term, value))
        .map(({ term, value }) => `${term}: ${value}`)
      return lines.length > 0 ? lines : [text.nothing]
    }
  }
}

function Side({ lines }: { readonly lines: readonly string[] }) {
  const styles = useStyles()
  return lines.map((line) => (
    <bdi key={line} className={styles.line}>
      {line}
    </bdi>
  ))
}

function Difference({ difference }: { readonly difference: SlipDifference }) {
  const styles = useStyles()
  const { slip } = useStrings()
  const text = slip.differences
  const formats = useFormats()
  return (
    <li className={styles.card} data-difference={difference.field}>
      <h3 className={styles.field}>{text.field[difference.field]}</h3>
      <dl className={styles.sides}>
        <dt className={styles.term}>{text.signed}</dt>
        <dd className={styles.value}>
          <Side lines={linesOf(difference.signed, difference.server, slip, formats)} />
        </dd>
        <dt className={styles.term}>{text.server}</dt>
        <dd className={styles.value}>
          <s>
            <Side lines={linesOf(difference.server, difference.signed, slip, formats)} />
          </s>
        </dd>
      </dl>
      {difference.added.length > 0 && (
        <p className={styles.added}>{text.added(formats.list(difference.added), difference.added.length)}</p>
      )}
    </li>
  )
}

export function SlipDifferences({ differences }: { readonly differences: readonly SlipDifference[] }) {
  const styles = useStyles()
  const { slip } = useStrings()
  return (
    <ul className={styles.list} aria-label={slip.differences.label}>
      {differences.map((difference, index) => (
        <Difference key={index} difference={difference} />
      ))}
    </ul>
  )
}
