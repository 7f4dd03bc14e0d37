/** Reading a body: capped before it is read, straight from the socket, once. */
import type { IncomingMessage } from "node:http"
import { release } from "@smp/shared/bytes"
import type { Context } from "hono"
import { Refusal, refuseRequest } from "../services/refusal.ts"
import type { Env } from "./app.ts"
import { headerOf } from "./request-head.ts"
import type { Route } from "./route.ts"

/**
 * What the head of a request says about its body. `length` is 0 where none is announced.
 * @throws Refusal request.too_large, request.unsupported_media
 */
export function checkBodyHead(
  context: Context<Env>,
  route: Pick<Route, "body" | "limit">,
): { length: number; hasBody: boolean } {
  const length = Number(headerOf(context, "content-length") ?? 0)
  if (length > route.limit) refuseRequest("request.too_large")
  const wanted = route.body === "chunks" ? "application/octet-stream" : "application/json"
  const hasBody = length > 0 || headerOf(context, "transfer-encoding") !== null
  if (hasBody && route.body !== null && !(headerOf(context, "content-type") ?? "").startsWith(wanted))
    refuseRequest("request.unsupported_media")
  return { length, hasBody }
}

/** @throws Refusal request.too_large, request.unsupported_media, request.malformed */
export async function readBody(context: Context<Env>, route: Route): Promise<Uint8Array> {
  const { length, hasBody } = checkBodyHead(context, route)
  if (!hasBody) return new Uint8Array()
  const incoming = context.env?.incoming
  return incoming === undefined
    ? readWeb(context.req.raw, route.limit)
    : readNode(incoming, { length, limit: route.limit })
}

/** Requests made without a socket, as tests make them. */
async function readWeb(request: globalThis.Request, limit: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(await request.arrayBuffer())
  return bytes.length > limit ? refuseRequest("request.too_large") : bytes
}

function readNode(incoming: IncomingMessage, size: { length: number; limit: number }): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const bytes = size.length > 0 ? Buffer.allocUnsafe(size.length) : null
    const parts: Buffer[] = []
    let received = 0
    // Events, not the iterator: one promise for a body instead of one for each part of it.
    const take = (part: Buffer<ArrayBuffer>): void => {
      if (received + part.length > size.limit) {
        // What is left of it runs into the void: whose line is cut while sending never sees the answer.
        incoming.off("data", take).resume()
        return reject(new Refusal("request.too_large"))
      }
      if (bytes === null) parts.push(part)
      else part.copy(bytes, received)
      received += part.length
      // Bodies on their way weigh on the collector; what was copied does not wait for it.
      if (bytes !== null) release(part)
    }
    incoming.on("data", take)
    incoming.once("end", () => {
      if (bytes === null || received === bytes.length) resolve(bytes ?? Buffer.concat(parts))
    })
    // A line that breaks is the asker's matter, not a fault of this server.
    const cut = (): void => reject(new Refusal("request.malformed", "The body was cut."))
    incoming.once("error", cut)
    incoming.once("close", () => {
      if (!incoming.readableEnded) cut()
    })
  })
}
