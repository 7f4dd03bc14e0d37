/**
 * That a code was mailed, for this tab: a phone drops the page while the person looks at the mail, and the same step is
 * there afterwards. Never: keeps what was typed; the code itself is in the mailbox alone.
 */
import type { MailedCode } from "./mailed-code.ts"

const KEY = "mailed-code"

/** What the code is for: the message or invitation of this address, or a way back in. */
export type CodePurpose = `arrive ${string}` | "recovery" | "mailbox"

interface Kept extends MailedCode {
  readonly purpose: CodePurpose
}

const NUMBERS = ["sentAt", "expiresAt", "resendAt"] as const
const isKept = (value: unknown): value is Kept => {
  if (typeof value !== "object" || value === null) return false
  const fields = value as Record<string, unknown>
  return (
    ["purpose", "address", "nonce"].every((name) => typeof fields[name] === "string") &&
    NUMBERS.every((name) => Number.isSafeInteger(fields[name]))
  )
}

function read(): Kept | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null")
    return isKept(value) && value.expiresAt > Date.now() ? value : null
  } catch {
    return null
  }
}

/** null: none, or it is too old by now. */
export function keptCode(purpose: CodePurpose): MailedCode | null {
  const kept = read()
  return kept?.purpose === purpose ? kept : null
}

/** Which way back in was being gone. */
export function keptWay(): "recovery" | "mailbox" | null {
  const purpose = read()?.purpose
  return purpose === "recovery" || purpose === "mailbox" ? purpose : null
}

/** @param mailed null: it was used, or another address is meant */
export function keepCode(purpose: CodePurpose, mailed: MailedCode | null): void {
  try {
    if (mailed === null) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, JSON.stringify({ ...mailed, purpose } satisfies Kept))
  } catch {
    // A browser that keeps nothing: after a reload the address is asked for again.
  }
}
