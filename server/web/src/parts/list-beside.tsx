/** On very wide screens: the folder that the message came from, beside it. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { useListPlace } from "./list-places.ts"
import { useMailbox } from "./mailbox.tsx"
import { MessageList } from "./message-list.tsx"
import { useMessages } from "./use-messages.ts"

const useStyles = makeStyles({
  list: {
    width: "360px",
    flexShrink: 0,
    overflowY: "auto",
    borderInlineEndWidth: "1px",
    borderInlineEndStyle: "solid",
    borderInlineEndColor: tokens.colorNeutralStroke2,
  },
})

export function ListBeside({ current }: { readonly current: string }) {
  const styles = useStyles()
  const { folder, label } = useMailbox()
  const { title } = useListPlace()
  const { rows } = useMessages(label === null ? { folder } : { folder: "all", label: label.id })
  return (
    <nav className={styles.list} aria-label={title}>
      {rows !== null && <MessageList rows={rows} isStacked current={current} />}
    </nav>
  )
}
