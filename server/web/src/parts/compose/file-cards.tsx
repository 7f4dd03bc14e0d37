/** What is attached so far. Bytes are read and locked when the message is sent. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import { Dismiss20Regular } from "@fluentui/react-icons"
import { FileIcon, useFormats, useStrings } from "@smp/shared/ui"

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

export function FileCards({
  files,
  onRemove,
}: {
  readonly files: readonly (Pick<File, "name" | "type" | "size"> & { readonly lastModified?: number })[]
  readonly onRemove: (index: number) => void
}) {
  const styles = useStyles()
  const { compose } = useStrings()
  const formats = useFormats()
  if (files.length === 0) return null
  return (
    <ul className={styles.list}>
      {files.map((file, index) => (
        <li key={`${file.name} ${file.lastModified} ${file.size}`} className={styles.card} data-file={file.name}>
          <span aria-hidden>
            <FileIcon name={file.name} type={file.type} />
          </span>
          <span>
            <bdi className={styles.name} title={file.name}>
              {file.name}
            </bdi>
            <bdi className={styles.size}>{formats.size(file.size)}</bdi>
          </span>
          <Button
            appearance="subtle"
            icon={<Dismiss20Regular />}
            aria-label={compose.removeFile(file.name)}
            onClick={() => onRemove(index)}
          />
        </li>
      ))}
    </ul>
  )
}
