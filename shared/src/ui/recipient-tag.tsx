/** A recipient with the Directory's state as second line, so that surprises are seen while writing. */
import { Tag, Tooltip, makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import {
  ArrowSync16Regular,
  Building16Regular,
  Key16Regular,
  PersonAdd16Regular,
  PersonAvailable16Regular,
  PersonProhibited16Regular,
  PersonQuestionMark16Regular,
  ShieldCheckmark16Regular,
} from "@fluentui/react-icons"
import type { ReactElement } from "react"
import type { RecipientState, RecipientView } from "../view/index.ts"
import { PersonAvatar } from "./person-avatar.tsx"
import { useFormats, useStrings } from "./provider.tsx"

export const recipientIcons: Record<RecipientState, ReactElement> = {
  unknown: <PersonQuestionMark16Regular />,
  "looking-up": <ArrowSync16Regular />,
  colleague: <Building16Regular />,
  registered: <PersonAvailable16Regular />,
  verified: <ShieldCheckmark16Regular />,
  "first-contact": <PersonAdd16Regular />,
  "key-changed": <Key16Regular />,
  refused: <PersonProhibited16Regular />,
}

const useStyles = makeStyles({
  tag: { maxWidth: "100%", minWidth: 0, "& > *": { minWidth: 0 } },
  text: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", display: "block", maxWidth: "260px" },
  state: { display: "inline-flex", alignItems: "center", columnGap: "4px", "& > svg": { flexShrink: 0 } },
  good: { color: tokens.colorPaletteGreenForeground1 },
  warn: { color: tokens.colorStatusWarningForeground3 },
  bad: { color: tokens.colorStatusDangerForeground1 },
  brand: { color: tokens.colorBrandForeground1 },
  row: {
    display: "grid",
    gridTemplateColumns: "32px minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "start",
    paddingBlock: tokens.spacingVerticalM,
    paddingInline: tokens.spacingHorizontalM,
    ":not(:last-child)": {
      borderBlockEndWidth: "1px",
      borderBlockEndStyle: "solid",
      borderBlockEndColor: tokens.colorNeutralStroke2,
    },
  },
  name: { fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  line: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
  role: {
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusCircular,
    paddingInline: tokens.spacingHorizontalS,
  },
})

function useInk(state: RecipientState): string {
  const styles = useStyles()
  switch (state) {
    case "colleague":
    case "registered":
    case "verified":
      return styles.good
    case "first-contact":
      return styles.brand
    case "key-changed":
      return styles.warn
    case "refused":
      return styles.bad
    case "unknown":
    case "looking-up":
      return ""
  }
}

/** Inside a Fluent `TagGroup` with `dismissible`; the value is the address. */
export function RecipientTag({ person }: { readonly person: RecipientView }) {
  const styles = useStyles()
  const { compose } = useStrings()
  const ink = useInk(person.state)
  const name = person.name || person.address
  const text = compose.state[person.state]
  return (
    <Tooltip content={`${person.address} – ${compose.stateLine[person.state]}`} relationship="description">
      <Tag
        className={styles.tag}
        value={person.address}
        data-recipient={person.address}
        data-state={person.state}
        media={<PersonAvatar name={name} address={person.address} size={28} shape="square" />}
        secondaryText={
          <span className={mergeClasses(styles.state, ink)}>
            {recipientIcons[person.state]}
            {text}
          </span>
        }
        dismissIcon={{ "aria-label": compose.removePerson(name) }}
      >
        <bdi className={styles.text}>{name}</bdi>
      </Tag>
    </Tooltip>
  )
}

/** One row of a review: name, address, what is known of the key. */
export function RecipientRow({ person, role }: { readonly person: RecipientView; readonly role: "to" | "cc" | "bcc" }) {
  const styles = useStyles()
  const { compose, slip } = useStrings()
  const formats = useFormats()
  const ink = useInk(person.state)
  const name = person.name || person.address
  const since = person.since ?? null
  const isVerified = person.state === "verified" || person.state === "registered" || person.state === "colleague"
  const line =
    since === null
      ? compose.stateLine[person.state]
      : isVerified
        ? compose.knownSince(formats.date(since))
        : person.state === "key-changed"
          ? compose.keyChangedOn(formats.date(since))
          : compose.stateLine[person.state]
  return (
    <li className={styles.row} data-recipient={person.address} data-state={person.state}>
      <PersonAvatar name={name} address={person.address} />
      <div>
        <bdi className={styles.name}>{name}</bdi>
        {person.name && (
          <p className={styles.line}>
            <bdi>{person.address}</bdi>
          </p>
        )}
        <p className={mergeClasses(styles.line, styles.state, ink)}>
          {recipientIcons[person.state]}
          {line}
        </p>
      </div>
      <span className={styles.role}>{slip.people.role[role]}</span>
    </li>
  )
}
