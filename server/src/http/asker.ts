/**
 * Who asks, for limits and for what this machine alone may see: the other end of the connection, or whom a reverse proxy
 * that is trusted names as the one that it was asked by.
 * Never: believes what a stranger, or a proxy before the trusted ones, says of itself.
 */
import { isIP } from "node:net"
import { getConnInfo } from "@hono/node-server/conninfo"
import type { Context } from "hono"
import type { Env } from "./app.ts"
import { headerOf } from "./request-head.ts"

/** @param forwarded X-Forwarded-For: each proxy adds the address that it was asked from */
export function askerOf(peer: string, forwarded: string | null, proxies: ReadonlySet<string>): string {
  const from = plainAddress(peer)
  if (!proxies.has(from)) return from
  const named = (forwarded ?? "").split(",").map((address) => plainAddress(address.trim()))
  const asker = named.findLast((address) => !proxies.has(address)) ?? ""
  return isIP(asker) === 0 ? from : asker
}

export const askerIn = (context: Context<Env>, proxies: ReadonlySet<string>): string =>
  askerOf(getConnInfo(context).remote.address ?? "", headerOf(context, "x-forwarded-for"), proxies)

/** An IPv4 address is written in one way only, and no port stands behind it. */
export function plainAddress(written: string): string {
  const bare = /^\[(.*)\](:\d+)?$/.exec(written)?.[1] ?? /^([\d.]+):\d+$/.exec(written)?.[1] ?? written
  return bare.replace(/^::ffff:(?=[\d.]+$)/i, "").toLowerCase()
}
