/** From what was asked for to what is shown: a plain store, as the sending window has one. */
import type { Account } from "@smp/shared/account"
import { readRefusalOf } from "@smp/shared/read"
import { isProblem } from "@smp/shared/client"
import { resumeHere } from "../../account/signed-in.ts"
import { noteClosed } from "../../background/closed-messages.ts"
import { noticeOfTab } from "../../background/notice-button.ts"
import { messageOfWindow } from "../../message-window.ts"
import { readSettings } from "../../settings.ts"
import { closedOf, openMessage, refine, refreshed, senderOf } from "./open.ts"
import type { Closed, Reading, Refusal } from "./open.ts"

export type Source =
  | { readonly kind: "tab"; readonly tabId: number; readonly isPanel: boolean }
  | { readonly kind: "message"; readonly handle: string }

export type ReadState =
  | { readonly at: "opening" }
  | { readonly at: "sign-in"; readonly server: string }
  | { readonly at: "no-notice" }
  | {
      readonly at: "password"
      readonly sender: string | null
      readonly isWrong: boolean
      readonly give: (password: string) => void
    }
  | {
      readonly at: "refused"
      readonly refusal: Refusal
      readonly account: Account | null
      readonly server: string | null
      readonly id: string
      readonly sender: string | null
      readonly closed: Closed | null
    }
  | { readonly at: "open"; readonly reading: Reading }

async function explain(problem: unknown, account: Account | null, id: string) {
  const closed = await closedOf(problem)
  if (closed !== null) await noteClosed(id, true)
  const refusal = readRefusalOf(problem)
  if (account === null) return { refusal, sender: null, closed }
  const [refined, sender] = await Promise.all([refine(refusal, account, id), senderOf(account, id)])
  return { refusal: refined, sender, closed }
}

export function createReader(source: Source) {
  let state: ReadState = { at: "opening" }
  const listeners = new Set<() => void>()
  const show = (next: ReadState) => {
    state = next
    for (const listener of listeners) listener()
  }
  /** Found out once: the tab may show another mail by the time this page asks again. */
  let asked: string | null = null
  /** null: the mail has gone, or its tab. */
  const messageAsked = () =>
    (source.kind === "tab" ? noticeOfTab(source.tabId) : messageOfWindow(source.handle)).catch(() => null)
  /** Where the sender wants it, the own password is asked for, until it is right. */
  const openAsked = async (account: Account, id: string, isWrong = false): Promise<Reading> => {
    const ask = async () => {
      const sender = await senderOf(account, id)
      return new Promise<string>((resolve) => {
        const give = (password: string) => {
          show({ at: "opening" })
          resolve(password)
        }
        show({ at: "password", sender, isWrong, give })
      })
    }
    try {
      return await openMessage(account, id, ask)
    } catch (problem) {
      if (!isProblem(problem, "account.sign_in_refused")) throw problem
      return openAsked(account, id, true)
    }
  }
  /** `quietly`: what is on the screen stays until something else is known. */
  const open = async (quietly = false): Promise<void> => {
    if (!quietly) show({ at: "opening" })
    asked ??= await messageAsked()
    const id = asked
    if (id === null) return show({ at: "no-notice" })
    const { server } = await readSettings()
    let account: Account | null = null
    try {
      account = await resumeHere()
      if (account === null) return show(server === null ? { at: "no-notice" } : { at: "sign-in", server })
      const reading = await openAsked(account, id)
      await noteClosed(id, false)
      return show({ at: "open", reading })
    } catch (problem) {
      return show({ at: "refused", server, id, account, ...(await explain(problem, account, id)) })
    }
  }
  const shownMessage = () => (state.at === "open" ? state.reading.message.id : state.at === "refused" ? state.id : null)
  let isFollowing = false
  /** What waits or is closed is tried again; what is open shows what happened since, or goes from this page. */
  const follow = async (isNews: boolean): Promise<void> => {
    if (isFollowing || document.visibilityState !== "visible") return
    isFollowing = true
    try {
      if (state.at === "refused" && (state.refusal.why === "waiting" || (isNews && state.closed !== null)))
        return await open(true)
      if (state.at !== "open") return
      const { reading } = state
      const next = await refreshed(reading)
      // Another opening may have come in between.
      if (state.at !== "open" || state.reading !== reading) return
      if (next === null) await open()
      else show({ at: "open", reading: next })
    } finally {
      isFollowing = false
    }
  }
  return {
    open,
    follow: () => follow(false),
    /** Something happened to this message; null: to any. */
    hear: async (message: string | null): Promise<void> => {
      if (message === null || message === shownMessage()) await follow(true)
    },
    read: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
