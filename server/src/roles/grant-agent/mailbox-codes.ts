/**
 * Codes that prove a mailbox: in memory alone, twelve characters, ten minutes, five tries, one use (docs/PROTOCOL.md
 * §6.2, review M1, L10). Before its one use a code may show what lies sealed for its address: the same person's next
 * step depends on it.
 * Promises: a code is never written anywhere but into its mail; wrong tries burn only the code of whoever has its nonce.
 */
import { equalBytes, randomBytes, toHex } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { mailboxMac } from "@smp/shared/slip"
import { CallRefused } from "../../engines/socket/contract.ts"

const CODE_LENGTH = 12
const NO_STATEMENT = new Uint8Array(32)
const VALID_MS = 10 * 60_000
const TRIES = 5
const RESEND_MS = 30_000
const HOUR_MS = 3_600_000
/** For one address: to one asker, so that a stranger leaves the owner his own, and to all, so that nobody is flooded. */
const MOST_TO_ONE = 8
const MOST_PER_ADDRESS = 32
const MOST_PER_ASKER = 200
const MOST_CODES = 20_000
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

interface LiveCode {
  readonly code: string
  readonly address: string
  readonly expiresAt: number
  triesLeft: number
  /** What the code was used for; the same use again is a repeated request. */
  usedFor: Bytes | null
}

export interface IssuedCode {
  readonly code: string
  readonly nonce: Bytes
  readonly expiresAt: number
  readonly resendAt: number
}

export class MailboxCodes {
  readonly #now: () => number
  readonly #codes = new Map<string, LiveCode>()
  readonly #asked = new Map<string, number[]>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** @throws CallRefused request.rate_limited */
  issue(address: string, asker: string): IssuedCode {
    const now = this.#now()
    this.#tidy(now)
    const last = this.#asked.get(`address ${address}`)?.at(-1) ?? -Infinity
    if (now < last + RESEND_MS) throw limited(last + RESEND_MS - now)
    this.#spend(`asker ${asker}`, MOST_PER_ASKER, now)
    this.#spend(`address ${address} asker ${asker}`, MOST_TO_ONE, now)
    this.#spend(`address ${address}`, MOST_PER_ADDRESS, now)
    if (this.#codes.size >= MOST_CODES) throw limited(VALID_MS)
    const code = [...randomBytes(CODE_LENGTH)].map((byte) => ALPHABET[byte & 31]).join("")
    const nonce = randomBytes(16)
    const expiresAt = now + VALID_MS
    this.#codes.set(toHex(nonce), { code, address, expiresAt, triesLeft: TRIES, usedFor: null })
    return { code, nonce, expiresAt, resendAt: now + RESEND_MS }
  }

  /** Uses the code up for `bound`; zeros stand for no statement and leave it good for one. @throws CallRefused account.code_refused (triesLeft), account.code_expired */
  async use(claim: { address: string; nonce: Bytes; mac: Bytes; bound: Bytes }): Promise<void> {
    const key = toHex(claim.nonce)
    const live = this.#codes.get(key)
    if (live === undefined || live.expiresAt <= this.#now()) throw new CallRefused("account.code_expired")
    if (live.address !== claim.address) throw new CallRefused("account.code_refused", { triesLeft: 0 })
    if (live.triesLeft === 0) throw new CallRefused("account.code_expired")
    // Counted before the slow part, so that tries at the same time do not share one.
    live.triesLeft--
    const expected = await mailboxMac(live.code, live.address, claim.bound, claim.nonce)
    if (!equalBytes(expected, claim.mac)) throw new CallRefused("account.code_refused", { triesLeft: live.triesLeft })
    live.triesLeft++
    if (live.usedFor !== null && !equalBytes(live.usedFor, claim.bound)) throw new CallRefused("account.code_expired")
    if (!equalBytes(claim.bound, NO_STATEMENT)) live.usedFor = claim.bound
  }

  #spend(key: string, most: number, now: number): void {
    const recent = (this.#asked.get(key) ?? []).filter((at) => at > now - HOUR_MS)
    const [oldest] = recent
    if (oldest !== undefined && recent.length >= most) throw limited(oldest + HOUR_MS - now)
    this.#asked.set(key, [...recent, now])
  }

  #tidy(now: number): void {
    for (const [key, { expiresAt }] of this.#codes) if (expiresAt <= now) this.#codes.delete(key)
    for (const [key, times] of this.#asked) if ((times.at(-1) ?? 0) <= now - HOUR_MS) this.#asked.delete(key)
  }
}

/** Four, four, four: what the mail shows. */
export function showCode(code: string): string {
  return (code.match(/.{4}/g) ?? [code]).join("-")
}

function limited(milliseconds: number): CallRefused {
  return new CallRefused("request.rate_limited", { retryAfter: Math.max(1, Math.ceil(milliseconds / 1000)) })
}
