/** What a dialog orders: once at a time; it closes when that is done, and says when it failed. */
import { useState } from "react"

export function useOrder(onDone: () => void) {
  const [isBusy, setBusy] = useState(false)
  const [hasFailed, setFailed] = useState(false)
  const order = async (work: () => Promise<void>) => {
    if (isBusy) return
    setBusy(true)
    setFailed(false)
    try {
      await work()
      onDone()
    } catch {
      setFailed(true)
      setBusy(false)
    }
  }
  return { isBusy, hasFailed, order }
}
