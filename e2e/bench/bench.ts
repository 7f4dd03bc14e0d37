/**
 * Benchmarks: what the product does, beside a bare program that does only the unavoidable part.
 * Promises: both sides run in the same minute, interleaved, several times; medians are compared; no test depends on a
 * time. `ratio` is better when higher: for a rate value over baseline, for a duration baseline over value.
 */
export interface Figure {
  name: string
  value: number
  unit: string
  /** What the bare program did in the same run; for a duration with a fixed aim, the aim. */
  baseline: number | null
  ratio: number | null
  /** The ratio to reach; null for a figure that only informs. */
  goal: number | null
}

export interface Benchmark {
  name: string
  run(say: (line: string) => void): Promise<Figure[]>
}

export function median(values: readonly number[]): number {
  const sorted = [...values].toSorted((left, right) => left - right)
  const middle = sorted[Math.floor(sorted.length / 2)]
  if (middle === undefined) throw new RangeError("no values")
  if (sorted.length % 2 === 1) return middle
  return (middle + (sorted[sorted.length / 2 - 1] ?? middle)) / 2
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Runs both sides in turn, the order changing each round, after one round that warms up and does not count. */
export async function interleave(
  rounds: number,
  ours: () => Promise<number>,
  bare: () => Promise<number>,
): Promise<{ ours: number[]; bare: number[] }> {
  const seen = { ours: [] as number[], bare: [] as number[] }
  for (let round = -1; round < rounds; round++) {
    const oursFirst = round % 2 === 0
    const first = await (oursFirst ? ours() : bare())
    const second = await (oursFirst ? bare() : ours())
    if (round < 0) continue
    seen.ours.push(oursFirst ? first : second)
    seen.bare.push(oursFirst ? second : first)
  }
  return seen
}

const rounded = (value: number) => Number(value.toPrecision(4))

/** Of rates: bigger is better. */
export function rateFigure(
  name: string,
  unit: string,
  seen: { ours: number[]; bare: number[] },
  goal: number | null,
): Figure {
  const value = median(seen.ours)
  const baseline = median(seen.bare)
  const ratio = median(seen.ours.map((rate, round) => rate / (seen.bare[round] ?? Number.NaN)))
  return { name, value: rounded(value), unit, baseline: rounded(baseline), ratio: rounded(ratio), goal }
}

/** Of durations: smaller is better; `goal` 0.5 is "within twice the time". */
export function durationFigure(
  name: string,
  unit: string,
  seen: { ours: number[]; bare: number[] },
  goal: number | null,
): Figure {
  const ratio = median(seen.ours.map((time, round) => (seen.bare[round] ?? Number.NaN) / time))
  const value = rounded(median(seen.ours))
  return { name, value, unit, baseline: rounded(median(seen.bare)), ratio: rounded(ratio), goal }
}

/** Of amounts that must stay below an aim: duration, memory. Ratio 1 is the aim exactly. */
export function aimFigure(name: string, unit: string, value: number, aim: number): Figure {
  return { name, value: rounded(value), unit, baseline: aim, ratio: rounded(aim / value), goal: 1 }
}

export function noteFigure(name: string, unit: string, value: number): Figure {
  return { name, value: rounded(value), unit, baseline: null, ratio: null, goal: null }
}
