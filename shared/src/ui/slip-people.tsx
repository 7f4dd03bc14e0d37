import { Link, makeStyles, tokens } from "@fluentui/react-components"
import { useState } from "react"
import { PersonAvatar } from "./person-avatar.tsx"
import { PersonTimeline } from "./person-timeline.tsx"
import { useStrings } from "./provider.tsx"
import { SlipSection } from "./slip-section.tsx"
import type { DeliverySlipView, SlipPerson } from "../view/index.ts"
import { StateBadge } from "./state-badge.tsx"

/** Up to here everybody's whole history is shown, up to there everybody's newest event. */
const WHOLE_HISTORY = 4
const NEWEST_ONLY = 12

const useStyles = makeStyles({
  list: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
  person: { display: "grid", gridTemplateColumns: "32px 1fr", columnGap: tokens.spacingHorizontalS },
  head: {
    display: "flex",
    justifyContent: "space-between",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "flex-start",
  },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  hint: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
  foot: {
    marginBlockStart: tokens.spacingVerticalM,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
})

function PersonRow({
  person,
  fileCount,
  newestOnly,
}: {
  readonly person: SlipPerson
  readonly fileCount: number
  readonly newestOnly: boolean
}) {
  const styles = useStyles()
  const strings = useStrings()
  const { people } = strings.slip
  const name = person.name || person.address
  const hints = [
    people.role[person.role],
    person.name ? person.address : null,
    person.isWaiting ? people.newHere : null,
  ]
  return (
    <li className={styles.person}>
      <PersonAvatar name={name} address={person.address} />
      <div>
        <div className={styles.head}>
          <div>
            <bdi className={styles.name}>{person.isMe ? strings.common.withYou(name) : name}</bdi>
            <div className={styles.hint}>{hints.filter(Boolean).join(" · ")}</div>
          </div>
          <StateBadge state={person.state} text={people.state[person.state]} />
        </div>
        <PersonTimeline person={person} fileCount={fileCount} newestOnly={newestOnly} />
      </div>
    </li>
  )
}

/** Also of a message that was recalled since. */
const hasDisplayed = ({ state, events }: SlipPerson): boolean =>
  state === "displayed" || events.some(({ kind }) => kind === "displayed")

export function SlipPeople({ view }: { readonly view: DeliverySlipView }) {
  const styles = useStyles()
  const { people } = useStrings().slip
  const [all, setAll] = useState(false)
  const count = view.people.length
  const shown = all ? view.people : view.people.slice(0, NEWEST_ONLY)
  const displayed = view.people.filter(hasDisplayed).length
  return (
    <SlipSection name="people" title={people.title} summary={people.summary(displayed, count)}>
      <ul className={styles.list}>
        {shown.map((person) => (
          <PersonRow
            key={`${person.role} ${person.address}`}
            person={person}
            fileCount={view.files.length}
            newestOnly={!all && count > WHOLE_HISTORY}
          />
        ))}
      </ul>
      {!all && count > WHOLE_HISTORY && (
        <p className={styles.foot}>
          <Link as="button" onClick={() => setAll(true)}>
            {people.showAll(count)}
          </Link>
        </p>
      )}
      <p className={styles.foot}>{people.footnote}</p>
    </SlipSection>
  )
}
