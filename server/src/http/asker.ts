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

/** Whoever has one IPv6 address has the 2^64 of its network. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = "", tail] = address.replace(/%.*$/, "").split("::")
  const groups = (part: string | undefined) => (part ?? "").split(":").filter(Boolean)
  const [first, last] = [groups(head), groups(tail)]
  const written = first.length + last.length + (address.includes(".") ? 1 : 0)
  const all = tail === undefined ? first : [...first, ...Array<string>(Math.max(0, 8 - written)).fill("0"), ...last]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`
}

export const askerIn = (context: Context<Env>, proxies: ReadonlySet<string>): string =>
  askerOf(getConnInfo(context).remote.address ?? "", headerOf(context, "x-forwarded-for"), proxies)

/** An IPv4 address is written in one way only, and no port stands behind it. */
export function plainAddress(written: string): string {
  const bare = /^\[(.*)\](:\d+)?$/.exec(written)?.[1] ?? /^([\d.]+):\d+$/.exec(written)?.[1] ?? written
  return bare.replace(/^::ffff:(?=[\d.]+$)/i, "").toLowerCase()
}
