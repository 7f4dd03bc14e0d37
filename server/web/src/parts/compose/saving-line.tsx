/** In words: where what is written is kept; and the question when another device wrote too. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { CloudCheckmark20Regular, CloudSync20Regular, Laptop20Regular } from "@fluentui/react-icons"
import type { DraftSaving } from "@smp/shared/drafts"
import { DraftConflict, useFormats, useStrings } from "@smp/shared/ui"
import type { DraftConflictProps } from "@smp/shared/ui"

const useStyles = makeStyles({
  line: {
    display: "inline-flex",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalS,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground2,
    "& svg": { flexShrink: 0 },
  },
})

export function SavingLine({ saving }: { readonly saving: DraftSaving }) {
  const styles = useStyles()
  const { drafts } = useStrings()
  const formats = useFormats()
  const [Icon, text] =
    saving.state === "saved"
      ? ([CloudCheckmark20Regular, drafts.saved(formats.time(saving.at))] as const)
      : saving.state === "here"
        ? ([Laptop20Regular, drafts.here[saving.why]] as const)
        : ([CloudSync20Regular, saving.state === "changed" ? drafts.saving : ""] as const)
  return (
    <span className={styles.line} role="status" data-saving={saving.state}>
      {text !== "" && <Icon aria-hidden />}
      <span>{text}</span>
    </span>
  )
}

export interface ConflictBarProps {
  readonly saving: DraftSaving
  readonly onChoose: DraftConflictProps["onChoose"]
}

export const ConflictBar = ({ saving, onChoose }: ConflictBarProps) =>
  saving.state === "conflict" ? <DraftConflict savedAt={saving.theirs.savedAt} onChoose={onChoose} /> : null
