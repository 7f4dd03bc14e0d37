/**
 * The agent's key sets, one a week, each a rotation of the one before (docs/PROTOCOL.md §6.3, review H8).
 * Promises: a private half is erased when the last ticket of its week has certainly passed, in a file that no backup should
 * take; `ends` is fixed when the key is made, so that what was promised about it stays true: it is never put off.
 */
import { existsSync, readFileSync } from "node:fs"
import { equalBytes, fromBase64url, toBase64url } from "@smp/shared/bytes"
import type { Bytes, SignedStatement } from "@smp/shared/bytes"
import { checkChain, makeStatement, readStatement } from "@smp/shared/slip"
import type { Statement } from "@smp/shared/slip"
import { generateKeySet, loadKeySet } from "@smp/shared/suite"
import type { KeySet, KeySetSecret } from "@smp/shared/suite"
import * as z from "zod"
import { writeDurably } from "../../engines/durable-file.ts"
import type { SureClock } from "../../engines/sure-clock.ts"

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
/** A day in which senders may not have seen the successor yet, 30 days of a ticket, a day for clocks. */
const AFTER_WEEK_MS = 32 * DAY_MS

const bytes = z.base64url()
const keyFile = z.strictObject({
  v: z.literal(1),
  epochs: z.array(
    z.strictObject({
      statement: z.strictObject({ b: bytes, k: bytes, s: bytes, o: bytes.nullable() }),
      secret: z.strictObject({ suite: z.literal(1), kem: bytes, sig: bytes }).nullable(),
      ends: z.int(),
    }),
  ),
})

interface Epoch {
  readonly statement: Statement
  /** null once erased. */
  readonly held: { readonly secret: KeySetSecret; readonly keySet: KeySet } | null
  /** When the private half is erased. */
  readonly ends: number
}
type Clock = Pick<SureClock, "now" | "certain" | "doubt">
export interface LiveEpoch extends Epoch {
  readonly held: NonNullable<Epoch["held"]>
}

export class AgentKeys {
  readonly #path: string
  readonly #clock: Clock
  #epochs: Epoch[]
  #turning: Promise<void> | null = null

  private constructor(path: string, clock: Clock, epochs: Epoch[]) {
    this.#path = path
    this.#clock = clock
    this.#epochs = epochs
  }

  /** Loads the file, or makes it with the first key set; then does what is due. */
  static async open(path: string, clock: Clock): Promise<AgentKeys> {
    const keys = new AgentKeys(path, clock, existsSync(path) ? await readEpochs(path) : [])
    // Whoever stood still for weeks needs a fresh key at once; a clock that jumps under a running agent makes none.
    await keys.#turn({ mayMake: true })
    return keys
  }

  /** All statements, oldest first, of one checked chain. */
  get chain(): readonly Statement[] {
    return this.#epochs.map(({ statement }) => statement)
  }

  get newest(): LiveEpoch {
    const epoch = this.#epochs.at(-1)
    if (epoch === undefined || !isLive(epoch)) throw new Error("the agent has no key")
    return epoch
  }

  /** What the agent signs with: its newest key that the log shows, so that whoever verifies can know it. */
  signer(isLogged: (statement: Statement) => boolean): LiveEpoch {
    return this.#epochs.filter(isLive).findLast(({ statement }) => isLogged(statement)) ?? this.newest
  }

  /** The epoch with this key id, erased or not; null for a key that was never the agent's. */
  find(kid: Bytes): Epoch | null {
    return this.#epochs.find(({ statement }) => equalBytes(statement.kid, kid)) ?? null
  }

  /** Makes the successor when the week is over, then erases what has ended. Callers at one time share one turn. */
  turn(): Promise<void> {
    this.#turning ??= this.#turn({ mayMake: this.#clock.doubt() === null }).finally(() => {
      this.#turning = null
    })
    return this.#turning
  }

  async #turn({ mayMake }: { mayMake: boolean }): Promise<void> {
    const now = this.#clock.now()
    const certain = this.#clock.certain()
    const newest = this.#epochs.at(-1)
    const isOver = newest === undefined || now >= newest.statement.at + WEEK_MS
    const isWrong = newest !== undefined && isAhead(newest, now) && this.#clock.doubt() === null
    const isDue = mayMake && (isOver || isWrong)
    const before = isWrong ? this.#epochs.map((epoch) => shortened(epoch, now)) : this.#epochs
    const epochs = isDue ? [...before, await makeEpoch(newest, now)] : this.#epochs
    const kept = epochs.map((epoch, i) =>
      i < epochs.length - 1 && certain >= epoch.ends ? { ...epoch, held: null } : epoch,
    )
    if (kept.every((epoch, i) => epoch === this.#epochs[i])) return
    await checkChain(kept.map(({ statement }) => statement))
    writeDurably(this.#path, JSON.stringify({ v: 1, epochs: kept.map(epochText) }))
    this.#epochs = kept
  }
}

export function isLive(epoch: Epoch): epoch is LiveEpoch {
  return epoch.held !== null
}

/** Made while the clock was wrong, after the agent had stood still. */
const isAhead = (epoch: Epoch, now: number): boolean => epoch.statement.at > now + DAY_MS

/** Such a key would live too long: its last ticket is one of today, as it has a successor now. */
const shortened = (epoch: Epoch, now: number): Epoch =>
  isAhead(epoch, now) ? { ...epoch, ends: Math.min(epoch.ends, now + AFTER_WEEK_MS) } : epoch

async function makeEpoch(before: Epoch | undefined, at: number): Promise<Epoch> {
  const { keySet, secret } = await generateKeySet(1)
  const ends = at + WEEK_MS + AFTER_WEEK_MS
  const held = { keySet, secret }
  if (before === undefined) {
    return { statement: await makeStatement(keySet, { kind: "grant-agent", addr: null, at }), held, ends }
  }
  const { prn, kid, seq } = before.statement
  const fields = { kind: "grant-agent", addr: null, at, prn, seq: seq + 1, how: "rotate", prev: kid } as const
  return { statement: await makeStatement(keySet, fields, before.held?.keySet), held, ends }
}

async function readEpochs(path: string): Promise<Epoch[]> {
  const { epochs } = keyFile.parse(JSON.parse(readFileSync(path, "utf8")))
  const read = await Promise.all(
    epochs.map(async ({ statement: { b, k, s, o }, secret, ends }): Promise<Epoch> => {
      const raw: SignedStatement = {
        b: fromBase64url(b),
        k: fromBase64url(k),
        s: fromBase64url(s),
        o: o === null ? null : fromBase64url(o),
      }
      const statement = await readStatement(raw)
      if (secret === null) return { statement, held: null, ends }
      const halves = { suite: secret.suite, kem: fromBase64url(secret.kem), sig: fromBase64url(secret.sig) }
      return { statement, held: { secret: halves, keySet: await loadKeySet(halves, statement) }, ends }
    }),
  )
  await checkChain(read.map(({ statement }) => statement))
  return read
}

function epochText({ statement, held, ends }: Epoch) {
  const { b, k, s, o } = statement.raw
  const secret = held?.secret
  return {
    statement: { b: toBase64url(b), k: toBase64url(k), s: toBase64url(s), o: o && toBase64url(o) },
    secret:
      secret === undefined ? null : { suite: secret.suite, kem: toBase64url(secret.kem), sig: toBase64url(secret.sig) },
    ends,
  }
}
