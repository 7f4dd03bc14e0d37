/** One folder's messages, page by page; what is already here stays when the server does not answer. */
import { NetworkError } from "@smp/shared/client"
import type { MessageRow } from "@smp/shared/wire"
import { useCallback, useEffect, useRef, useState } from "react"
import { useAccount } from "../account-context.ts"
import { useMailbox } from "./mailbox.tsx"
import type { ListFolder } from "./mailbox.tsx"

export interface MessageList {
  /** null: nothing was loaded yet. */
  readonly rows: readonly MessageRow[] | null
  readonly hasMore: boolean
  readonly loadMore: () => void
  readonly problem: "unreachable" | "failed" | null
  readonly reload: () => void
}

export function useMessages(folder: ListFolder, query: string): MessageList {
  const account = useAccount()
  const { version, setUnread } = useMailbox()
  const [rows, setRows] = useState<readonly MessageRow[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [problem, setProblem] = useState<MessageList["problem"]>(null)
  /** Only the newest question may answer. */
  const asked = useRef(0)
  const load = useCallback(
    async (cursor: string | null) => {
      asked.current += 1
      const mine = asked.current
      try {
        const wanted = { folder, ...(cursor === null ? {} : { cursor }) }
        const { client } = account
        const page = await (query === "" ? client.messages(wanted) : client.findMessages({ ...wanted, q: query }))
        if (mine !== asked.current) return
        setRows((before) =>
          cursor === null ? keepOlder(page.messages, before, query) : unique([...(before ?? []), ...page.messages]),
        )
        setNext((before) => (cursor === null && before !== null && query === "" ? before : page.next))
        setProblem(null)
        if (folder === "inbox" && query === "") setUnread(page.unread)
      } catch (error) {
        if (mine === asked.current) setProblem(error instanceof NetworkError ? "unreachable" : "failed")
      }
    },
    [account, folder, query, setUnread],
  )
  useEffect(() => {
    setRows(null)
    setNext(null)
  }, [folder, query])
  useEffect(() => {
    void load(null)
  }, [load, version])
  return { rows, hasMore: next !== null, loadMore: () => void load(next), problem, reload: () => void load(null) }
}

const unique = (rows: readonly MessageRow[]) =>
  rows.filter((row, at) => rows.findIndex(({ id }) => id === row.id) === at)

/** A refresh brings the first page; older pages that were loaded stay below it. */
function keepOlder(
  fresh: readonly MessageRow[],
  before: readonly MessageRow[] | null,
  query: string,
): readonly MessageRow[] {
  const oldest = fresh.at(-1)
  if (before === null || query !== "" || oldest === undefined) return fresh
  return unique([...fresh, ...before.filter((row) => row.sentAt <= oldest.sentAt)])
}
