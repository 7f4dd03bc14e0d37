/** The other messages of the conversation, one line each, before and after the one that is open; each opens in place. */
import { Button, makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import { Attach16Regular, ChevronDown16Regular, ChevronUp16Regular, Open16Regular } from "@fluentui/react-icons"
import type { OpenedMessage } from "@smp/shared/read"
import { MessageView, PersonAvatar, StateBadge, useFormats, useSlipLine, useStrings, verdictOf } from "@smp/shared/ui"
import { messageId } from "@smp/shared/wire"
import type { MessageRow } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../../account-context.ts"
import { useSaving } from "../save/use-saving.ts"
import { dataOf } from "./message-data.ts"
import { useReading } from "./use-reading.ts"
import type { Opened } from "./use-reading.ts"

const useStyles = makeStyles({
  list: { display: "flex", flexDirection: "column", flexShrink: 0 },
  before: { marginBlockEnd: tokens.spacingVerticalL },
  after: { marginBlockStart: tokens.spacingVerticalL },
  item: {
    borderBlockEndWidth: "1px",
    borderBlockEndStyle: "solid",
    borderBlockEndColor: tokens.colorNeutralStroke2,
  },
  line: {
    display: "grid",
    gridTemplateColumns: "28px minmax(0, 1fr) auto auto 16px",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    width: "100%",
    minHeight: "44px",
    padding: 0,
    paddingInline: tokens.spacingHorizontalXS,
    border: "none",
    backgroundColor: "transparent",
    color: tokens.colorNeutralForeground1,
    font: "inherit",
    textAlign: "start",
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  who: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  new: { fontWeight: tokens.fontWeightSemibold },
  marks: { display: "flex", alignItems: "center", columnGap: tokens.spacingHorizontalS },
  hint: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, whiteSpace: "nowrap" },
  inside: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalM,
    paddingBlock: tokens.spacingVerticalM,
    paddingInlineStart: tokens.spacingHorizontalM,
    borderInlineStartWidth: "3px",
    borderInlineStartStyle: "solid",
    borderInlineStartColor: tokens.colorNeutralStroke2,
  },
  own: { alignSelf: "flex-start" },
})

/** Everything of the conversation that one may see; null while it is not known or there is nothing but this. */
export function useConversation({ id, slip }: OpenedMessage): readonly MessageRow[] | null {
  const { client } = useAccount()
  const [rows, setRows] = useState<readonly MessageRow[] | null>(null)
  const root = slip.thread?.root ?? id
  useEffect(() => {
    client.thread(messageId.parse(root)).then(
      ({ messages }) => setRows(messages.length > 1 ? messages : null),
      () => setRows(null),
    )
  }, [client, root])
  return rows
}

interface ConversationProps {
  readonly rows: readonly MessageRow[]
  /** Before or after the open message. */
  readonly side: "before" | "after"
}

export function Conversation({ rows, side }: ConversationProps) {
  const styles = useStyles()
  const { mailbox } = useStrings()
  const [open, setOpen] = useState<string | null>(null)
  if (rows.length === 0) return null
  return (
    <section
      className={mergeClasses(styles.list, styles[side])}
      aria-label={mailbox.conversation}
      data-conversation={side}
    >
      <ul>
        {rows.map((row) => (
          <li key={row.id} className={styles.item} data-earlier={row.id}>
            <Line row={row} isOpen={open === row.id} onToggle={() => setOpen(open === row.id ? null : row.id)} />
            {open === row.id && <InPlace id={row.id} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface LineProps {
  readonly row: MessageRow
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function Line({ row, isOpen, onToggle }: LineProps) {
  const styles = useStyles()
  const { list, mailbox } = useStrings()
  const formats = useFormats()
  const who = row.from.name || row.from.address
  const when = formats.inSentence(row.sentAt)
  const label = isOpen ? mailbox.closeInPlace(who, when) : mailbox.openInPlace(who, when)
  return (
    <button type="button" className={styles.line} aria-expanded={isOpen} aria-label={label} onClick={onToggle}>
      <PersonAvatar name={row.from.name} address={row.from.address} size={28} />
      <bdi className={mergeClasses(styles.who, row.unread && styles.new)}>{who}</bdi>
      <span className={styles.marks}>
        {row.attachments > 0 && <Attach16Regular aria-hidden />}
        {row.state !== "available" && <StateBadge state={row.state} text={list.state[row.state]} />}
        {row.state === "available" && row.unread && <StateBadge state="new" text={list.state.new} />}
      </span>
      <span className={styles.hint}>{formats.brief(row.sentAt)}</span>
      {isOpen ? <ChevronUp16Regular aria-hidden /> : <ChevronDown16Regular aria-hidden />}
    </button>
  )
}

function InPlace({ id }: { readonly id: string }) {
  const styles = useStyles()
  const { message, mailbox } = useStrings()
  const { reading } = useReading(id)
  return (
    <div className={styles.inside} aria-busy={reading.state === "opening"}>
      {reading.state === "opening" && <p className={styles.hint}>{message.opening}</p>}
      {reading.state === "refused" && <p>{mailbox.cannotOpen}</p>}
      {reading.state === "opened" && <Shown opened={reading.opened} />}
      <OwnPage id={id} />
    </div>
  )
}

function OwnPage({ id }: { readonly id: string }) {
  const styles = useStyles()
  const { mailbox } = useStrings()
  const [, go] = useLocation()
  return (
    <Button
      className={styles.own}
      size="small"
      appearance="subtle"
      icon={<Open16Regular />}
      onClick={() => go(`/m/${id}`)}
    >
      {mailbox.openOwnPage}
    </Button>
  )
}

/** Verified like on its own page; its slip opens there. */
function Shown({ opened }: { readonly opened: Opened }) {
  const account = useAccount()
  const [, go] = useLocation()
  const saving = useSaving(opened.message)
  const line = useSlipLine(opened.slip)
  return (
    <MessageView
      data={dataOf(opened, account.address)}
      isInside
      verdict={verdictOf(opened.slip)}
      verdictLine={line}
      isSlipOpen={false}
      onOpenSlip={() => go(`/m/${opened.message.id}#slip`)}
      fileStates={saving.states}
      onSave={(file) => void saving.save(file)}
      onCancel={saving.cancel}
      onSaveAll={saving.saveAll}
    />
  )
}
