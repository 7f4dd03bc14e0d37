/** On very wide screens: the folder that the message came from, beside it. */
import { makeStyles, tokens } from "@fluentui/react-components"
import { useStrings } from "@smp/shared/ui"
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
  const { list } = useStrings()
  const { folder } = useMailbox()
  const { rows } = useMessages(folder, "")
  return (
    <nav className={styles.list} aria-label={list[folder]}>
      {rows !== null && <MessageList rows={rows} folder={folder} isStacked current={current} />}
    </nav>
  )
}
