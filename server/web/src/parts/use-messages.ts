/** One list's messages, page by page; what is already here stays when the server does not answer. */
import { NetworkError } from "@smp/shared/client"
import type { MessageQuery, MessageRow } from "@smp/shared/wire"
import { useCallback, useEffect, useMemo, useRef, useState } from "react"
import { useAccount } from "../account-context.ts"
import { useMailbox } from "./mailbox.tsx"

export interface MessageList {
  /** null: nothing was loaded yet. */
  readonly rows: readonly MessageRow[] | null
  readonly hasMore: boolean
  readonly loadMore: () => void
  readonly problem: "unreachable" | "failed" | null
  readonly reload: () => void
  /** Taken out of the list at once; the server is asked beside. */
  readonly drop: (ids: readonly string[]) => void
}

/** `wanted` without a cursor; the same list as long as it says the same. */
export function useMessages(wanted: MessageQuery): MessageList {
  const account = useAccount()
  const { version, subjects } = useMailbox()
  const asText = JSON.stringify(wanted)
  const query = useMemo(() => JSON.parse(asText) as MessageQuery, [asText])
  const [rows, setRows] = useState<readonly MessageRow[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [problem, setProblem] = useState<MessageList["problem"]>(null)
  /** Only the newest question may answer. */
  const asked = useRef(0)
  const load = useCallback(
    async (cursor: string | null) => {
      asked.current += 1
      const mine = asked.current
      const { client } = account
      try {
        const page = await client.findMessages({ ...query, ...(cursor === null ? {} : { cursor }) })
        const hidden = cursor === null && isWordsOnly(query) ? (subjects?.find(query.q ?? "") ?? []).slice(0, 50) : []
        const known =
          hidden.length === 0 ? [] : (await client.findMessages({ folder: query.folder, ids: hidden })).messages
        if (mine !== asked.current) return
        const found = unique([...page.messages, ...known]).toSorted((a, b) => b.sentAt - a.sentAt)
        setRows((before) =>
          cursor === null ? keepOlder(found, before, isPlain(query)) : unique([...(before ?? []), ...found]),
        )
        setNext((before) => (cursor === null && before !== null && isPlain(query) ? before : page.next))
        setProblem(null)
      } catch (error) {
        if (mine === asked.current) setProblem(error instanceof NetworkError ? "unreachable" : "failed")
      }
    },
    [account, query, subjects],
  )
  useEffect(() => {
    setRows(null)
    setNext(null)
  }, [query])
  useEffect(() => {
    void load(null)
  }, [load, version])
  const drop = useCallback(
    (ids: readonly string[]) => setRows((before) => before?.filter(({ id }) => !ids.includes(id)) ?? null),
    [],
  )
  return {
    rows,
    hasMore: next !== null,
    loadMore: () => void load(next),
    problem,
    reload: () => void load(null),
    drop,
  }
}

const isPlain = (query: MessageQuery): boolean => Object.keys(query).length === 1
const isWordsOnly = (query: MessageQuery): boolean => query.q !== undefined && Object.keys(query).length === 2

const unique = (rows: readonly MessageRow[]) =>
  rows.filter((row, at) => rows.findIndex(({ id }) => id === row.id) === at)

/** A refresh brings the first page; older pages that were loaded stay below it. */
function keepOlder(
  fresh: readonly MessageRow[],
  before: readonly MessageRow[] | null,
  isFolder: boolean,
): readonly MessageRow[] {
  const oldest = fresh.at(-1)
  if (before === null || !isFolder || oldest === undefined) return fresh
  return unique([...fresh, ...before.filter((row) => row.sentAt < oldest.sentAt)])
}
