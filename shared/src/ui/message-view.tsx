/** Subject, sender, verdict, files, blocked pictures, text: in this order, because in many mails the file is the message. */
import {
  Button,
  Link,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  mergeClasses,
  tokens,
} from "@fluentui/react-components"
import { ArrowDownload20Regular, ImageOff20Regular } from "@fluentui/react-icons"
import { useState } from "react"
import type { ReactNode } from "react"
import { AttachmentList } from "./attachment-row.tsx"
import type { AttachmentState, AttachmentView } from "./attachment-row.tsx"
import { MailFrame } from "./mail-frame.tsx"
import { PersonAvatar } from "./person-avatar.tsx"
import { useFewNames } from "./few-names.ts"
import { useFormats, useStrings } from "./provider.tsx"
import { VerdictButton } from "./verdict.tsx"
import type { Verdict } from "./verdict.tsx"

export interface MessagePerson {
  readonly name: string
  readonly address: string
  readonly isMe: boolean
}

export interface MessageData {
  readonly subject: string
  readonly from: MessagePerson
  readonly organization: string
  readonly to: readonly MessagePerson[]
  readonly cc: readonly MessagePerson[]
  readonly bcc: readonly MessagePerson[]
  readonly sentAt: number
  readonly files: readonly AttachmentView[]
  /** Document for the frame, from `shared/read/render`; null where there is no text. */
  readonly frame: string | null
  readonly blockedPictures: number
}

export interface MessageViewProps {
  readonly data: MessageData
  readonly verdict: Verdict
  /** One line under the verdict, `useSlipLine`. */
  readonly verdictLine: string
  /** The button is left out while the slip stands beside the message. */
  readonly isSlipOpen: boolean
  readonly onOpenSlip: () => void
  readonly fileStates: Readonly<Record<string, AttachmentState>>
  readonly onSave: (id: string) => void
  readonly onCancel: (id: string) => void
  readonly onSaveAll: () => void
  /** Shown among other messages: its subject is a heading of the second rank. */
  readonly isInside?: boolean
  /** What the host shows between verdict and files, for example a note of its own. */
  readonly note?: ReactNode
}

const useStyles = makeStyles({
  view: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalM, flexGrow: 1, minHeight: 0 },
  subject: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
    // Scripts put the focus here so that reading begins here; nobody can reach it with a key.
    outlineStyle: "none",
  },
  subjectInside: { fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  head: {
    display: "grid",
    gridTemplateColumns: "40px minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "start",
  },
  name: {
    fontWeight: tokens.fontWeightSemibold,
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    overflowWrap: "anywhere",
  },
  hint: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
  all: { fontSize: "inherit", lineHeight: "inherit" },
  time: {
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    whiteSpace: "nowrap",
    paddingBlockStart: tokens.spacingVerticalXS,
    "@media (max-width: 640px)": { gridColumn: "2" },
  },
  filesHead: { display: "flex", justifyContent: "space-between", alignItems: "center", minHeight: "32px" },
  filesTitle: {
    fontSize: tokens.fontSizeBase400,
    lineHeight: tokens.lineHeightBase400,
    fontWeight: tokens.fontWeightSemibold,
  },
  blocked: {
    display: "flex",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "center",
    flexShrink: 0,
    fontSize: tokens.fontSizeBase300,
    padding: tokens.spacingVerticalS,
    paddingInline: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    "& svg": { flexShrink: 0 },
  },
  bar: { flexShrink: 0 },
  noText: { color: tokens.colorNeutralForeground2, paddingBlock: tokens.spacingVerticalL },
})

const MOST_NAMED = 12

function usePeopleLine(data: MessageData, isWhole: boolean): string {
  const { common, message } = useStrings()
  const formats = useFormats()
  const fewNames = useFewNames()
  const names = (people: readonly MessagePerson[]) => {
    const named = people.map((person) => (person.isMe ? common.you : person.name || person.address))
    if (isWhole || people.length <= MOST_NAMED) return formats.list(named)
    return fewNames(named.toSorted((one, other) => Number(other === common.you) - Number(one === common.you)))
  }
  const parts: string[] = []
  if (data.to.length > 0) parts.push(message.toPeople(names(data.to)))
  if (data.cc.length > 0) parts.push(message.copyTo(names(data.cc)))
  if (data.bcc.length > 0) parts.push(message.blindCopyTo(names(data.bcc)))
  return parts.join("; ")
}

