/** Every entry of a record, by person, with what the check said of it. */
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import { CheckmarkCircleRegular, ClockRegular, ErrorCircleRegular } from "@fluentui/react-icons"
import { useFormats, useStrings } from "./provider.tsx"
import { eventName } from "./record-outcome.tsx"
import type { HistoryEntry } from "../view/index.ts"

const useStyles = makeStyles({
  groups: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  group: {
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  name: {
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    marginBlockEnd: tokens.spacingVerticalS,
    overflowWrap: "anywhere",
  },
  address: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightRegular },
  list: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS },
  entry: {
    display: "grid",
    gridTemplateColumns: "20px 1fr auto",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "start",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    "@media (max-width: 480px)": { gridTemplateColumns: "20px 1fr" },
  },
  time: {
    color: tokens.colorNeutralForeground2,
    whiteSpace: "nowrap",
    "@media (max-width: 480px)": { gridColumnStart: 2 },
  },
  state: { color: tokens.colorNeutralForeground2 },
  good: { color: tokens.colorStatusSuccessForeground1 },
  bad: { color: tokens.colorStatusDangerForeground1 },
})

export function RecordList({
  entries,
  names,
}: {
  readonly entries: readonly HistoryEntry[]
  readonly names: ReadonlyMap<string, string>
}) {
  const styles = useStyles()
  const { record: text } = useStrings()
  const groups = Map.groupBy(entries, ({ address }) => address)
  return (
    <div className={styles.groups}>
      {[...groups].map(([address, list]) => (
        <section key={address} className={styles.group} data-chain={address}>
          <h2 className={styles.name}>
            {address === "" ? text.whole : (names.get(address) ?? address)}
            {address !== "" && names.has(address) && <span className={styles.address}> · {address}</span>}
          </h2>
          <ol className={styles.list}>
            {list.map((entry, at) => (
              <Entry key={`${at} ${entry.kind}`} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  )
}

function Entry({ entry }: { readonly entry: HistoryEntry }) {
  const styles = useStyles()
  const strings = useStrings()
  const formats = useFormats()
  const { record: text } = strings
  const { kind, at, signed, state, client } = entry
  const isGood = state === "proved" || state === "covered"
  const Icon = isGood ? CheckmarkCircleRegular : state === "pending" ? ClockRegular : ErrorCircleRegular
  const color = isGood ? styles.good : state === "pending" ? styles.state : styles.bad
  const words = [text.state[state], ...(signed ? [text.signed] : []), ...(client === null ? [] : [client])]
  return (
    <li className={styles.entry} data-state={state} data-event={kind}>
      <Icon fontSize={20} className={color} aria-hidden />
      <span>
        {eventName(kind, strings)}
        <br />
        <span className={mergeClasses(styles.state, !isGood && state !== "pending" && styles.bad)}>
          {words.join(" · ")}
        </span>
      </span>
      <bdi className={styles.time}>{formats.full(at)}</bdi>
    </li>
  )
}
