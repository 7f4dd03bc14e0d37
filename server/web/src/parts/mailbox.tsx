/** What all pages know of the mailbox: what is new, own labels, hidden subjects, and from which list the reader came. */
import { openHiddenSubjects } from "@smp/shared/read"
import type { HiddenSubjects } from "@smp/shared/read"
import type { Folder, Label } from "@smp/shared/wire"
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from "react"
import type { ReactNode } from "react"
import { useAccount } from "../account-context.ts"
import { openLine } from "../session/live.ts"
import { localStore } from "../session/store.ts"
import { useLive } from "./use-live.ts"

export type ListFolder = Folder

interface Mailbox {
  readonly unread: number
  readonly setUnread: (unread: number) => void
  /** Messages that somebody has to lock for the own new key first. */
  readonly waiting: number
  readonly setWaiting: (waiting: number) => void
  readonly labels: readonly Label[]
  /** Hidden subjects that were opened in this browser; null until they are read. */
  readonly subjects: HiddenSubjects | null
  /** Asks the server again, for example after a message was opened. */
  readonly refresh: () => void
  /** Grows whenever lists should load again. */
  readonly version: number
  readonly folder: ListFolder
  readonly setFolder: (folder: ListFolder) => void
  /** The label whose list is shown, or was before a message; null: the folder. */
  readonly label: Label | null
  readonly setLabel: (id: string | null) => void
}

const MailboxContext = createContext<Mailbox | null>(null)
/** For servers and networks on which nothing is told as it happens. */
const REFRESH_MS = 30_000

export function MailboxProvider({ children }: { readonly children: ReactNode }) {
  const account = useAccount()
  const [unread, setUnread] = useState(0)
  const [waiting, setWaiting] = useState(0)
  const [labels, setLabels] = useState<readonly Label[]>([])
  const [subjects, setSubjects] = useState<HiddenSubjects | null>(null)
  const [version, setVersion] = useState(0)
  const [folder, setFolder] = useState<ListFolder>("inbox")
  const [labelId, setLabel] = useState<string | null>(null)
  const refresh = useCallback(() => setVersion((before) => before + 1), [])
  useEffect(() => {
    account.client.mailbox().then(
      (mailbox) => {
        setUnread(mailbox.folders.find((held) => held.folder === "inbox")?.unread ?? 0)
        setLabels(mailbox.labels)
      },
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
    openHiddenSubjects(account, localStore).then(setSubjects, () => undefined)
  }, [account])
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && refresh(), REFRESH_MS)
    return () => clearInterval(timer)
  }, [refresh])
  useEffect(() => openLine(account), [account])
  useLive(({ kind }) => kind !== "draft", refresh)
  const label = labels.find(({ id }) => id === labelId) ?? null
  const mailbox = useMemo(
    () => ({
      unread,
      setUnread,
      waiting,
      setWaiting,
      labels,
      subjects,
      refresh,
      version,
      folder,
      setFolder,
      label,
      setLabel,
    }),
    [unread, waiting, labels, subjects, refresh, version, folder, label],
  )
  return <MailboxContext value={mailbox}>{children}</MailboxContext>
}

export function useMailbox(): Mailbox {
  const mailbox = useContext(MailboxContext)
  if (mailbox === null) throw new Error("outside of the mailbox")
  return mailbox
}
