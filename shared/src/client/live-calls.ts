/** What changes, as it changes: one long answer, asked for again whenever it ends (shared/wire: tracking). */
import { liveEvent, trackingPage } from "../wire/index.ts"
import type { LiveEvent, TrackingSearch } from "../wire/index.ts"
import { asJson, exchange, readProblem, sendOnce } from "./http-call.ts"
import type { Line } from "./http-call.ts"
import { ApiProblem, isProblem } from "./problems.ts"

type Output<Schema extends { _zod: { output: unknown } }> = Schema["_zod"]["output"]

export interface LiveCalls {
  trackingOfMany(query: TrackingSearch): Promise<Output<typeof trackingPage>>
  /**
   * Tells what changes until `signal` ends it or the session is over. After a cut it goes on where it was; `refresh` says
   * that something was missed.
   */
  watch(onEvent: (event: LiveEvent) => void, signal: AbortSignal): Promise<void>
}

/** Three beats of the server were missed: the line is dead. */
const SILENCE_MS = 50_000
const DAY_MS = 24 * 3600_000
const FIRST_WAIT_MS = 1_000
const LAST_WAIT_MS = 60_000

export function liveCalls(line: Line): LiveCalls {
  return {
    trackingOfMany: (json) =>
      exchange(line, { method: "POST", path: "/api/tracking/search", json, idempotent: true }, asJson(trackingPage)),
    watch: async (onEvent, signal) => {
      const place = { last: "", wait: FIRST_WAIT_MS }
      while (!signal.aborted) {
        try {
          await listen(line, place, { onEvent, signal })
        } catch (error) {
          if (signal.aborted) return
          if (isProblem(error, "session.required") || isProblem(error, "not_found")) return
        }
        await pause(place.wait * (0.5 + Math.random()), signal)
        place.wait = Math.min(place.wait * 2, LAST_WAIT_MS)
      }
    },
  }
}

interface Place {
  last: string
  wait: number
}

async function listen(
  line: Line,
  place: Place,
  { onEvent, signal }: { onEvent: (event: LiveEvent) => void; signal: AbortSignal },
): Promise<void> {
  const stop = new AbortController()
  const headers = place.last === "" ? {} : { "last-event-id": place.last }
  const call = {
    method: "GET",
    path: "/api/events",
    headers,
    timeoutMs: DAY_MS,
    signal: AbortSignal.any([signal, stop.signal]),
  } as const
  const response = await sendOnce(line, call)
  if (!response.ok) throw new ApiProblem(await readProblem(response))
  let silence = setTimeout(() => stop.abort(), SILENCE_MS)
  try {
    for await (const { id, data } of eventsOf(response)) {
      clearTimeout(silence)
      silence = setTimeout(() => stop.abort(), SILENCE_MS)
      place.wait = FIRST_WAIT_MS
      if (id !== null) place.last = id
      const event = data === null ? null : liveEvent.safeParse(JSON.parse(data))
      if (event?.success === true) onEvent(event.data)
    }
  } finally {
    clearTimeout(silence)
    stop.abort()
  }
}

/** Blocks of the stream; one without data is a beat. */
async function* eventsOf(response: Response): AsyncGenerator<{ id: string | null; data: string | null }> {
  const reader = response.body
    ?.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>)
    .getReader()
  if (reader === undefined) return
  let held = ""
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    held += value
    for (let end = held.indexOf("\n\n"); end >= 0; end = held.indexOf("\n\n")) {
      const block = held.slice(0, end).split("\n")
      held = held.slice(end + 2)
      const field = (name: string) => block.find((text) => text.startsWith(`${name}: `))?.slice(name.length + 2) ?? null
      yield { id: field("id"), data: field("data") }
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener("abort", end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener("abort", end)
  })
}
