/** Who wrote: only what the notice said. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { PersonAvatar, useFormats, useStrings } from "@smp/shared/ui"
import type { ArrivalReply } from "@smp/shared/wire"

const useStyles = makeStyles({
  card: {
    display: "grid",
    gridTemplateColumns: "40px minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  name: {
    display: "block",
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
  },
  line: {
    display: "block",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
})

/** 7HK2-PQ9D */
export const showReference = (reference: string): string =>
  `${reference.slice(0, 4)}-${reference.slice(4)}`.toUpperCase()

export function SenderCard({ arrival }: { readonly arrival: ArrivalReply }) {
  const styles = useStyles()
  const { common, entrance } = useStrings()
  const formats = useFormats()
  return (
    <div className={styles.card}>
      <PersonAvatar name={arrival.sender} address={arrival.senderAddress} size={40} />
      <div>
        <bdi className={styles.name}>{arrival.sender || arrival.senderAddress}</bdi>
        <bdi className={styles.line}>{arrival.senderAddress}</bdi>
        <span className={styles.line}>
          <bdi>{arrival.organization}</bdi> · {entrance.sent(formats.inSentence(arrival.sentAt))}
        </span>
        <span className={styles.line}>
          {common.reference} <bdi>{showReference(arrival.reference)}</bdi>
        </span>
      </div>
    </div>
  )
}
