/** What is attached so far: locked and uploaded while one writes. */
import { Button, makeStyles, ProgressBar, tokens } from "@fluentui/react-components"
import { Dismiss20Regular } from "@fluentui/react-icons"
import { FileIcon, useFormats, useStrings } from "@smp/shared/ui"
import type { Strings } from "@smp/shared/ui"
import type { ComposeFile } from "./compose-state.ts"
import { codeOf } from "../../problems.ts"

const useStyles = makeStyles({
  list: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(240px, 1fr))",
    gap: tokens.spacingHorizontalS,
  },
  card: {
    display: "grid",
    gridTemplateColumns: "24px minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    paddingInlineStart: tokens.spacingHorizontalM,
    paddingInlineEnd: tokens.spacingHorizontalXS,
    minHeight: "52px",
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  name: {
    display: "block",
    fontWeight: tokens.fontWeightSemibold,
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  size: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
})

function stateOf({ upload }: ComposeFile, { drafts }: Strings): string {
  const { size } = upload.attachment
  if (upload.done !== null) return drafts.file.uploaded
  if (upload.problem !== null)
    return codeOf(upload.problem) === "upload.too_many" ? drafts.file.crowded : drafts.file.failed
  if (upload.bytes === 0) return drafts.file.waiting
  return drafts.file.percent(Math.min(99, Math.floor((100 * upload.bytes) / Math.max(1, size))))
}

export function FileCards({
  files,
  onRemove,
}: {
  readonly files: readonly ComposeFile[]
  readonly onRemove: (key: string) => void
}) {
  const styles = useStyles()
  const strings = useStrings()
  const formats = useFormats()
  if (files.length === 0) return null
  return (
    <ul className={styles.list}>
      {files.map((file) => {
        const { name, type, size } = file.upload.attachment
        const isOnItsWay = file.upload.done === null && file.upload.problem === null
        return (
          <li
            key={file.key}
            className={styles.card}
            data-file={name}
            data-upload={isOnItsWay ? "going" : file.upload.done === null ? "failed" : "done"}
          >
            <span aria-hidden>
              <FileIcon name={name} type={type} />
            </span>
            <span>
              <bdi className={styles.name} title={name}>
                {name}
              </bdi>
              <span className={styles.size}>
                <bdi>{formats.size(size)}</bdi> · {stateOf(file, strings)}
              </span>
              {isOnItsWay && (
                <ProgressBar
                  value={size === 0 ? 0 : Math.min(1, file.upload.bytes / size)}
                  aria-label={`${name}: ${stateOf(file, strings)}`}
                />
              )}
            </span>
            <Button
              appearance="subtle"
              icon={<Dismiss20Regular />}
              aria-label={strings.compose.removeFile(name)}
              onClick={() => onRemove(file.key)}
            />
          </li>
        )
      })}
    </ul>
  )
}
