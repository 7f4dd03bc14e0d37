/** Before the send: the services that can open the message besides the people. */
import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import { Archive20Regular, PersonKey20Regular } from "@fluentui/react-icons"
import type { ReactElement } from "react"
import { useStrings } from "./provider.tsx"

export interface ServiceHoldersProps {
  readonly organization: string
  /** One entry for each key. */
  readonly services: readonly ("archive" | "grant-agent")[]
  /** Closes a card, below its rows. */
  readonly isInCard?: boolean
}

const useStyles = makeStyles({
  list: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalS,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  inCard: {
    padding: tokens.spacingHorizontalM,
    borderBlockStartWidth: "1px",
    borderBlockStartStyle: "solid",
    borderBlockStartColor: tokens.colorNeutralStroke2,
  },
  row: { display: "grid", gridTemplateColumns: "20px minmax(0, 1fr)", columnGap: tokens.spacingHorizontalS },
  text: { overflowWrap: "anywhere" },
})
const icons: Record<ServiceHoldersProps["services"][number], ReactElement> = {
  archive: <Archive20Regular />,
  "grant-agent": <PersonKey20Regular />,
}

export function ServiceHolders({ organization, services, isInCard = false }: ServiceHoldersProps) {
  const styles = useStyles()
  const { holder } = useStrings().compose
  if (services.length === 0) return null
  return (
    <ul className={mergeClasses(styles.list, isInCard && styles.inCard)}>
      {services.map((service, index) => (
        <li key={index} className={styles.row} data-holder={service}>
          <span aria-hidden>{icons[service]}</span>
          <span className={styles.text}>{holder[service](organization)}</span>
        </li>
      ))}
    </ul>
  )
}
