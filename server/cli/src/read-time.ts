/** A point in time as people type it: ISO 8601, or from now on as 90s, 10m, 12h, 30d. */
import { UsageError } from "./usage.ts"

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** @throws UsageError */
export function readTime(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (count !== undefined && unit !== undefined) return Date.now() + Number(count) * UNITS[unit as keyof typeof UNITS]
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) throw new UsageError(`${text} is not a time: use 2026-12-31T12:00Z, or 30d from now`)
  return at
}
