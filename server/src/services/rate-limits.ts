/**
 * How often a thing may be tried (threat model R28), per address, per asker and per person. Memory only: a restart forgives.
 * Codes per address are counted by the grant agent, which counts only those that it mails: who asks in haste waits half
 * a minute, not an hour.
 */
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible"
import { refuseRequest } from "./refusal.ts"

/** What one person may use, as the operator set it. */
export interface Quotas {
  /** Names that somebody asks the Directory for. */
  readonly lookUpsPerHour: number
  /** Of somebody who belongs to no organization. */
  readonly guestLookUpsPerHour: number
  readonly unlocksPerMinute: number
  /** Files that no message lists yet, over all organizations. */
  readonly openUploads: number
  readonly openUploadBytes: number
}

const limitsOf = (quotas: Quotas) => ({
  /** Passwords of strangers: 20 evaluated per address and hour, however many they are; no one network uses up all. */
  signInStranger: { points: 20, duration: 3600 },
  signInFrom: { points: 10, duration: 3600 },
  /** Of a device on which this person signed in before; strangers do not touch these. */
  signInDevice: { points: 20, duration: 3600 },
  signInAsker: { points: 300, duration: 3600 },
  codeAsker: { points: 120, duration: 3600 },
  /** Asks for a box that words open, and proofs of telephone codes: per message and reader. */
  contactBox: { points: 20, duration: 3600 },
  arrival: { points: 600, duration: 60 },
  /** Per identity: names asked for in the Directory, and own grants. */
  lookUp: { points: quotas.lookUpsPerHour, duration: 3600 },
  lookUpOfGuest: { points: quotas.guestLookUpsPerHour, duration: 3600 },
  unlock: { points: quotas.unlocksPerMinute, duration: 60 },
})
export type LimitName = keyof ReturnType<typeof limitsOf>

export interface RateLimits {
  /** Counts one try, or as many as told. @throws Refusal request.rate_limited */
  spend(name: LimitName, key: string, count?: number): Promise<void>
  /** A right answer gives all tries back. */
  forgive(name: LimitName, key: string): Promise<void>
  /** The one try that this was. */
  giveBack(name: LimitName, key: string): Promise<void>
}

export function rateLimits(quotas: Quotas): RateLimits {
  const limiters = new Map(
    Object.entries(limitsOf(quotas)).map(([name, limit]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, ...limit }),
    ]),
  )
  const limiter = (name: LimitName): RateLimiterMemory => {
    const found = limiters.get(name)
    if (found === undefined) throw new Error(`no limit ${name}`)
    return found
  }
  return {
    spend: async (name, key, count = 1) => {
      try {
        await limiter(name).consume(key, count)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        refuseRequest("request.rate_limited", undefined, {
          retryAfter: Math.max(1, Math.ceil(error.msBeforeNext / 1000)),
        })
      }
    },
    forgive: async (name, key) => {
      await limiter(name).delete(key)
    },
    giveBack: async (name, key) => {
      await limiter(name).reward(key, 1)
    },
  }
}
