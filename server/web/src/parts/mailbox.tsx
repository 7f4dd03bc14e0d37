/** What all pages know of the mailbox: how many messages are new, and from which list the reader came. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from "react"
import type { ReactNode } from "react"
import { useAccount } from "../account-context.ts"

export type ListFolder = "inbox" | "sent"

interface Mailbox {
  readonly unread: number
  readonly setUnread: (unread: number) => void
  /** Messages that somebody has to lock for the own new key first. */
  readonly waiting: number
  readonly setWaiting: (waiting: number) => void
  /** Asks the server again, for example after a message was opened. */
  readonly refresh: () => void
  /** Grows whenever lists should load again. */
  readonly version: number
  readonly folder: ListFolder
  readonly setFolder: (folder: ListFolder) => void
}

const MailboxContext = createContext<Mailbox | null>(null)
const REFRESH_MS = 30_000

export function MailboxProvider({ children }: { readonly children: ReactNode }) {
  const account = useAccount()
  const [unread, setUnread] = useState(0)
  const [waiting, setWaiting] = useState(0)
  const [version, setVersion] = useState(0)
  const [folder, setFolder] = useState<ListFolder>("inbox")
  const refresh = useCallback(() => setVersion((before) => before + 1), [])
  useEffect(() => {
    account.client.messages({ folder: "inbox" }).then(
      (page) => setUnread(page.unread),
      () => undefined,
    )
  }, [account, version])
  useEffect(() => {
    account.client.waitingMessages().then(
      (found) => setWaiting(found.length),
      () => undefined,
    )
  }, [account, version])
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && refresh(), REFRESH_MS)
    return () => clearInterval(timer)
  }, [refresh])
  const mailbox = useMemo(
    () => ({ unread, setUnread, waiting, setWaiting, refresh, version, folder, setFolder }),
    [unread, waiting, refresh, version, folder],
  )
  return <MailboxContext value={mailbox}>{children}</MailboxContext>
}

export function useMailbox(): Mailbox {
  const mailbox = useContext(MailboxContext)
  if (mailbox === null) throw new Error("outside of the mailbox")
  return mailbox
}
