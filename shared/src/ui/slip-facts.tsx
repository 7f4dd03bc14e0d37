/** The last three sections: options, attachments, details. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { DocumentRegular } from "@fluentui/react-icons"
import { useFormats, useStrings } from "./provider.tsx"
import { optionFacts } from "./option-facts.ts"
import { FactList, SlipSection } from "./slip-section.tsx"
import type { DeliverySlipView } from "../view/index.ts"

const useStyles = makeStyles({
  files: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS },
  file: {
    display: "grid",
    gridTemplateColumns: "20px 1fr auto",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "center",
    fontSize: tokens.fontSizeBase200,
  },
  name: { overflowWrap: "anywhere" },
  hint: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  note: { marginBlockStart: tokens.spacingVerticalM },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: "anywhere" },
})

export function SlipOptions({ view }: { readonly view: DeliverySlipView }) {
  const { options: text } = useStrings().slip
  const formats = useFormats()
  const { options } = view
  const until = options.expires === null ? null : formats.shortDate(options.expires)
  const [reply, forward, end, reading, ...label] = optionFacts(options, text, formats)
  const subject = { term: text.subject, value: options.subjectHidden ? text.subjectHidden : text.subjectVisible }
  const facts = [reply, forward, end, subject, reading, ...label].filter((fact) => fact !== undefined)
  return (
    <SlipSection name="options" title={text.title} summary={text.summary(options.reply, options.forward, until)}>
      <FactList facts={facts} />
    </SlipSection>
  )
}

export function SlipFiles({ view }: { readonly view: DeliverySlipView }) {
  const styles = useStyles()
  const { slip, recall: words } = useStrings()
  const { files: text } = slip
  const { closed: recall } = words
  const formats = useFormats()
  return (
    <SlipSection name="files" title={text.title} summary={text.summary(view.files.length)}>
      {view.files.length === 0 ? (
        <p className={styles.hint}>{text.none}</p>
      ) : (
        <>
          <ul className={styles.files}>
            {view.files.map((file) => (
              <li key={file.obj} className={styles.file}>
                <DocumentRegular fontSize={20} aria-hidden />
                <bdi className={styles.name}>
                  {file.name ?? recall.locked}
                  {file.recalledAt !== null && (
                    <span className={styles.hint}> · {recall.recalledFile(formats.brief(file.recalledAt))}</span>
                  )}
                  {file.isOriginRecalled === true && <span className={styles.hint}> · {recall.recalledOrigin}</span>}
                </bdi>
                <bdi className={styles.hint}>{formats.size(file.size)}</bdi>
              </li>
            ))}
          </ul>
          <p className={`${styles.hint} ${styles.note}`}>{text.notScanned}</p>
        </>
      )}
    </SlipSection>
  )
}

export function SlipDetails({ view }: { readonly view: DeliverySlipView }) {
  const styles = useStyles()
  const { details: text } = useStrings().slip
  const formats = useFormats()
  const { details } = view
  const log = {
    proved: text.logProved(details.logEntry === null ? "" : formats.number(details.logEntry), view.organization),
    pending: text.logPending,
    unreachable: text.logUnreachable,
  }[view.log]
  const owner =
    details.keySince === null
      ? text.keyOf(view.sender.name)
      : text.keySince(view.sender.name, formats.date(details.keySince))
  return (
    <SlipSection name="details" title={text.title} summary={text.summary}>
      <FactList
        facts={[
          { term: text.reference, value: <span className={styles.code}>{view.reference}</span> },
          { term: text.number, value: <span className={styles.code}>{details.messageId}</span> },
          {
            term: text.signedWith,
            value: (
              <>
                <span className={styles.code}>{details.signingKey}</span>
                <br />
                {owner}
              </>
            ),
          },
          { term: text.logProof, value: log },
          { term: text.lockedWith, value: text.suite(details.suite) },
        ]}
      />
    </SlipSection>
  )
}
