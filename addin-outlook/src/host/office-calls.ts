/** From Office's callbacks to promises, and from its numbers to kinds of failure. */
import { OutlookError } from "./outlook-port.ts"
import type { OutlookErrorKind } from "./outlook-port.ts"

/** What every callback of Office.js gets. */
export interface Answer {
  readonly status: unknown
  readonly value?: unknown
  readonly error?: { readonly code?: number; readonly message?: string } | null
}
/** Longer than Outlook's own limits for a large attachment; a call that is silent beyond that will stay so. */
const SILENCE_MS = 90_000

const KINDS: Readonly<Record<number, OutlookErrorKind>> = {
  // OutlookAsyncErrorCodes of the library, and those that Outlook's hosts answer with.
  5000: "missing",
  7000: "permission",
  9000: "limit",
  9001: "limit",
  9012: "limit",
  9017: "permission",
  9025: "limit",
  9030: "gone",
  9032: "missing",
  9038: "permission",
  9040: "connection",
  9041: "connection",
  9047: "permission",
  9048: "permission",
  9049: "gone",
  9051: "limit",
  9053: "permission",
  9055: "missing",
}
export const kindOf = (code: number): OutlookErrorKind => KINDS[code] ?? "fault"

/** Runs one call of Office.js; it may throw at once, answer with an error, or stay silent. @throws OutlookError */
export function ask<T>(call: string, start: (done: (answer: Answer) => void) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new OutlookError("no-answer", { code: 0, call })), SILENCE_MS)
    const done = (answer: Answer) => {
      clearTimeout(timer)
      if (answer.status === "succeeded") return resolve(answer.value as T)
      const code = answer.error?.code ?? 0
      return reject(new OutlookError(kindOf(code), { code, call, cause: answer.error }))
    }
    try {
      start(done)
    } catch (cause) {
      clearTimeout(timer)
      reject(thrownBy(call, cause))
    }
  })
}

/** What Office.js throws before it asks the host: missing members, wrong arguments, missing permission. */
function thrownBy(call: string, cause: unknown): OutlookError {
  if (cause instanceof OutlookError) return cause
  const code = typeof cause === "object" && cause !== null && "code" in cause ? Number(cause.code) : 0
  const isMissing = cause instanceof TypeError && /is not a function|undefined/.test(cause.message)
  return new OutlookError(isMissing ? "missing" : kindOf(code), { code, call, cause })
}
