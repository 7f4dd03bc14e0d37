/** Waiting for something outside this process: asked again and again, with the last error in the message when time is up. */
export const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

export async function until<Value>(
  what: string,
  ask: () => Promise<Value> | Value,
  { within = 20_000, every = 150 }: { within?: number; every?: number } = {},
): Promise<NonNullable<Value>> {
  const end = Date.now() + within
  let last = "it stayed empty"
  for (;;) {
    try {
      const value = await ask()
      if (value !== null && value !== undefined && value !== false) return value as NonNullable<Value>
    } catch (problem) {
      last = problem instanceof Error ? problem.message : String(problem)
    }
    if (Date.now() > end) throw new Error(`waited ${within} ms for ${what}: ${last}`)
    await pause(every)
  }
}
