/** What can be done with the chosen messages, all at once. */
import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  tokens,
  useRestoreFocusTarget,
} from "@fluentui/react-components"
import {
  Archive20Regular,
  ArrowUndo20Regular,
  Delete20Regular,
  MailRead20Regular,
  MailUnread20Regular,
} from "@fluentui/react-icons"
import { useStrings } from "@smp/shared/ui"
import type { Folder, MessageId, MessageRow } from "@smp/shared/wire"
import { lazy, Suspense, useState } from "react"
import { OnceOpen } from "./once-open.tsx"
import type { Moving, MoveTarget } from "./use-moving.ts"

const LabelMenu = lazy(async () => ({ default: (await import("./label-menu.tsx")).LabelMenu }))
const GoneDialog = lazy(async () => ({ default: (await import("./gone-dialog.tsx")).GoneDialog }))

const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalXS,
    minHeight: "44px",
  },
  count: { fontWeight: tokens.fontWeightSemibold, paddingInlineEnd: tokens.spacingHorizontalS },
})

export interface BulkBarProps {
  readonly rows: readonly MessageRow[]
  /** The folder of this list; null: rows of several. */
  readonly folder: Folder | null
  readonly moving: Moving
  readonly onAll: () => void
  /** Chosen no more; `gone`: and not in this list any more. */
  readonly onDone: (gone: readonly MessageId[]) => void
}

export function BulkBar({ rows, folder, moving, onAll, onDone }: BulkBarProps) {
  const styles = useStyles()
  const { mailbox } = useStrings()
  const [isAsking, setAsking] = useState(false)
  const givenBack = useRestoreFocusTarget()
  const ids = rows.map(({ id }) => id)
  const move = async (to: MoveTarget) => {
    if (await moving.move(ids, folder, to)) onDone(ids)
  }
  const isHidden = folder === "archive" || folder === "trash"
  const isNew = rows.every(({ unread }) => unread)
  const mark = () => void moving.change({ ids, unread: !isNew }).then((done) => done && onDone([]))
  const held = (rows[0]?.labels ?? []).filter((label) => rows.every(({ labels }) => labels.includes(label)))
  return (
    <div className={styles.bar} role="toolbar" aria-label={mailbox.selected(rows.length)} data-bar="bulk">
      <span className={styles.count}>{mailbox.selected(rows.length)}</span>
      {isHidden && (
        <Button appearance="subtle" icon={<ArrowUndo20Regular />} onClick={() => void move("restore")}>
          {mailbox.restoreIt}
        </Button>
      )}
      {!isHidden && (
        <Button appearance="subtle" icon={<Archive20Regular />} onClick={() => void move("archive")}>
          {mailbox.archiveIt}
        </Button>
      )}
      {folder === "trash" ? (
        <Button {...givenBack} appearance="subtle" icon={<Delete20Regular />} onClick={() => setAsking(true)}>
          {mailbox.goneIt}
        </Button>
      ) : (
        <Button appearance="subtle" icon={<Delete20Regular />} onClick={() => void move("trash")}>
          {mailbox.trashIt}
        </Button>
      )}
      <Button appearance="subtle" icon={isNew ? <MailRead20Regular /> : <MailUnread20Regular />} onClick={mark}>
        {isNew ? mailbox.markSeen : mailbox.markNew}
      </Button>
      <Suspense fallback={null}>
        <LabelMenu held={held} onChange={(id, on) => void moving.change({ ids, label: { id, on } })} />
      </Suspense>
      <Button appearance="subtle" onClick={onAll}>
        {mailbox.selectAll}
      </Button>
      {moving.hasFailed && (
        <MessageBar intent="error">
          <MessageBarBody>{mailbox.moveFailed}</MessageBarBody>
        </MessageBar>
      )}
      <OnceOpen isOpen={isAsking}>
        <GoneDialog
          isOpen={isAsking}
          count={ids.length}
          onClose={() => setAsking(false)}
          onGone={() => void move("gone").then(() => setAsking(false))}
        />
      </OnceOpen>
    </div>
  )
}
