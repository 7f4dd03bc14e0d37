/** Times, sizes and lists as people of a language write them. Times come in milliseconds since 1970 UTC. */
import type { Strings } from "./strings/en.ts"

export interface Formats {
  /** 10:42 */
  time(at: number): string
  /** 31 December 2026 */
  date(at: number): string
  /** 31 Dec, with the year where it is another one */
  shortDate(at: number): string
  /** Mon 23 Nov, 10:42 */
  full(at: number): string
  /** In a list: today the time, in the last six days weekday and time, earlier the day. */
  brief(at: number): string
  /** In a sentence: "today at 10:42", "on 19 November at 08:00". */
  inSentence(at: number): string
  /** 2.4 MB (decimal, as browsers and operating systems show downloads) */
  size(bytes: number): string
  number(value: number): string
  /** The clock that "today" is measured by. */
  now(): number
  list(items: readonly string[]): string
  /** Whole days between the local midnights before `at` and before now: 0 today, 1 yesterday. */
  daysAgo(at: number): number
}

const DAY = 86_400_000

function midnight(at: number): number {
  const day = new Date(at)
  day.setHours(0, 0, 0, 0)
  return day.getTime()
}

function sizeFormat(locale: string): (bytes: number) => string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const
  return (bytes) => {
    const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
    const value = bytes / 1000 ** power
    const unit = units[power] ?? "byte"
    const digits = power === 0 || value >= 100 ? 0 : 1
    return new Intl.NumberFormat(locale, {
      style: "unit",
      unit,
      unitDisplay: power === 0 ? "long" : "short",
      maximumFractionDigits: digits,
    }).format(value)
  }
}

/** `locale` is a full BCP 47 tag ("en-GB"); `now` is a part, so that tests and slips agree on "today". */
export function createFormats(locale: string, strings: Strings, now: () => number = Date.now): Formats {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, options)
    return (at: number) => formatter.format(at)
  }
  const time = format({ hour: "2-digit", minute: "2-digit" })
  const date = format({ day: "numeric", month: "long", year: "numeric" })
  const dayMonth = format({ day: "numeric", month: "short" })
  const dayMonthYear = format({ day: "numeric", month: "short", year: "numeric" })
  const weekdayTime = format({ weekday: "short", hour: "2-digit", minute: "2-digit" })
  const longDay = format({ day: "numeric", month: "long" })
  const full = format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" })
  const fullYear = format({ day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" })
  const number = new Intl.NumberFormat(locale)
  const list = new Intl.ListFormat(locale, { type: "conjunction" })
  const daysAgo = (at: number) => Math.round((midnight(now()) - midnight(at)) / DAY)
  const sameYear = (at: number) => new Date(at).getFullYear() === new Date(now()).getFullYear()
  const shortDate = (at: number) => (sameYear(at) ? dayMonth(at) : dayMonthYear(at))
  return {
    time,
    date,
    shortDate,
    full: (at) => (sameYear(at) ? full(at) : fullYear(at)),
    brief: (at) => {
      const days = daysAgo(at)
      if (days === 0) return time(at)
      return days > 0 && days < 7 ? weekdayTime(at) : shortDate(at)
    },
    inSentence: (at) => {
      const days = daysAgo(at)
      if (days === 0) return strings.common.todayAt(time(at))
      if (days === 1) return strings.common.yesterdayAt(time(at))
      return strings.common.onDay(sameYear(at) ? longDay(at) : date(at), time(at))
    },
    size: sizeFormat(locale),
    number: (value) => number.format(value),
    now,
    list: (items) => list.format(items),
    daysAgo,
  }
}
