/** The life of one sending window: prepare, review, send, wait, finish. Only one try runs at a time. */
import type { Account } from "@smp/shared/account"
import { SendStopped } from "@smp/shared/send"
import type { SendOptionsView } from "@smp/shared/ui"
import { useEffect, useReducer, useRef } from "react"
import { resumeHere } from "../../account/signed-in.ts"
import { draftMemory } from "../../draft-memory.ts"
import { buttons, drafts, pages } from "../../host/thunderbird-host.ts"
import { readSettings } from "../../settings.ts"
import { backgroundStrings } from "../../strings/background.ts"
import { noteEnded, noteUnderWay } from "../../under-way.ts"
import { prepare } from "./prepare.ts"
import { advance, nothingYet, retryAfter } from "./send-state.ts"
import type { Prepared, Progress, SendState } from "./send-state.ts"
import { failureOf, findInterrupted, send, settleUnknown } from "./sending.ts"

export interface Sending {
  readonly state: SendState
  /** From the page that stopped Thunderbird's own Send. */
  goOn(): void
  sendOrdinary(): void
  signedIn(): void
  change(options: SendOptionsView): void
  confirm(): void
  without(address: string): void
  acceptKey(how: "seen" | "verified"): void
  stop(): void
  tryNow(): void
  /** Reads the draft again from the beginning. */
  again(): void
  close(): void
}

interface Run {
  account: Account | null
  without: Set<string>
  abort: AbortController | null
  resume: string | null
  tries: number
  timer: ReturnType<typeof setTimeout> | null
}

/** `isStopped`: the window opens because Thunderbird's own Send was stopped. */
export function useSending(tabId: number, isStopped: boolean): Sending {
  const [state, show] = useReducer((_: SendState, next: SendState) => next, {
    at: isStopped ? "stopped" : "preparing",
  } as SendState)
  const run = useRef<Run>({ account: null, without: new Set(), abort: null, resume: null, tries: 0, timer: null })
  const flow = useRef<ReturnType<typeof createFlow> | null>(null)
  flow.current ??= createFlow(tabId, run.current, show)
  const { current } = flow
  useEffect(() => {
    if (!isStopped) void current.prepareAndGo(false)
  }, [current, isStopped])
  const prepared = "prepared" in state ? state.prepared : null
  return {
    state,
    goOn: () => void current.prepareAndGo(true),
    sendOrdinary: () => void current.sendOrdinary(),
    signedIn: () => void current.prepareAndGo(false),
    change: (options) => {
      if (state.at === "review") show({ ...state, prepared: { ...state.prepared, options } })
    },
    confirm: () => {
      if (prepared !== null) void current.confirm(prepared)
    },
    without: (address) => {
      run.current.without.add(address.toLowerCase())
      void current.prepareAndGo(true)
    },
    acceptKey: (how) => {
      if (state.at === "key-changed") void current.acceptKey(state.prepared, state.address, how)
    },
    stop: () => current.stop(),
    tryNow: () => {
      if (prepared !== null) void (state.at === "unknown" ? current.settle(prepared) : current.attempt(prepared))
    },
    again: () => void current.prepareAndGo(false),
    close: () => void pages.closeThis(),
  }
}

type Show = (state: SendState) => void

