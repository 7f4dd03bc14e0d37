/** Opens one message: checks everything, renders the text for its frame, follows what happens to it afterwards. */
import { isProblem } from "@smp/shared/client"
import { inlinePictures, readMessage, slipOf } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { renderMailHtml, renderMailText } from "@smp/shared/read/render"
import type { RenderedMail } from "@smp/shared/read/render"
import type { DeliverySlipView } from "@smp/shared/ui"
import { messageId } from "@smp/shared/wire"
import type { LiveEvent } from "@smp/shared/wire"
import { useCallback, useEffect, useState } from "react"
import { useAccount } from "../../account-context.ts"
import { opaqueCalls } from "../../session/signed-in.ts"
import { useMailbox } from "../mailbox.tsx"
import { useLive } from "../use-live.ts"

export interface Opened {
  readonly message: OpenedMessage
  readonly slip: DeliverySlipView
  readonly mail: RenderedMail | null
  /** So many decisions of the sender were known when it was opened; null: that could not be asked. */
  readonly decided: number | null
}

export type Reading =
  | { readonly state: "opening" }
  | { readonly state: "opened"; readonly opened: Opened }
  | {
      readonly state: "password"
      readonly sender: string
      readonly isWrong: boolean
      readonly give: (password: string) => void
    }
  | { readonly state: "refused"; readonly problem: unknown }

/** For servers and networks on which nothing is told as it happens. */
const TRACKING_MS = 20_000
const CLOSED: ReadonlySet<string> = new Set(["recalled", "suspended", "expired"])

/** The message itself: its events and what its sender decides since. */
const concerns = (event: LiveEvent, id: string): boolean =>
  event.kind === "refresh" || (event.kind === "tracking" && event.id === id)

async function render(message: OpenedMessage): Promise<RenderedMail | null> {
  if (message.html !== null) return renderMailHtml(message.html, await inlinePictures(message))
  return message.text ? renderMailText(message.text) : null
}

export function useReading(id: string): { reading: Reading; again: () => void } {
  const account = useAccount()
  const { refresh, subjects } = useMailbox()
  const [reading, setReading] = useState<Reading>({ state: "opening" })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let isLeft = false
    const set = (next: Reading) => {
      if (!isLeft) setReading(next)
    }
    let isWrong = false
    const password = async () => {
      const { sender } = await account.client.arrival(messageId.parse(id))
      return new Promise<string>((resolve) => {
        const give = (typed: string) => {
          set({ state: "opening" })
          resolve(typed)
        }
        set({ state: "password", sender, isWrong, give })
      })
    }
    const read = async (): Promise<OpenedMessage> => {
      try {
        return await readMessage({ account, id: messageId.parse(id), opaque: await opaqueCalls(), password })
      } catch (problem) {
        if (!isProblem(problem, "account.sign_in_refused")) throw problem
        isWrong = true
        return read()
      }
    }
    const open = async () => {
      const message = await read()
      const mail = await render(message)
      const [tracking, controls] = await Promise.all([
        account.client.tracking(message.id).catch(() => null),
        account.client.controls(message.id).catch(() => null),
      ])
      const slip = await slipOf(message, tracking)
      set({ state: "opened", opened: { message, mail, slip, decided: controls?.records.length ?? null } })
      await account.client.place(message.id, { unread: false }).catch(() => undefined)
      refresh()
    }
    open().catch((problem: unknown) => set({ state: "refused", problem }))
    return () => {
      isLeft = true
    }
  }, [account, id, attempt, refresh])
  const opened = reading.state === "opened" ? reading.opened.message : null
  const decided = reading.state === "opened" ? reading.opened.decided : null
  useEffect(() => {
    if (opened !== null) void subjects?.note(opened).catch(() => undefined)
  }, [opened, subjects])
  const follow = useCallback(async () => {
    if (opened === null || document.visibilityState !== "visible") return
    const { row, records } = await account.client.controls(opened.id)
    const isClosed = opened.role !== "from" && CLOSED.has(row.state)
    // Recalled, suspended or at its end meanwhile: the text goes from this page too.
    if (isClosed) setReading({ state: "opening" })
    if (isClosed || (decided !== null && records.length !== decided)) return setAttempt((before) => before + 1)
    const slip = await slipOf(opened, await account.client.tracking(opened.id))
    setReading((before) =>
      before.state === "opened" && before.opened.message === opened
        ? { state: "opened", opened: { ...before.opened, slip } }
        : before,
    )
  }, [account, decided, opened])
  useEffect(() => {
    const timer = setInterval(() => void follow().catch(() => undefined), TRACKING_MS)
    return () => clearInterval(timer)
  }, [follow])
  const again = useCallback(() => setAttempt((before) => before + 1), [])
  const isRefused = reading.state === "refused"
  useLive(
    (event) => concerns(event, id),
    () => (isRefused ? again() : void follow().catch(() => undefined)),
  )
  return { reading, again }
}
