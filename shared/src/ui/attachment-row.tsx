/** One file, one row: icon, full name, size, state or progress, one button. The host does the work. */
import { Button, ProgressBar, makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import {
  ArrowDownload20Regular,
  ArrowUndo16Regular,
  CheckmarkCircle16Filled,
  Dismiss20Regular,
  Document24Regular,
  DocumentPdf24Regular,
  ErrorCircle16Filled,
  FolderZip24Regular,
  Image24Regular,
  MusicNote2Regular,
  Table24Regular,
  TextDescription24Regular,
  Video24Regular,
} from "@fluentui/react-icons"
import type { ReactElement } from "react"
import { useFormats, useStrings } from "./provider.tsx"

export type AttachmentState =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly done: number }
  | { readonly state: "saved" }
  | { readonly state: "damaged" }
  | { readonly state: "failed" }

export interface AttachmentView {
  readonly id: string
  readonly name: string
  readonly type: string
  /** Bytes. */
  readonly size: number
  /** When its sender recalled it. */
  readonly recalledAt?: number | null
  /** Its key is gone for whoever looks. */
  readonly isShut?: boolean
}

/** Icon by type, then by the end of the name; never by content. */
export function FileIcon({ name, type }: { readonly name: string; readonly type: string }): ReactElement {
  const end = name.toLowerCase().split(".").pop() ?? ""
  if (type === "application/pdf" || end === "pdf") return <DocumentPdf24Regular />
  if (type.startsWith("image/")) return <Image24Regular />
  if (type.startsWith("video/")) return <Video24Regular />
  if (type.startsWith("audio/")) return <MusicNote2Regular fontSize={24} />
  if (["zip", "gz", "7z", "rar", "tar"].includes(end)) return <FolderZip24Regular />
  if (["xlsx", "xls", "ods", "csv"].includes(end)) return <Table24Regular />
  if (["txt", "md", "rtf"].includes(end)) return <TextDescription24Regular />
  return <Document24Regular />
}

const useStyles = makeStyles({
  list: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    flexShrink: 0,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  row: {
    display: "grid",
    gridTemplateColumns: "24px minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    minHeight: "48px",
    paddingBlock: tokens.spacingVerticalXS,
    paddingInlineStart: tokens.spacingHorizontalM,
    paddingInlineEnd: tokens.spacingHorizontalS,
    ":not(:last-child)": {
      borderBlockEndWidth: "1px",
      borderBlockEndStyle: "solid",
      borderBlockEndColor: tokens.colorNeutralStroke2,
    },
  },
  icon: { display: "flex", color: tokens.colorNeutralForeground2 },
  body: {
    display: "flex",
    flexWrap: "wrap",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    justifyContent: "space-between",
    minWidth: 0,
  },
  names: { minWidth: 0, overflowWrap: "anywhere" },
  name: { fontWeight: tokens.fontWeightSemibold },
  size: {
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    whiteSpace: "nowrap",
    marginInlineStart: tokens.spacingHorizontalXS,
  },
  state: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    display: "flex",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalXS,
  },
  running: { flexDirection: "column", alignItems: "stretch", rowGap: "2px", minWidth: "180px" },
  good: { "& svg": { color: tokens.colorPaletteGreenForeground1 } },
  bad: { color: tokens.colorStatusDangerForeground1 },
})

function StateText({ file, state }: { readonly file: AttachmentView; readonly state: AttachmentState }) {
  const styles = useStyles()
  const { message } = useStrings()
  const formats = useFormats()
  switch (state.state) {
    case "idle":
      return null
    case "running": {
      const text = message.downloading(formats.size(state.done), formats.size(file.size))
      return (
        <span className={mergeClasses(styles.state, styles.running)}>
          <span>{text}</span>
          <ProgressBar aria-label={text} value={file.size === 0 ? 1 : state.done / file.size} />
        </span>
      )
    }
    case "saved":
      return (
        <output className={mergeClasses(styles.state, styles.good)}>
          <CheckmarkCircle16Filled aria-hidden />
          {message.saved}
        </output>
      )
    case "damaged":
      return (
        <span className={mergeClasses(styles.state, styles.bad)} role="alert">
          <ErrorCircle16Filled aria-hidden />
          {message.damaged}
        </span>
      )
    case "failed":
      return (
        <span className={mergeClasses(styles.state, styles.bad)} role="alert">
          <ErrorCircle16Filled aria-hidden />
          {message.downloadFailed}
        </span>
      )
  }
}

const IDLE: AttachmentState = { state: "idle" }

export interface AttachmentRowProps {
  readonly file: AttachmentView
  readonly state?: AttachmentState
  readonly onSave: () => void
  readonly onCancel: () => void
}

export function AttachmentRow({ file, state = IDLE, onSave, onCancel }: AttachmentRowProps) {
  const styles = useStyles()
  const { message, recall } = useStrings()
  const formats = useFormats()
  const isRunning = state.state === "running"
  const recalledAt = file.recalledAt ?? null
  return (
    <li className={styles.row} data-attachment={file.name}>
      <span className={styles.icon} aria-hidden>
        <FileIcon name={file.name} type={file.type} />
      </span>
      <div className={styles.body}>
        <span className={styles.names}>
          <bdi className={styles.name}>{file.name}</bdi> <bdi className={styles.size}>{formats.size(file.size)}</bdi>
        </span>
        {recalledAt !== null && (
          <span className={styles.state} data-recalled>
            <ArrowUndo16Regular aria-hidden />
            {recall.closed.recalledFile(formats.inSentence(recalledAt))}
          </span>
        )}
        <StateText file={file} state={state} />
      </div>
      {isRunning ? (
        <Button
          appearance="subtle"
          icon={<Dismiss20Regular />}
          aria-label={message.cancelDownload(file.name)}
          onClick={onCancel}
        />
      ) : file.isShut === true ? null : (
        <Button
          appearance="subtle"
          icon={<ArrowDownload20Regular />}
          aria-label={message.download(file.name)}
          onClick={onSave}
        />
      )}
    </li>
  )
}

export interface AttachmentListProps {
  readonly files: readonly AttachmentView[]
  readonly states: Readonly<Record<string, AttachmentState>>
  readonly onSave: (id: string) => void
  readonly onCancel: (id: string) => void
}

export function AttachmentList({ files, states, onSave, onCancel }: AttachmentListProps) {
  const styles = useStyles()
  return (
    <ul className={styles.list}>
      {files.map((file) => (
        <AttachmentRow
          key={file.id}
          file={file}
          state={states[file.id] ?? IDLE}
          onSave={() => onSave(file.id)}
          onCancel={() => onCancel(file.id)}
        />
      ))}
    </ul>
  )
}
