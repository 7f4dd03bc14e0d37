/** A code that was mailed: asked for by a click, never by a page load. */
import { useCallback, useEffect, useState } from "react"
import { newClient } from "../../session/signed-in.ts"

export interface MailedCode {
  readonly address: string
  readonly nonce: string
  /** Milliseconds since 1970 UTC, by this device's clock. */
  readonly sentAt: number
  readonly expiresAt: number
  readonly resendAt: number
}

export async function mailCode(address: string): Promise<MailedCode> {
  const { nonce, expiresAt, resendAt } = await newClient().requestCode({
    address,
    locale: document.documentElement.lang,
  })
  return { address, nonce, expiresAt, resendAt, sentAt: Date.now() }
}

/** Whole seconds until `at`, counted down; 0 when it has come. */
export function useSecondsUntil(at: number): number {
  const left = useCallback(() => Math.max(0, Math.ceil((at - Date.now()) / 1000)), [at])
  const [seconds, setSeconds] = useState(left)
  useEffect(() => {
    setSeconds(left())
    const timer = setInterval(() => setSeconds(left()), 1000)
    return () => clearInterval(timer)
  }, [left])
  return seconds
}

export const clockOf = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
