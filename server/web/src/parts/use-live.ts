/** What a page does when the server says that something changed: once for all that comes together. */
import type { LiveEvent } from "@smp/shared/wire"
import { useEffect, useRef } from "react"
import { listenLive } from "../session/live.ts"

const GATHER_MS = 200
/** Between two times, however much happens. */
const PAUSE_MS = 700

/** `work` runs while somebody looks; what came meanwhile is made up for when the page is shown again. */
export function useLive(isWanted: (event: LiveEvent) => boolean, work: () => void): void {
  const latest = useRef({ isWanted, work })
  useEffect(() => {
    latest.current = { isWanted, work }
  })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isDue = false
    let last = 0
    const run = () => {
      timer = undefined
      if (!isDue || document.visibilityState !== "visible") return
      isDue = false
      last = Date.now()
      latest.current.work()
    }
    const plan = () => (timer ??= setTimeout(run, Math.max(GATHER_MS, last + PAUSE_MS - Date.now())))
    const stop = listenLive((event) => {
      if (!latest.current.isWanted(event)) return
      isDue = true
      plan()
    })
    document.addEventListener("visibilitychange", plan)
    return () => {
      stop()
      clearTimeout(timer)
      document.removeEventListener("visibilitychange", plan)
    }
  }, [])
}
