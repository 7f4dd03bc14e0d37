/** Checks the record of an opened message while somebody looks at it; again when something happened since. */
import { verifyHistory } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { useCheckedRecord } from "@smp/shared/ui"
import { useCallback } from "react"

/** @param seen changes with every event that the slip shows */
export function useRecord(message: OpenedMessage, isShown: boolean, seen: number) {
  const check = useCallback(() => verifyHistory(message), [message])
  return useCheckedRecord({ check, isShown, seen })
}
