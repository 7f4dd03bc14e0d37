/** Filing the open message: archive, trash, back, labels, new again. */
import { Button, makeStyles, tokens } from "@fluentui/react-components"
import {
  Archive20Regular,
  ArrowUndo20Regular,
  Delete20Regular,
  MailUnread20Regular,
  Tag20Regular,
} from "@fluentui/react-icons"
import type { OpenedMessage } from "@smp/shared/read"
import { useStrings } from "@smp/shared/ui"
import type { LabelId } from "@smp/shared/wire"
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../../account-context.ts"
import { LabelMark } from "../label-mark.tsx"
import { useListPlace } from "../list-places.ts"
import { useMailbox } from "../mailbox.tsx"
import { PHONE, useMedia } from "../use-media.ts"
import { useMoving } from "../use-moving.ts"
import type { MoveTarget } from "../use-moving.ts"
import { useShortcuts } from "../use-shortcuts.ts"

const LabelMenu = lazy(async () => ({ default: (await import("../label-menu.tsx")).LabelMenu }))

const useStyles = makeStyles({
  bar: { display: "flex", alignItems: "center", marginInlineStart: "auto" },
  labels: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalXS,
    marginBlockEnd: tokens.spacingVerticalS,
  },
})

export function Filing({ message }: { readonly message: OpenedMessage }) {
  const styles = useStyles()
  const { mailbox } = useStrings()
  const isPhone = useMedia(PHONE)
  const { folder, label } = useMailbox()
  const { path } = useListPlace()
  const [, go] = useLocation()
  const { move, change } = useMoving()
  const from = label === null ? folder : null
  const isHidden = from === "archive" || from === "trash"
  const { id } = message
  const file = useCallback(
    (to: MoveTarget) => void move([id], from, to).then((isMoved) => isMoved && go(path)),
    [from, go, id, move, path],
  )
  const markNew = () => void change({ ids: [id], unread: true }).then((done) => done && go(path))
  useShortcuts(
    useMemo(
      () => ({
        ...(isHidden ? {} : { e: () => file("archive") }),
        ...(from === "trash" ? {} : { "#": () => file("trash") }),
      }),
      [file, from, isHidden],
    ),
  )
  return (
    <div className={styles.bar}>
      {isHidden ? (
        <Button
          appearance="subtle"
          icon={<ArrowUndo20Regular />}
          aria-label={mailbox.restoreIt}
          onClick={() => file("restore")}
        />
      ) : (
        <Button
          appearance="subtle"
          icon={<Archive20Regular />}
          aria-label={mailbox.archiveIt}
          onClick={() => file("archive")}
        />
      )}
      {from !== "trash" && (
        <Button
          appearance="subtle"
          icon={<Delete20Regular />}
          aria-label={mailbox.trashIt}
          onClick={() => file("trash")}
        />
      )}
      <Button appearance="subtle" icon={<MailUnread20Regular />} aria-label={mailbox.markNew} onClick={markNew} />
      {!isPhone && <Labelling id={id} />}
    </div>
  )
}

function useLabelsOf(id: OpenedMessage["id"]): readonly LabelId[] {
  const { client } = useAccount()
  const { version } = useMailbox()
  const [held, setHeld] = useState<readonly LabelId[]>([])
  useEffect(() => {
    client.findMessages({ folder: "all", ids: [id] }).then(
      ({ messages }) => setHeld(messages[0]?.labels ?? []),
      () => undefined,
    )
  }, [client, id, version])
  return held
}

function Labelling({ id }: { readonly id: OpenedMessage["id"] }) {
  const { change } = useMoving()
  const held = useLabelsOf(id)
  const { mailbox } = useStrings()
  const [isAsked, setAsked] = useState(false)
  const button = (
    <Button appearance="subtle" icon={<Tag20Regular />} aria-haspopup="menu" onClick={() => setAsked(true)}>
      {mailbox.label}
    </Button>
  )
  // The menu and its parts are loaded when somebody asks for it.
  if (!isAsked) return button
  return (
    <Suspense fallback={button}>
      <LabelMenu
        held={held}
        isOpenAtFirst
        onChange={(label, on) => void change({ ids: [id], label: { id: label, on } })}
      />
    </Suspense>
  )
}

export function LabelsOf({ message }: { readonly message: OpenedMessage }) {
  const styles = useStyles()
  const { labels } = useMailbox()
  const held = useLabelsOf(message.id)
  const shown = labels.filter(({ id }) => held.includes(id))
  if (shown.length === 0) return null
  return (
    <div className={styles.labels}>
      {shown.map((label) => (
        <LabelMark key={label.id} label={label} />
      ))}
    </div>
  )
}
