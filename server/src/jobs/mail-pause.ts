/** Patience with a mail server that is away: nobody knocks while it lasts, then one mail tries for all. */
const FIRST_MS = 1_000
const LONGEST_MS = 30_000

export class MailPause {
  readonly #now: () => number
  #failures = 0
  #until = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** When the next try makes sense; in the past when there is no pause. */
  get until(): number {
    // Longer than any pause: the clock was set back since.
    return this.#until - this.#now() > 2 * LONGEST_MS ? 0 : this.#until
  }

  /** After the pause one mail goes ahead; the others wait for what it finds. */
  get isProbing(): boolean {
    return this.#failures > 0
  }

  /** The mail server was not there. Failures of mails that were under way together count as one. */
  failed(): void {
    if (this.#now() < this.until) return
    const wait = Math.min(FIRST_MS * 2 ** this.#failures, LONGEST_MS)
    this.#failures++
    this.#until = this.#now() + Math.round(wait * (0.9 + Math.random() / 5))
  }

  worked(): void {
    this.#failures = 0
    this.#until = 0
  }
}
