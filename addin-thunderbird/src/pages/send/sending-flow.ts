/**
 * The life of one sending window: prepare, review, send, wait, finish. A plain store, so that it can be read without React.
 * Promises: only one try runs at a time; every failure leaves the draft as it is; nothing ever becomes ordinary e-mail
 * but by the user's own choice.
 */
import type { Account } from "@smp/shared/account"
import { isUnsaid, SendStopped } from "@smp/shared/send"
import { resumeHere } from "../../account/signed-in.ts"
import { draftMemory } from "../../draft-memory.ts"
import { buttons, drafts, pages } from "../../host/thunderbird-host.ts"
import { readSettings } from "../../settings.ts"
import { backgroundStrings } from "../../strings/background.ts"
import { noteEnded, noteUnderWay } from "../../under-way.ts"
import { findEarlier } from "./earlier.ts"
import type { Earlier } from "./earlier.ts"
import { keepDraft } from "./keeping.ts"
import { prepare, prepareToKeep } from "./prepare.ts"
import { advance, nothingYet, retryAfter } from "./send-state.ts"
import type { Prepared, Progress, SendState } from "./send-state.ts"
import { failureOf, finishHandedOver, send, settleUnknown } from "./sending.ts"

/** What the sender chose stays chosen when the draft is read again, whatever it is read again for. */
type Chosen = Pick<Prepared, "options" | "contact">
const chosenIn = ({ options, contact }: Prepared): Chosen => ({ options, contact })

export interface SendingFlow {
  readonly read: () => SendState
  readonly subscribe: (listener: () => void) => () => void
  /** Reads the draft and looks up the keys; then the review, or straight on where nothing needs a look. */
  readonly begin: (showReview: boolean) => Promise<void>
  /** Once more what failed, or what had to wait for a sign-in: the same purpose, with what was chosen. */
  readonly again: () => Promise<void>
  readonly change: (chosen: Partial<Chosen>) => void
  /** The button of the review. */
  readonly confirm: () => Promise<void>
  readonly without: (addresses: readonly string[]) => Promise<void>
  /** Leaves out a file of the message that is passed on. */
  readonly withoutFile: (obj: string) => Promise<void>
  readonly acceptKey: (how: "seen" | "verified") => Promise<void>
  /** Keeps it for later, locked, instead of sending it. */
  readonly keep: () => Promise<void>
  readonly stop: () => Promise<void>
  /** Ends the waiting for the connection, or asks the server what became of a lost answer. */
  readonly tryNow: () => Promise<void>
  readonly sendOrdinary: () => Promise<void>
}

interface Run {
  account: Account | null
  readonly without: Set<string>
  chosen: Partial<Chosen>
  again: () => Promise<void>
  abort: AbortController | null
  /** Entry of the journal with which a stopped try can go on. */
  resume: string | null
  tries: number
  timer: ReturnType<typeof setTimeout> | undefined
}

type Show = (state: SendState) => void

/** `isStopped`: the window opens because Thunderbird's own Send was stopped. */
export function createSendingFlow(tabId: number, isStopped: boolean): SendingFlow {
  let state: SendState = { at: isStopped ? "stopped" : "preparing" }
  const listeners = new Set<() => void>()
  const show: Show = (next) => {
    state = next
    for (const listener of listeners) listener()
  }
  const run: Run = {
    account: null,
    without: new Set(),
    chosen: {},
    again: () => begin.prepareAndGo(false),
    abort: null,
    resume: null,
    tries: 0,
    timer: undefined,
  }
  const attempt = createAttempts(tabId, run, show)
  const keep = createKeeping(tabId, run, show)
  const begin = createBeginning({ tabId, run, show, attempt: attempt.start })
  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    begin: begin.prepareAndGo,
    again: () => run.again(),
    change: (chosen) => {
      if (state.at !== "review") return
      run.chosen = { ...run.chosen, ...chosen }
      show({ ...state, prepared: { ...state.prepared, ...chosen } })
    },
    confirm: async () => {
      if (state.at === "review") await begin.confirm(state.prepared)
    },
    without: async (addresses) => {
      for (const address of addresses) run.without.add(address.toLowerCase())
      await begin.prepareAndGo(true)
    },
    withoutFile: async (obj) => {
      if (state.at === "review") await begin.withoutFile(state.prepared, obj)
    },
    acceptKey: async (how) => {
      if (state.at === "key-changed") await begin.acceptKey(state.prepared, state.address, how)
    },
    keep: () => keep(state.at === "review" ? chosenIn(state.prepared) : null),
    stop: () => attempt.stop(),
    tryNow: async () => {
      if (state.at === "waiting") await attempt.start(state.prepared)
      if (state.at === "unknown") await attempt.settle(state.prepared)
    },
    sendOrdinary: async () => {
      await draftMemory.set(tabId, "pass", true)
      // Decided once: what did not go is asked about again.
      await drafts.sendOrdinary(tabId).catch(() => draftMemory.delete(tabId, "pass"))
      await pages.closeThis()
    },
  }
}