function PeopleLine({ data }: { readonly data: MessageData }) {
  const styles = useStyles()
  const { list } = useStrings()
  const [isWhole, setWhole] = useState(false)
  const hasMany = [data.to, data.cc, data.bcc].some(({ length }) => length > MOST_NAMED)
  const line = usePeopleLine(data, isWhole)
  return (
    <p className={styles.hint}>
      {line}{" "}
      {hasMany && !isWhole && (
        <Link as="button" inline className={styles.all} onClick={() => setWhole(true)}>
          {list.showAll}
        </Link>
      )}
    </p>
  )
}

function MessageHead({ data }: { readonly data: MessageData }) {
  const styles = useStyles()
  const { common } = useStrings()
  const formats = useFormats()
  const name = data.from.name || data.from.address
  return (
    <div className={styles.head}>
      <PersonAvatar name={name} address={data.from.address} size={40} />
      <div>
        <bdi className={styles.name}>{data.from.isMe ? common.withYou(name) : name}</bdi>
        <p className={styles.hint}>
          <bdi>{data.organization}</bdi> · <bdi>{data.from.address}</bdi>
        </p>
        <PeopleLine data={data} />
      </div>
      <time className={styles.time} dateTime={new Date(data.sentAt).toISOString()}>
        {formats.full(data.sentAt)}
      </time>
    </div>
  )
}

function Files(props: Pick<MessageViewProps, "data" | "fileStates" | "onSave" | "onCancel" | "onSaveAll">) {
  const styles = useStyles()
  const { common, message } = useStrings()
  const formats = useFormats()
  const { files } = props.data
  const size = formats.size(files.reduce((sum, file) => sum + file.size, 0))
  return (
    <section>
      <div className={styles.filesHead}>
        <h2 className={styles.filesTitle}>{common.files(files.length)}</h2>
        {files.length > 1 && (
          <Button appearance="subtle" size="small" icon={<ArrowDownload20Regular />} onClick={props.onSaveAll}>
            {message.downloadAll(size)}
          </Button>
        )}
      </div>
      <AttachmentList files={files} states={props.fileStates} onSave={props.onSave} onCancel={props.onCancel} />
    </section>
  )
}

export function MessageView(props: MessageViewProps) {
  const { data, verdict } = props
  const styles = useStyles()
  const { list, message } = useStrings()
  const sender = data.from.name || data.from.address
  const Heading = props.isInside === true ? "h2" : "h1"
  const isAltered = verdict.state === "altered" || verdict.state === "altered-names"
  return (
    <article className={styles.view}>
      <Heading className={mergeClasses(styles.subject, props.isInside === true && styles.subjectInside)} tabIndex={-1}>
        <bdi>{data.subject || list.noSubject}</bdi>
      </Heading>
      <MessageHead data={data} />
      {!props.isSlipOpen && (
        <VerdictButton
          verdict={verdict}
          sender={sender}
          byMe={data.from.isMe}
          text={props.verdictLine}
          onOpen={props.onOpenSlip}
        />
      )}
      {isAltered && (
        <MessageBar intent="error" layout="multiline" className={styles.bar}>
          <MessageBarBody>
            <MessageBarTitle>{message.altered}</MessageBarTitle> {message.alteredNote(sender)}
          </MessageBarBody>
        </MessageBar>
      )}
      {props.note}
      {data.files.length > 0 && <Files {...props} />}
      {data.blockedPictures > 0 && (
        <p className={styles.blocked}>
          <ImageOff20Regular aria-hidden />
          {message.blockedPictures(data.blockedPictures)}
        </p>
      )}
      {data.frame === null ? <p className={styles.noText}>{message.noText}</p> : <MailFrame html={data.frame} />}
    </article>
  )
}
