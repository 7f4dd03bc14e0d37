/** Everybody who asks to read again, and what was decided just now. Takes plain data; the host decides. */
import { makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components"
import { PersonQuestionMark24Regular } from "@fluentui/react-icons"
import { useState } from "react"
import { EmptyState } from "./empty-state.tsx"
import { useStrings } from "./provider.tsx"
import { LiveRegion } from "./visually-hidden.tsx"
import { WaitingReaderCard } from "./waiting-reader-card.tsx"
import type { WaitingReaderView } from "./waiting-reader-card.tsx"

const useStyles = makeStyles({
  text: { color: tokens.colorNeutralForeground2, textWrap: "pretty" },
  list: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalL },
})

export interface WaitingReadersProps<Reader extends WaitingReaderView> {
  readonly people: readonly Reader[]
  /** Of the empty state. */
  readonly headingLevel?: 1 | 2
  /** Throws when it did not work. */
  readonly onDecide: (reader: Reader, decision: "let-in" | "refuse") => Promise<void>
}

export function WaitingReaders<Reader extends WaitingReaderView>(props: WaitingReadersProps<Reader>) {
  const { people, headingLevel, onDecide } = props
  const styles = useStyles()
  const { waiting } = useStrings()
  const [said, setSaid] = useState("")
  const decide = async (reader: Reader, decision: "let-in" | "refuse") => {
    await onDecide(reader, decision)
    setSaid(decision === "let-in" ? waiting.done(reader.address) : waiting.refused(reader.address))
  }
  return (
    <>
      {said !== "" && (
        <MessageBar intent="success">
          <MessageBarBody>{said}</MessageBarBody>
        </MessageBar>
      )}
      {people.length === 0 ? (
        <EmptyState
          {...(headingLevel === undefined ? {} : { headingLevel })}
          icon={<PersonQuestionMark24Regular />}
          title={waiting.noRequests}
          text={waiting.noRequestsText}
        />
      ) : (
        <>
          <p className={styles.text}>{waiting.requestsText}</p>
          <ul className={styles.list}>
            {people.map((reader) => (
              <li key={reader.address}>
                <WaitingReaderCard
                  reader={reader}
                  onLetIn={() => decide(reader, "let-in")}
                  onRefuse={() => decide(reader, "refuse")}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      <LiveRegion text={said} />
    </>
  )
}
