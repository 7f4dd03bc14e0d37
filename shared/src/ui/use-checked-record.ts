/** Checks the record of a message while somebody looks at it. The host gives the check; here is only when it runs. */
import { useCallback, useEffect, useState } from "react"

export type CheckedRecord<Checked> =
  | { readonly state: "checking" }
  | { readonly state: "unreachable" }
  | { readonly state: "checked"; readonly record: Checked }

export interface RecordCheck<Checked> {
  /** Another function is another record. */
  readonly check: () => Promise<Checked>
  readonly isShown: boolean
  /** Changes with every event that the slip shows. */
  readonly seen: number
}

export function useCheckedRecord<Checked>({ check, isShown, seen }: RecordCheck<Checked>) {
  const [record, setRecord] = useState<CheckedRecord<Checked>>({ state: "checking" })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    if (!isShown) return undefined
    let isLeft = false
    const set = (next: CheckedRecord<Checked>) => {
      if (!isLeft) setRecord(next)
    }
    check().then(
      (checked) => set({ state: "checked", record: checked }),
      () => set({ state: "unreachable" }),
    )
    return () => {
      isLeft = true
    }
  }, [check, isShown, seen, attempt])
  const again = useCallback(() => {
    setRecord({ state: "checking" })
    setAttempt((before) => before + 1)
  }, [])
  return { record, again }
}
