/** Where lists stand in the address, and what they are called. */
import { useStrings } from "@smp/shared/ui"
import { useMailbox } from "./mailbox.tsx"
import type { ListFolder } from "./mailbox.tsx"

export function useFolderNames(): Readonly<Record<ListFolder, string>> {
  const { list, mailbox } = useStrings()
  return { inbox: list.inbox, sent: list.sent, archive: mailbox.archive, trash: mailbox.trash }
}

/** The list that one came from. */
export function useListPlace(): { readonly path: string; readonly title: string } {
  const { folder, label } = useMailbox()
  const names = useFolderNames()
  return label === null
    ? { path: `/${folder}`, title: names[folder] }
    : { path: `/label/${label.id}`, title: label.name }
}

export const isListPath = (path: string): boolean => /^\/(?:inbox|sent|archive|trash|label\/[^/]+)$/.test(path)
