/** Checks the record of an opened message while somebody looks at it; again when something happened since. */
import { verifyHistory } from "@smp/shared/read"
import type { OpenedMessage, VerifiedHistory } from "@smp/shared/read"
import { useCallback, useEffect, useState } from "react"

export type CheckedRecord =
  | { readonly state: "checking" }
  | { readonly state: "unreachable" }
  | { readonly state: "checked"; readonly record: VerifiedHistory }

/** @param seen changes with every event that the slip shows */
export function useRecord(message: OpenedMessage, isShown: boolean, seen: number) {
  const [record, setRecord] = useState<CheckedRecord>({ state: "checking" })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    if (!isShown) return undefined
    let isLeft = false
    const set = (next: CheckedRecord) => {
      if (!isLeft) setRecord(next)
    }
    verifyHistory(message).then(
      (checked) => set({ state: "checked", record: checked }),
      () => set({ state: "unreachable" }),
    )
    return () => {
      isLeft = true
    }
  }, [message, isShown, seen, attempt])
  const again = useCallback(() => {
    setRecord({ state: "checking" })
    setAttempt((before) => before + 1)
  }, [])
  return { record, again }
}
