/** All rows of a folder, newest first. */
import type { Account } from "@smp/shared/account"
import type { Folder, MessageRow } from "@smp/shared/wire"

export async function fetchFolder(account: Account, name: Folder, most = Infinity): Promise<MessageRow[]> {
  const rows: MessageRow[] = []
  let cursor: string | null = null
  do {
    const page = await account.client.messages({ folder: name, ...(cursor === null ? {} : { cursor }) })
    rows.push(...page.messages)
    cursor = page.next
  } while (cursor !== null && rows.length < most)
  return rows
}
