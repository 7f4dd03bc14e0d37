/**
 * The head of a request, straight from the socket: a `Headers` and a `URL` of it cost more than most of what is asked of
 * them. Requests made without a socket, as tests make them, have their own.
 */
import type { Context } from "hono"
import type { Env } from "./app.ts"

/** `name` in lower case; null where there is none. */
export function headerOf({ env, req }: Context<Env>, name: string): string | null {
  const incoming = env?.incoming
  if (incoming === undefined) return req.header(name) ?? null
  const value = incoming.headers[name]
  return typeof value === "string" ? value : (value?.join(", ") ?? null)
}

/** Path and query as received: what a request proof covers. */
export function targetOf({ env, req }: Context<Env>): string {
  const received = env?.incoming?.url
  if (received?.startsWith("/") === true) return received
  const { pathname, search } = new URL(req.url)
  return pathname + search
}

export function queryOf(context: Context<Env>): URLSearchParams {
  const target = targetOf(context)
  const at = target.indexOf("?")
  return new URLSearchParams(at < 0 ? "" : target.slice(at + 1))
}
