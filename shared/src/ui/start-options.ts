import { defaultOptions, optionDays } from "./options-form.tsx"
import type { SendOptionsView } from "./options-form.tsx"

export interface OptionsToAnswer {
  readonly hideSubject: boolean
  readonly inherited: {
    readonly label?: string | null
    readonly password?: boolean
    readonly receipts?: boolean
    readonly shared?: boolean
    readonly expires?: number | null
  }
}
const DAY_MS = 86_400_000

/** An answer begins with the options of what it answers; its end is not later, as far as the choices go. */
export function startOptions(answered: OptionsToAnswer | null, now: number): SendOptionsView {
  if (answered === null) return defaultOptions
  const { label = null, password = false, receipts = true, shared = true, expires = null } = answered.inherited
  const left = expires === null ? null : Math.floor((expires - now) / DAY_MS)
  const expiresInDays = left === null ? null : (optionDays.findLast((days) => days <= left) ?? 1)
  return { ...defaultOptions, hideSubject: answered.hideSubject, label, password, receipts, shared, expiresInDays }
}
