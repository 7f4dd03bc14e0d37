/** Who can open it, what is in it, what the recipients may do: for surprises, or always where the user wants so. */
import { Button, MessageBar, MessageBarBody, makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import { ArrowLeft20Regular, Dismiss20Regular, LockClosed20Regular, Send20Filled } from "@fluentui/react-icons"
import {
  defaultOptions,
  FileIcon,
  OptionsForm,
  RecipientRow,
  ServiceHolders,
  useFormats,
  useStrings,
} from "@smp/shared/ui"
import type { OptionName } from "@smp/shared/ui"
import { plainTextOf, recipientView, servicesOf } from "@smp/shared/send"
import type { ReactNode } from "react"
import { pages } from "../../host/thunderbird-host.ts"
import { words } from "../../strings/strings.ts"
import { Page } from "../parts/page.tsx"
import { chosenIn, FirstContactChoice } from "./first-contact-choice.tsx"
import type { Place } from "./send-page.tsx"
import type { Prepared } from "./send-state.ts"
import type { SendingFlow } from "./sending-flow.ts"

const PREVIEW_CHARACTERS = 1_200

const useStyles = makeStyles({
  columns: {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) 280px",
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalXL,
    alignItems: "start",
    "@media (max-width: 700px)": { gridTemplateColumns: "minmax(0, 1fr)" },
  },
  column: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL, minWidth: 0 },
  note: { marginBlockStart: tokens.spacingVerticalM },
  hint: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
  },
  subject: {
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
  },
  head: {
    display: "flex",
    justifyContent: "space-between",
    alignItems: "baseline",
    marginBlockEnd: tokens.spacingVerticalS,
  },
  title: { fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  file: {
    display: "grid",
    gridTemplateColumns: "24px minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    padding: tokens.spacingHorizontalM,
    ":not(:last-child)": {
      borderBlockEndWidth: "1px",
      borderBlockEndStyle: "solid",
      borderBlockEndColor: tokens.colorNeutralStroke2,
    },
  },
  name: { overflowWrap: "anywhere" },
  text: {
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    maxHeight: "220px",
    overflowY: "auto",
    padding: tokens.spacingHorizontalM,
  },
})

export function ReviewView({
  place,
  flow,
  prepared,
  isChanged,
}: {
  readonly place: Place
  readonly flow: SendingFlow
  readonly prepared: Prepared
  readonly isChanged: boolean
}) {
  const styles = useStyles()
  const { compose } = useStrings()
  const { draft, review, options } = prepared
  const { from, subject } = draft.draft
  const fixed: OptionName[] = review.allows.hideSubject ? [] : ["hideSubject"]
  return (
    <Page
      title={words.product}
      hint={words.from(from.name, from.address)}
      place={{ ...place, organization: review.organization }}
      status={words.where.notUploaded}
      ways={[
        { text: words.backToDraft, icon: <ArrowLeft20Regular />, onClick: () => void pages.closeThis() },
        { text: words.keeping.action, icon: <LockClosed20Regular />, onClick: () => void flow.keep() },
        { text: compose.sendTo(review.people.length), icon: <Send20Filled />, onClick: () => void flow.confirm() },
      ]}
    >
      <div className={styles.columns} data-page="review">
        <div className={styles.column}>
          {isChanged && (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody>{words.review.draftChanged}</MessageBarBody>
            </MessageBar>
          )}
          <div>
            <p className={styles.hint}>{words.review.subject}</p>
            <p className={styles.subject}>
              <bdi>{subject === "" ? words.noSubject : subject}</bdi>
            </p>
          </div>
          <People prepared={prepared} />
          <Files prepared={prepared} onLeaveOut={(obj) => void flow.withoutFile(obj)} />
          <Text prepared={prepared} />
        </div>
        <div className={styles.column}>
          <FirstContactChoice prepared={prepared} onChange={(contact) => flow.change({ contact })} />
          <section>
            <Head title={words.review.options} />
            <OptionsForm
              options={options ?? defaultOptions}
              organization={review.organization}
              fixed={fixed}
              labels={review.policy.policy.labels?.map(({ label }) => label) ?? []}
              onChange={(next) => flow.change({ options: next })}
            />
            <p className={mergeClasses(styles.hint, styles.note)}>{words.review.noScreenshot}</p>
          </section>
        </div>
      </div>
    </Page>
  )
}

function Head({ title, hint }: { readonly title: string; readonly hint?: ReactNode }) {
  const styles = useStyles()
  return (
    <div className={styles.head}>
      <h2 className={styles.title}>{title}</h2>
      {hint !== undefined && <span className={styles.hint}>{hint}</span>}
    </div>
  )
}

function People({ prepared }: { readonly prepared: Prepared }) {
  const styles = useStyles()
  const { review } = prepared
  return (
    <section>
      <Head title={words.review.whoCanOpen} hint={words.review.recipients(review.people.length)} />
      <div className={styles.card}>
        <ul>
          {review.people.map((person) => (
            <RecipientRow key={person.address} person={recipientView(person)} role={person.role} />
          ))}
        </ul>
        <ServiceHolders isInCard organization={review.organization} services={servicesOf(review, chosenIn(prepared))} />
      </div>
    </section>
  )
}

function Files({
  prepared: { draft, passedOn },
  onLeaveOut,
}: {
  readonly prepared: Prepared
  readonly onLeaveOut: (obj: string) => void
}) {
  const styles = useStyles()
  const formats = useFormats()
  const { attachments } = draft.draft
  if (attachments.length === 0) return null
  const size = formats.size(attachments.reduce((sum, file) => sum + file.size, 0))
  return (
    <section>
      <Head title={words.review.attachments} hint={words.review.files(attachments.length, size)} />
      <ul className={styles.card}>
        {attachments.map((file, index) => (
          <li key={index} className={styles.file}>
            <span aria-hidden>
              <FileIcon name={file.name} type={file.type} />
            </span>
            <div>
              <bdi className={styles.name}>{file.name}</bdi>
              <p className={styles.hint}>
                {formats.size(file.size)}
                {index < passedOn.length && `, ${words.review.passedOn}`}
              </p>
            </div>
            <LeaveOut file={passedOn[index]} onLeaveOut={onLeaveOut} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Files that lie in the draft are taken out there. */
function LeaveOut({
  file,
  onLeaveOut,
}: {
  readonly file: Prepared["passedOn"][number] | undefined
  readonly onLeaveOut: (obj: string) => void
}) {
  if (file === undefined) return null
  return (
    <Button
      appearance="subtle"
      icon={<Dismiss20Regular />}
      aria-label={words.review.leaveOut(file.name)}
      title={words.review.leaveOut(file.name)}
      onClick={() => onLeaveOut(file.obj)}
    />
  )
}

function Text({ prepared: { draft } }: { readonly prepared: Prepared }) {
  const styles = useStyles()
  const { html, text } = draft.draft
  const shown = (text ?? plainTextOf(html ?? "")).trim()
  if (shown === "") return null
  return (
    <section>
      <Head title={words.review.text} />
      <p className={`${styles.card} ${styles.text}`}>
        {shown.slice(0, PREVIEW_CHARACTERS)}
        {shown.length > PREVIEW_CHARACTERS ? " …" : ""}
      </p>
    </section>
  )
}
