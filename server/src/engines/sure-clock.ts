/**
 * A time that has certainly passed (docs/adr/0022): what is erased for ever is judged by it, not by the machine's clock alone.
 * Promises: never ahead of the machine's clock; a jump of more than a day, which neither the time that this process ran nor
 * the time since it was last seen explains, counts only after it has held while this process runs (an hour for each day of
 * it, a day at most), or when an operator says so.
 * Never: keeps anybody from sending or reading; who may read is judged by the machine's clock.
 */
import { existsSync, readFileSync } from "node:fs"
import * as z from "zod"
import { writeDurably } from "./durable-file.ts"

const DAY_MS = 86_400_000
/** What a clock may go astray by itself between two looks, or while the machine is off. */
const EXPLAINED_MS = DAY_MS
/** A new time must hold for an hour of running for each day that it jumped, at most for a day. */
const holdOf = (aheadMs: number): number => Math.min(DAY_MS, Math.abs(aheadMs) / 24)
/** Corrections of a clock that is not far off, from one look to the next. */
const SLEW_MS = 5 * 60_000

const clockFile = z.strictObject({
  v: z.literal(1),
  /** The time that was believed at the last look. */
  steady: z.int(),
  /** The clock that is not believed: what it said at the last look, and for how long of running it has held. */
  doubted: z.strictObject({ at: z.int(), heldMs: z.number() }).nullable(),
})
type Held = z.output<typeof clockFile>

export interface Doubt {
  /** How far the machine's clock is from the time that is believed; negative: behind it. */
  readonly aheadMs: number
  /** Until it is believed, if it holds. */
  readonly leftMs: number
}
export interface ClockParts {
  readonly now?: () => number
  /** A clock that only runs, and that nobody sets. */
  readonly elapsed?: () => number
}

export class SureClock {
  readonly #path: string
  readonly #now: () => number
  readonly #elapsed: () => number
  #held: Held
  #lookedAt: number

  /** A folder that never had a clock believes the machine's; one whose file is damaged believes nothing for a day. */
  constructor(path: string, { now = Date.now, elapsed = () => performance.now() }: ClockParts = {}) {
    this.#path = path
    this.#now = now
    this.#elapsed = elapsed
    this.#held = existsSync(path) ? readClock(path) : { v: 1, steady: now(), doubted: null }
    this.#lookedAt = elapsed()
    try {
      this.#look(true)
    } catch {
      // The disk is full. The next look says so; nobody is kept from starting.
    }
  }

  /** The machine's clock. */
  now(): number {
    return this.#now()
  }

  /** What has certainly passed. */
  certain(): number {
    const now = this.#now()
    return this.#isExplained(now) ? now : Math.min(now, this.#steady())
  }

  /** null: the machine's clock is believed. */
  doubt(): Doubt | null {
    const now = this.#now()
    if (this.#isExplained(now)) return null
    const aheadMs = now - this.#steady()
    return { aheadMs, leftMs: holdOf(aheadMs) - (this.#held.doubted?.heldMs ?? 0) }
  }

  /** To be called every minute: notes what was seen, and believes a new time that has held. @throws Error of the disk */
  look(): void {
    // Whoever operates the machine may have said that it is right.
    if (existsSync(this.#path)) this.#held = readClock(this.#path)
    this.#look(false)
  }

  #look(isFirst: boolean): void {
    const now = this.#now()
    const ran = this.#elapsed() - this.#lookedAt
    const heldMs = heldFor(this.#held, { now, ran, isFirst })
    const isBelieved = this.#isExplained(now) || heldMs >= holdOf(now - this.#steady())
    const steady = isBelieved ? now : Math.round(this.#steady())
    const held: Held = { v: 1, steady, doubted: isBelieved ? null : { at: now, heldMs } }
    writeDurably(this.#path, JSON.stringify(held))
    this.#held = held
    this.#lookedAt += ran
  }

  #steady(): number {
    return this.#held.steady + this.#elapsed() - this.#lookedAt
  }

  #isExplained(now: number): boolean {
    return Math.abs(now - this.#steady()) <= EXPLAINED_MS
  }
}

/** How long the doubted clock has held by now. Time in which this process did not run counts for nothing. */
function heldFor({ doubted }: Held, look: { now: number; ran: number; isFirst: boolean }): number {
  if (doubted === null) return 0
  const passed = look.now - doubted.at
  if (look.isFirst) return passed >= -SLEW_MS && passed <= EXPLAINED_MS ? doubted.heldMs : 0
  return Math.abs(passed - look.ran) <= SLEW_MS ? doubted.heldMs + look.ran : 0
}

/** An operator's word: the machine's clock is right. Running roles take it at their next look. */
export function trustClock(path: string, now: () => number = Date.now): void {
  writeDurably(path, JSON.stringify({ v: 1, steady: now(), doubted: null } satisfies Held))
}

function readClock(path: string): Held {
  try {
    return clockFile.parse(JSON.parse(readFileSync(path, "utf8")))
  } catch {
    return { v: 1, steady: 0, doubted: null }
  }
}
