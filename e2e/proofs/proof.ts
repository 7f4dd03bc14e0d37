/**
 * A proof: a long experiment on the real programs that must not find what it looks for.
 * Promises: fails by throwing, with a sentence that says what was seen; bounded in time and count; loopback only.
 * `npm run proof -- NAME` runs the full size, the test beside each proof the short one.
 */
export type Size = "short" | "full"

export interface Proof {
  name: string
  /** What holds when it passes, one sentence. */
  proves: string
  /** Returns one sentence with the figures that were seen. */
  run(size: Size, say: (line: string) => void): Promise<string>
}

export class Disproved extends Error {
  override name = "Disproved"
}

/** Throws Disproved with the sentence unless `holds`. */
export function mustHold(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Disproved(sentence)
}

/** Repeatable randomness (mulberry32): the seed is printed, so that a failing run can be repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