interface BeginningParts {
  readonly tabId: number
  readonly run: Run
  readonly show: Show
  readonly attempt: (prepared: Prepared) => Promise<void>
}

/** A session that is over is begun anew, not tried again. */
function failed(run: Run, show: Show, problem: unknown): void {
  const failure = failureOf(problem)
  if (failure.code !== "session.required") return show({ at: "failed", failure, prepared: null })
  run.account = null
  return show({ at: "sign-in" })
}

/** Everything before the first byte leaves. */
function createBeginning({ tabId, run, show, attempt }: BeginningParts) {
  const fail = (problem: unknown) => failed(run, show, problem)
  const prepareAndGo = async (showReview: boolean): Promise<void> => {
    run.again = () => prepareAndGo(showReview)
    show({ at: "preparing" })
    try {
      run.account ??= await resumeHere()
      if (run.account === null) return show({ at: "sign-in" })
      const prepared = { ...(await prepare(run.account, tabId, run.without)), ...run.chosen }
      const changed = prepared.review.people.find((person) => person.state.kind === "key-changed")
      if (changed !== undefined) return show({ at: "key-changed", prepared, address: changed.address })
      const { review } = await readSettings()
      if (showReview || review === "always" || prepared.review.needsLook || prepared.passedOn.length > 0)
        return show({ at: "review", prepared, isChanged: false })
      return await attempt(prepared)
    } catch (problem) {
      return fail(problem)
    }
  }
  return {
    prepareAndGo,
    /** What was edited meanwhile is looked at once more instead of being sent unseen. */
    async confirm(prepared: Prepared): Promise<void> {
      run.again = () => prepareAndGo(false)
      try {
        if (!(await prepared.draft.hasChanged())) return await attempt(prepared)
        const fresh = await prepare(prepared.account, tabId, run.without)
        return show({ at: "review", prepared: { ...fresh, ...chosenIn(prepared) }, isChanged: true })
      } catch (problem) {
        return fail(problem)
      }
    },
    async withoutFile(prepared: Prepared, obj: string): Promise<void> {
      try {
        const thread = await draftMemory.get(tabId, "thread")
        if (thread === null) return
        await draftMemory.set(tabId, "thread", { ...thread, files: thread.files.filter((one) => one !== obj) })
        const fresh = await prepare(prepared.account, tabId, run.without)
        return show({ at: "review", prepared: { ...fresh, ...chosenIn(prepared) }, isChanged: false })
      } catch (problem) {
        return fail(problem)
      }
    },
    async acceptKey(prepared: Prepared, address: string, how: "seen" | "verified"): Promise<void> {
      const person = prepared.review.people.find((one) => one.address === address)
      show({ at: "preparing" })
      try {
        if (person?.state.kind === "key-changed") await prepared.account.view.acceptKey(person.state.statement, how)
      } catch (problem) {
        return fail(problem)
      }
      await prepareAndGo(true)
    },
  }
}

