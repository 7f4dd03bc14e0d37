/** One card per difference, always in this order: what was signed, what the server says (struck through). */
import { makeStyles, tokens } from "@fluentui/react-components"
import { useFormats, useStrings } from "./provider.tsx"
import type { SlipDifference } from "./slip-view.ts"

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
  added: {
    marginBlockStart: tokens.spacingVerticalXS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
})

function Difference({ difference }: { readonly difference: SlipDifference }) {
  const styles = useStyles()
  const { differences: text } = useStrings().slip
  const formats = useFormats()
  return (
    <li className={styles.card} data-difference={difference.field}>
      <h3 className={styles.field}>{text.field[difference.field]}</h3>
      <dl className={styles.sides}>
        <dt className={styles.term}>{text.signed}</dt>
        <dd className={styles.value}>
          <bdi>{difference.signed || text.nothing}</bdi>
        </dd>
        <dt className={styles.term}>{text.server}</dt>
        <dd className={styles.value}>
          <s>
            <bdi>{difference.server || text.nothing}</bdi>
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
