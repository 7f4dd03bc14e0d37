/** A send on its way: overall bar, the steps, one bar per file. Announced at state changes and at each quarter only. */
import { ProgressBar, Spinner, makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import { Checkmark20Filled, Circle20Regular } from "@fluentui/react-icons"
import { FileIcon } from "./attachment-row.tsx"
import { useFormats, useStrings } from "./provider.tsx"
import { LiveRegion, VisuallyHidden } from "./visually-hidden.tsx"

export interface ProgressStep {
  readonly key: string
  readonly text: string
  readonly state: "waiting" | "current" | "done"
}
export interface ProgressFile {
  readonly name: string
  readonly type: string
  readonly size: number
  /** Bytes on the server. */
  readonly done: number
}
export interface ProgressStepsProps {
  readonly steps: readonly ProgressStep[]
  /** Bytes on the server, of how many; with `total` 0 only the steps are shown. */
  readonly bytes: number
  readonly total: number
  readonly files: readonly ProgressFile[]
}

const useStyles = makeStyles({
  all: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalXL },
  line: { marginBlockStart: tokens.spacingVerticalXS, fontSize: tokens.fontSizeBase200 },
  steps: { display: "flex", flexDirection: "column", rowGap: tokens.spacingVerticalS },
  step: {
    display: "grid",
    gridTemplateColumns: "20px 1fr",
    columnGap: tokens.spacingHorizontalS,
    alignItems: "center",
  },
  waiting: { color: tokens.colorNeutralForeground3 },
  done: { "& svg": { color: tokens.colorPaletteGreenForeground1 } },
  files: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  file: {
    display: "grid",
    gridTemplateColumns: "24px 1fr",
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
  hint: {
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    marginBlockEnd: tokens.spacingVerticalXS,
  },
})

function StepRow({ step }: { readonly step: ProgressStep }) {
  const styles = useStyles()
  const { state } = useStrings().compose.sending
  return (
    <li
      className={mergeClasses(
        styles.step,
        step.state === "waiting" && styles.waiting,
        step.state === "done" && styles.done,
      )}
      aria-current={step.state === "current" ? "step" : undefined}
    >
      {step.state === "done" ? (
        <Checkmark20Filled aria-hidden />
      ) : step.state === "current" ? (
        <Spinner size="extra-tiny" aria-hidden />
      ) : (
        <Circle20Regular aria-hidden />
      )}
      <span>
        {step.text}
        <VisuallyHidden>, {state[step.state]}</VisuallyHidden>
      </span>
    </li>
  )
}

function FileRow({ file }: { readonly file: ProgressFile }) {
  const styles = useStyles()
  const { file: text } = useStrings().compose.sending
  const formats = useFormats()
  const share = file.size === 0 ? 1 : Math.min(1, file.done / file.size)
  const state = share >= 1 ? text.done : file.done === 0 ? text.waiting : text.percent(Math.floor(share * 100))
  return (
    <li className={styles.file}>
      <span aria-hidden>
        <FileIcon name={file.name} type={file.type} />
      </span>
      <div>
        <bdi className={styles.name}>{file.name}</bdi>
        <p className={styles.hint}>
          <bdi>{formats.size(file.size)}</bdi> · {state}
        </p>
        <ProgressBar value={share} color={share >= 1 ? "success" : "brand"} aria-label={`${file.name}: ${state}`} />
      </div>
    </li>
  )
}

export function ProgressSteps({ steps, bytes, total, files }: ProgressStepsProps) {
  const styles = useStyles()
  const { sending } = useStrings().compose
  const formats = useFormats()
  const share = total === 0 ? 0 : Math.min(1, bytes / total)
  const current = steps.find((step) => step.state === "current")
  const quarter = Math.floor(share * 4) * 25
  const line = sending.uploaded(formats.size(bytes), formats.size(total))
  return (
    <div className={styles.all}>
      {total > 0 && (
        <div>
          <ProgressBar thickness="large" value={share} aria-label={line} />
          <p className={styles.line}>{line}</p>
        </div>
      )}
      <ol className={styles.steps}>
        {steps.map((step) => (
          <StepRow key={step.key} step={step} />
        ))}
      </ol>
      {files.length > 0 && (
        <ul className={styles.files}>
          {files.map((file, index) => (
            <FileRow key={index} file={file} />
          ))}
        </ul>
      )}
      <LiveRegion text={[current?.text, total > 0 ? sending.percent(quarter) : ""].filter(Boolean).join(", ")} />
    </div>
  )
}