function createFlow(tabId: number, run: Run, show: Show) {
  const fail = (problem: unknown, prepared: Prepared | null) =>
    show({ at: "failed", failure: failureOf(problem), prepared })

  const prepareAndGo = async (showReview: boolean) => {
    show({ at: "preparing" })
    try {
      run.account ??= await resumeHere()
      if (run.account === null) return show({ at: "sign-in" })
      const prepared = await prepare(run.account, tabId, run.without)
      const changed = prepared.review.people.find(({ state }) => state.kind === "key-changed")
      if (changed !== undefined) return show({ at: "key-changed", prepared, address: changed.address })
      const { review } = await readSettings()
      if (showReview || review === "always" || prepared.review.needsLook)
        return show({ at: "review", prepared, isChanged: false })
      return await attempt(prepared)
    } catch (problem) {
      return fail(problem, null)
    }
  }

  /** The button of the review. What was edited meanwhile is looked at once more instead of being sent unseen. */
  const confirm = async (prepared: Prepared) => {
    if (!(await prepared.draft.hasChanged())) return attempt(prepared)
    try {
      const fresh = await prepare(prepared.account, tabId, run.without)
      return show({ at: "review", prepared: { ...fresh, options: prepared.options }, isChanged: true })
    } catch (problem) {
      return fail(problem, null)
    }
  }

  const attempt = async (prepared: Prepared): Promise<void> => {
    if (run.abort !== null) return
    if (run.timer !== null) clearTimeout(run.timer)
    run.abort = new AbortController()
    let progress: Progress = nothingYet(prepared.draft.draft.attachments.length)
    const tell = (next: Progress) => {
      progress = next
      show({ at: "sending", prepared, progress })
    }
    tell(progress)
    await begin(tabId)
    try {
      run.resume ??= await findInterrupted(prepared)
      const result = await send({
        prepared,
        resume: run.resume,
        signal: run.abort.signal,
        onProgress: (news) => tell(advance(progress, news)),
      })
      await noteEnded(tabId)
      show({ at: "done", prepared, result })
    } catch (problem) {
      await stopped(problem, prepared, progress)
    } finally {
      run.abort = null
    }
  }

  const stopped = async (problem: unknown, prepared: Prepared, progress: Progress) => {
    const stop = problem instanceof SendStopped ? problem : null
    run.resume = stop?.resume ?? null
    if (stop?.isUnknown === true) return show({ at: "unknown", prepared })
    if (stop?.code === "cancelled") {
      await noteEnded(tabId)
      return pages.closeThis()
    }
    if (stop?.resume != null && (stop.code === "offline" || stop.code === "service.unavailable"))
      return waitAndRetry(prepared, progress)
    await noteEnded(tabId)
    if (stop?.code === "session.required") {
      run.account = null
      return show({ at: "sign-in" })
    }
    return fail(problem, prepared)
  }

  const waitAndRetry = (prepared: Prepared, progress: Progress) => {
    const wait = retryAfter(run.tries) * 1000
    run.tries += 1
    show({ at: "waiting", prepared, progress, nextTry: Date.now() + wait })
    run.timer = setTimeout(() => void attempt(prepared), wait)
  }

  const settle = async (prepared: Prepared) => {
    if (run.resume === null) return
    try {
      const result = await settleUnknown(prepared, run.resume)
      await noteEnded(tabId)
      show({ at: "done", prepared, result })
    } catch (problem) {
      const { code } = failureOf(problem)
      if (code === "offline" || code === "service.unavailable") return show({ at: "unknown", prepared })
      return fail(problem, prepared)
    }
  }

  return {
    prepareAndGo,
    confirm,
    attempt,
    settle,
    async acceptKey(prepared: Prepared, address: string, how: "seen" | "verified") {
      const person = prepared.review.people.find((one) => one.address === address)
      if (person?.state.kind === "key-changed") await prepared.account.view.acceptKey(person.state.statement, how)
      await prepareAndGo(true)
    },
    stop() {
      if (run.timer !== null) clearTimeout(run.timer)
      if (run.abort === null) void noteEnded(tabId).then(() => pages.closeThis())
      else run.abort.abort()
    },
    async sendOrdinary() {
      await draftMemory.set(tabId, "pass", true)
      await drafts.sendOrdinary(tabId).catch(() => undefined)
      await pages.closeThis()
    },
  }
}

/** Notes what is under way, so that the next start asks about it, and shows it on the button. */
async function begin(tabId: number): Promise<void> {
  await noteUnderWay(tabId)
  await buttons.showSend(tabId, { label: backgroundStrings().sending, enabled: false }).catch(() => undefined)
}
