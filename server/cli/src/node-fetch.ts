/**
 * Node's own HTTP client behind the form of `fetch`, for programs that move gigabytes: bodies are handed to the socket as
 * they are, where Node's fetch copies each through streams.
 * Promises: the same outcomes as `fetch` has for our calls (an answer of any status, TypeError for a broken line, the
 * signal's reason when cancelled); redirects are refused; answers are whole when they are given.
 * Never: caches, keeps cookies, talks to a proxy.
 */
import { Agent, request } from "node:http"
import type { IncomingMessage } from "node:http"
import { Agent as SecureAgent, request as secureRequest } from "node:https"
import type { Fetch } from "@smp/shared/client"

const IDLE_MS = 20_000
/** Statuses that have no body (RFC 9110 §15.3.5, §15.4.5). */
const BODILESS = new Set([204, 205, 304])

export function nodeFetch(): Fetch {
  const agents = {
    "http:": new Agent({ keepAlive: true, timeout: IDLE_MS }),
    "https:": new SecureAgent({ keepAlive: true, timeout: IDLE_MS }),
  }
  return (input, init) => {
    const url = new URL(input)
    const isSecure = url.protocol === "https:"
    const body = init.body ?? null
    if (body !== null && !(body instanceof Uint8Array)) throw new TypeError("only byte strings are sent")
    return new Promise((resolve, reject) => {
      const { signal } = init
      const fail = (cause: unknown): void =>
        reject(signal?.aborted === true ? (signal.reason as Error) : new TypeError("fetch failed", { cause }))
      if (signal?.aborted === true) return fail(null)
      const headers: Record<string, string> = { ...(init.headers as Record<string, string>) }
      if (body !== null) headers["content-length"] = String(body.byteLength)
      const sent = (isSecure ? secureRequest : request)(url, {
        agent: isSecure ? agents["https:"] : agents["http:"],
        method: init.method ?? "GET",
        headers,
        ...(signal ? { signal } : {}),
      })
      sent.on("response", (incoming) => collect(incoming, resolve, fail))
      sent.on("error", fail)
      sent.end(body)
    })
  }
}

function collect(incoming: IncomingMessage, done: (response: Response) => void, fail: (cause: unknown) => void): void {
  const status = incoming.statusCode ?? 0
  const parts: Buffer[] = []
  if (status >= 300 && status < 400) {
    incoming.destroy()
    return fail(new Error(`redirect ${status}`))
  }
  incoming.on("data", (part: Buffer) => void parts.push(part))
  incoming.on("error", fail)
  // A line that breaks in the middle of an answer.
  incoming.on("close", () => incoming.complete || fail(new Error("cut")))
  incoming.on("end", () => {
    const headers = new Headers()
    for (const [name, value] of Object.entries(incoming.headers))
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value)
    done(new Response(BODILESS.has(status) ? null : new Uint8Array(Buffer.concat(parts)), { status, headers }))
  })
}