/** The way to the drafts on the server instead. */
function createKeeping(tabId: number, run: Run, show: Show) {
  const keep = async (chosen: Chosen | null): Promise<void> => {
    if (run.abort !== null) return
    run.again = () => keep(chosen)
    run.abort = new AbortController()
    const { signal } = run.abort
    show({ at: "keeping", done: 0, of: 0 })
    try {
      run.account ??= await resumeHere()
      if (run.account === null) return show({ at: "sign-in" })
      const read = await prepareToKeep(run.account, tabId)
      const onProgress = (done: number, of: number) => show({ at: "keeping", done, of })
      const kept = await keepDraft({ ...read, ...chosen, signal, onProgress })
      return show({ at: "kept", kept })
    } catch (problem) {
      if (signal.aborted) return await pages.closeThis()
      return failed(run, show, problem)
    } finally {
      run.abort = null
    }
  }
  return keep
}

/** The tries to send, one at a time. */
function createAttempts(tabId: number, run: Run, show: Show) {
  const fail = (problem: unknown, prepared: Prepared) => show({ at: "failed", failure: failureOf(problem), prepared })
  const start = async (prepared: Prepared): Promise<void> => {
    if (run.abort !== null) return
    clearTimeout(run.timer)
    run.abort = new AbortController()
    let progress: Progress = nothingYet(prepared.draft.draft.attachments.length)
    const tell = (next: Progress) => {
      progress = next
      show({ at: "sending", prepared, progress })
    }
    tell(progress)
    try {
      await announce(tabId)
      const { signal } = run.abort
      if (run.resume === null) {
        const { resume, handedOver } = await findEarlier(
          prepared.account,
          prepared.review,
          prepared.draft.draft.subject,
        )
        if (handedOver !== null) return await finishedBefore(prepared, handedOver)
        run.resume = resume
      }
      const result = await send({
        prepared,
        resume: run.resume,
        signal,
        onProgress: (news) => tell(advance(progress, news)),
      })
      await noteEnded(tabId)
      show({ at: "done", prepared, result, isEarlier: false })
    } catch (problem) {
      await stopped(problem, prepared, progress)
    } finally {
      run.abort = null
    }
  }

  /** The draft may be another one by now: its window stays. */
  const finishedBefore = async (prepared: Prepared, handedOver: NonNullable<Earlier["handedOver"]>): Promise<void> => {
    const result = await finishHandedOver(prepared, handedOver, true)
    await noteEnded(tabId)
    show({ at: "done", prepared, result, isEarlier: true })
  }

  const stopped = async (problem: unknown, prepared: Prepared, progress: Progress): Promise<void> => {
    const stop = problem instanceof SendStopped ? problem : null
    run.resume = stop?.resume ?? null
    if (stop?.isUnknown === true) return show({ at: "unknown", prepared })
    const isPassing = stop?.code === "offline" || stop?.code === "service.unavailable"
    if (run.resume !== null && isPassing) return waitAndRetry(prepared, progress)
    await noteEnded(tabId)
    if (stop?.code === "cancelled") return pages.closeThis()
    if (stop?.code !== "session.required") return fail(problem, prepared)
    run.account = null
    return show({ at: "sign-in" })
  }

  const waitAndRetry = (prepared: Prepared, progress: Progress) => {
    const wait = retryAfter(run.tries) * 1000
    run.tries += 1
    show({ at: "waiting", prepared, progress, nextTry: Date.now() + wait })
    run.timer = setTimeout(() => void start(prepared), wait)
  }

  return {
    start,
    async settle(prepared: Prepared): Promise<void> {
      if (run.resume === null || run.abort !== null) return
      run.abort = new AbortController()
      try {
        const result = await settleUnknown(prepared, run.resume)
        await noteEnded(tabId)
        show({ at: "done", prepared, result, isEarlier: false })
      } catch (problem) {
        if (isUnsaid(failureOf(problem).code)) show({ at: "unknown", prepared })
        else fail(problem, prepared)
      } finally {
        run.abort = null
      }
    },
    /** While a try runs it ends by its own signal; while it waits, the window just closes. */
    async stop(): Promise<void> {
      clearTimeout(run.timer)
      if (run.abort !== null) return run.abort.abort()
      await noteEnded(tabId)
      return pages.closeThis()
    },
  }
}

/** Notes what is under way, so that the next start asks about it, and shows it on the button of the draft. */
async function announce(tabId: number): Promise<void> {
  await noteUnderWay(tabId)
  await buttons.showSend(tabId, { label: backgroundStrings().sending, enabled: false }).catch(() => undefined)
}
