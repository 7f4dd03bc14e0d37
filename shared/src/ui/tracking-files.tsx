/** The attachments of a sent message: by how many each was saved, and the way to recall one of them. */
import { Button, makeStyles, tokens, useRestoreFocusTarget } from "@fluentui/react-components"
import { DocumentRegular } from "@fluentui/react-icons"
import { useState } from "react"
import { useFormats, useStrings } from "./provider.tsx"
import { RecallFileDialog } from "./recall-file-dialog.tsx"
import type { DeliverySlipView, SlipFile } from "../view/index.ts"

const useStyles = makeStyles({
  heading: {
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    marginBlockEnd: tokens.spacingVerticalS,
  },
  files: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS },
  file: {
    display: "grid",
    gridTemplateColumns: "20px minmax(0, 1fr) auto auto",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "center",
    minHeight: "32px",
    "@media (max-width: 820px)": { gridTemplateColumns: "20px minmax(0, 1fr) auto" },
  },
  name: { overflowWrap: "anywhere" },
  hint: {
    color: tokens.colorNeutralForeground2,
    "@media (max-width: 820px)": { gridRow: 2, gridColumn: 2, fontSize: tokens.fontSizeBase200 },
  },
})

export interface TrackingFilesProps {
  readonly view: DeliverySlipView
  /** Throws when it did not work; null: nothing can be recalled any more. */
  readonly onRecall: ((file: string, reason: string) => Promise<void>) | null
}

export function TrackingFiles({ view: { files, people }, onRecall }: TrackingFilesProps) {
  const styles = useStyles()
  const { tracking, recall } = useStrings()
  const formats = useFormats()
  const [asking, setAsking] = useState<SlipFile | null>(null)
  const givenBack = useRestoreFocusTarget()
  const savedBy = (obj: string) =>
    people.filter(({ events }) => events.some((event) => event.kind === "downloaded" && event.obj === obj)).length
  const nameOf = ({ name }: SlipFile) => name ?? recall.closed.locked
  return (
    <section>
      <h2 className={styles.heading}>{tracking.files}</h2>
      <ul className={styles.files}>
        {files.map((file) => (
          <li key={file.obj} className={styles.file} data-file={nameOf(file)}>
            <DocumentRegular fontSize={20} aria-hidden />
            <bdi className={styles.name}>{nameOf(file)}</bdi>
            <span className={styles.hint}>
              {file.recalledAt === null
                ? tracking.savedBy(savedBy(file.obj), people.length)
                : tracking.fileRecalled(formats.inSentence(file.recalledAt))}
            </span>
            {onRecall !== null && file.recalledAt === null && (
              <Button
                {...givenBack}
                size="small"
                aria-label={recall.file.action(nameOf(file))}
                onClick={() => setAsking(file)}
              >
                {recall.action}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asking !== null && onRecall !== null && (
        <RecallFileDialog
          name={nameOf(asking)}
          savedBy={savedBy(asking.obj)}
          onKeep={() => setAsking(null)}
          onRecall={(reason) => onRecall(asking.obj, reason)}
        />
      )}
    </section>
  )
}
