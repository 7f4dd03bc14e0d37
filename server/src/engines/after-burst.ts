/** Work that may wait until a burst of requests is over, so that a burst is taken in first. */
export interface Burst {
  /** After the last of a burst. */
  readonly pauseMs: number
  /** At the latest, after its first. */
  readonly latestMs: number
}
export interface AfterBurst {
  /** Something happened that the work is due for. */
  readonly nudge: () => void
  readonly stop: () => void
}

/** `work` handles its own faults. A process that has nothing else to do does not wait for it. */
export function afterBurst({ pauseMs, latestMs }: Burst, work: () => void): AfterBurst {
  let due: { readonly timer: NodeJS.Timeout; readonly since: number } | null = null
  const run = (): void => {
    due = null
    work()
  }
  return {
    nudge: () => {
      if (due === null) due = { timer: setTimeout(run, pauseMs).unref(), since: performance.now() }
      else if (performance.now() - due.since < latestMs - pauseMs) due.timer.refresh()
    },
    stop: () => {
      if (due !== null) clearTimeout(due.timer)
      due = null
    },
  }
}
