/** What a form offers as options, as a draft keeps it. */
import type { DraftControls } from "./draft-body.ts"

interface FormOptions {
  readonly reply: boolean
  readonly replyAll: boolean
  readonly forward: boolean
  readonly receipts: boolean
  readonly shared: boolean
  readonly hideSubject: boolean
  readonly expiresInDays: number | null
  readonly label: string | null
  readonly password: boolean
}
const DAY_MS = 86_400_000

export function controlsOf({ password, expiresInDays, ...same }: FormOptions): DraftControls {
  const end = expiresInDays === null ? null : (["after", expiresInDays * DAY_MS] as const)
  return { ...same, fyeo: password ? 1 : 0, end }
}

export function optionsOf({ fyeo, end, shared = true, ...same }: DraftControls, now: number): FormOptions {
  const left = end === null ? null : end[0] === "after" ? end[1] : end[1] - now
  const expiresInDays = left === null ? null : Math.max(1, Math.round(left / DAY_MS))
  return { ...same, shared, password: fyeo !== 0, expiresInDays }
}
