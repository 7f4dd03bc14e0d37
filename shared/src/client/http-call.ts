/**
 * One HTTPS exchange: proof, time limit, repetition of what may be repeated, problems as typed errors.
 * Promises: every reply is parsed by its schema; only idempotent calls are repeated; a cancelled call throws the
 * signal's reason, never a NetworkError.
 * Never: logs, follows a redirect, sends a request of another origin.
 */
import { newId, sha256Async, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { problem } from "../wire/index.ts"
import type { Problem } from "../wire/index.ts"
import { ApiProblem, NetworkError } from "./problems.ts"
import { EMPTY_DIGEST, proveRequest } from "./session.ts"
import type { Session } from "./session.ts"

export type Fetch = (input: string, init: RequestInit) => Promise<Response>

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  readonly path: string
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as application/octet-stream. */
  readonly bytes?: Bytes
  /** What the proof covers: SHA-256 of `bytes` where the caller has it already, or for chunks the hash of their hashes. */
  readonly digest?: Bytes
  readonly headers?: Readonly<Record<string, string>>
  /** May be sent again after a lost answer: GET, PUT, DELETE always; POST only with an Idempotency-Key or by nature. */
  readonly idempotent?: boolean
  /** Milliseconds for one try, answer's body included. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

export interface Line {
  readonly origin: string
  readonly fetch: Fetch
  readonly session: () => Session | null
  readonly now: () => number
  readonly timeoutMs: number
  readonly tries: number
  /** `name/version`, as it names itself to the server. */
  readonly client?: string | undefined
}

/** 26 random characters: names one write, however often it is sent. */
export const newIdempotencyKey = (): string => newId("drf").slice(4)

const REPEATABLE_STATUS = new Set([429, 502, 503, 504])
const LONGEST_WAIT_MS = 20_000

/** Sends the call until it is answered and read; throws ApiProblem, NetworkError or the signal's reason. */
export async function exchange<T>(line: Line, call: Call, read: (response: Response) => Promise<T>): Promise<T> {
  const mayRepeat = call.idempotent ?? (call.method !== "POST" && call.method !== "PATCH")
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await sendOnce(line, call)
      if (response.ok) return await read(response)
      throw new ApiProblem(await readProblem(response))
    } catch (error) {
      call.signal?.throwIfAborted()
      if (!mayRepeat || attempt >= line.tries || !isPassing(error)) throw error
      await pause(waitBefore(attempt, error), call.signal)
    }
  }
}

/** Reads a JSON reply by its schema; one that does not fit counts as no usable answer, and is not asked for again. */
export function asJson<T>(schema: { parse(value: unknown): T }): (response: Response) => Promise<T> {
  return async (response) => {
    const text = await response.text().catch((error: unknown) => {
      throw new NetworkError("cut", error)
    })
    try {
      return schema.parse(JSON.parse(text))
    } catch (error) {
      throw new NetworkError("not-understood", error)
    }
  }
}

export async function asNothing(response: Response): Promise<void> {
  await response.body?.cancel()
}

export async function asBytes(response: Response): Promise<Bytes> {
  try {
    return new Uint8Array(await response.arrayBuffer())
  } catch (error) {
    throw new NetworkError("cut", error)
  }
}

/** One try, without repetition. */
export async function sendOnce(line: Line, call: Call): Promise<Response> {
  const session = line.session()
  const body = call.bytes ?? (call.json === undefined ? undefined : utf8(JSON.stringify(call.json)))
  const headers: Record<string, string> = { accept: "application/json", ...call.headers }
  if (line.client !== undefined) headers["smp-client"] = line.client
  if (body !== undefined) headers["content-type"] = call.bytes ? "application/octet-stream" : "application/json"
  if (session !== null) {
    const bodyDigest = call.digest ?? (body === undefined ? await EMPTY_DIGEST : await sha256Async(body))
    headers["smp-proof"] = await proveRequest(session, {
      method: call.method,
      target: call.path,
      bodyDigest,
      time: line.now(),
    })
    if (session.token !== null) headers["authorization"] = `Bearer ${session.token}`
  }
  const usesCookie = session === null || session.token === null
  const clock = AbortSignal.timeout(call.timeoutMs ?? line.timeoutMs)
  try {
    return await line.fetch(line.origin + call.path, {
      method: call.method,
      headers,
      ...(body === undefined ? {} : { body }),
      credentials: usesCookie ? "same-origin" : "omit",
      redirect: "error",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: call.signal ? AbortSignal.any([clock, call.signal]) : clock,
    })
  } catch (error) {
    throw new NetworkError(clock.aborted ? "timeout" : "unreachable", error)
  }
}

/** A refusal without a readable problem body (a proxy's page, say) still becomes a problem. */
export async function readProblem(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get("retry-after") ?? Number.NaN)
  try {
    return problem.parse(await response.json())
  } catch {
    const isBusy = REPEATABLE_STATUS.has(response.status)
    return {
      type: "about:blank",
      title: `The server answered ${response.status}.`,
      status: response.status,
      code: isBusy ? "service.unavailable" : "service.fault",
      ...(Number.isInteger(retryAfter) ? { retryAfter } : {}),
    }
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof ApiProblem) return REPEATABLE_STATUS.has(error.problem.status)
  return error instanceof NetworkError && error.reason !== "not-understood"
}

/** 0.3 s doubled per try, with jitter so that many clients do not come back at once; a stated Retry-After wins. */
function waitBefore(attempt: number, error: unknown): number {
  const stated = error instanceof ApiProblem ? error.problem.retryAfter : undefined
  const wished = stated === undefined ? 300 * 2 ** (attempt - 1) * (0.5 + Math.random()) : stated * 1000
  return Math.min(wished, LONGEST_WAIT_MS)
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop)
      resolve()
    }, ms)
    signal?.addEventListener("abort", stop, { once: true })
  })
}
