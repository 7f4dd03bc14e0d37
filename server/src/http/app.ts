/**
 * The HTTP application: security headers, body limits, session and privilege, then one route.
 * Promises: a body is capped before it is read and parsed before a service sees it; every refusal is a problem of the
 * table; a GET changes nothing.
 * Never: decides about business.
 */
import { hash } from "node:crypto"
import type { HttpBindings } from "@hono/node-server"
import { Hono } from "hono"
import type { Context } from "hono"
import { getCookie } from "hono/cookie"
import { clientName } from "@smp/shared/wire"
import type { ProblemCode } from "@smp/shared/wire"
import { Refusal, refuseRequest } from "../services/refusal.ts"
import type { LiveSession, Sessions } from "../services/sessions.service.ts"
import { askerIn, networkOf } from "./asker.ts"
import { problemOf, problemResponse } from "./problem.ts"
import { eventStream } from "./event-stream.ts"
import type { Reply, RoleOf, Route } from "./route.ts"
import { readBody } from "./body.ts"
import { announcedChunks } from "./chunk-body.ts"
import { headerOf, queryOf, targetOf } from "./request-head.ts"
import { apiResponse, secure } from "./security-headers.ts"

export type Env = { Bindings: HttpBindings }
export interface AppParts {
  readonly routes: readonly Route[]
  readonly sessions: Sessions
  readonly roleOf: RoleOf
  readonly origin: string
  /** Where the Outlook pages live, if not at the origin. */
  readonly outlookOrigin: string | null
  /** Reverse proxies whose word about who asks is taken. */
  readonly proxies: ReadonlySet<string>
  /** A fault that nobody expected: for the log, with no content. */
  readonly report: (fault: unknown, route: string) => void
  readonly observe: (route: string, status: number, milliseconds: number) => void
}

export const COOKIE = "__Host-smp"
const utf8 = new TextDecoder("utf-8", { fatal: true })

export function createApp(parts: AppParts): Hono<Env> {
  const app = new Hono<Env>()
  app.use(secure(parts.origin, parts.outlookOrigin))
  for (const route of parts.routes) app.on(route.method, route.path, (context) => answer(parts, route, context))
  app.all("/api/*", () => problemResponse(problemOf("not_found")))
  // What was asked for is the asker's own text, which is in no log.
  app.onError((error) => failed(parts, error, "a page"))
  return app
}

async function answer(parts: AppParts, route: Route, context: Context<Env>): Promise<Response> {
  const started = performance.now()
  const name = `${route.method} ${route.path}`
  let response: Response
  try {
    response = await run(parts, route, context)
  } catch (error) {
    response = failed(parts, error, name)
  }
  parts.observe(name, response.status, performance.now() - started)
  return response
}

async function run(parts: AppParts, route: Route, context: Context<Env>): Promise<Response> {
  const { req } = context
  // Who is asked before what: a stranger's large body is never read for a route that needs a session.
  if (route.access !== "public" && tokenOf(context) === null) refuseRequest("session.required")
  const chunks = route.body === "chunks" ? announcedChunks(context, route) : null
  const bytes = route.method === "GET" || chunks !== null ? new Uint8Array() : await readBody(context, route)
  const digest = chunks?.digest ?? hash("sha256", bytes, "buffer")
  const session = route.access === "public" ? null : await recognise(parts, context, digest)
  const params = req.param() as Record<string, string>
  if (session !== null && route.access !== "signed-in") await requireRole(parts, session, route, params)
  const reply = await route.run({
    params,
    query: queryOf(context),
    body: parseBody(route, bytes),
    bytes,
    digest,
    chunks,
    header: (header) => headerOf(context, header),
    asker: networkOf(askerIn(context, parts.proxies)),
    session,
  })
  if (reply.events !== undefined) return eventStream(reply.events)
  return responseOf(reply, { status: reply.status ?? route.status, isHttps: parts.origin.startsWith("https:") })
}

function responseOf(reply: Reply, how: { status: number; isHttps: boolean }): Response {
  const headers = { "cache-control": "no-store", ...reply.headers }
  if (reply.json !== undefined)
    return apiResponse(JSON.stringify(reply.json), {
      ...how,
      headers: { ...headers, "content-type": "application/json" },
    })
  if (reply.bytes === undefined) return apiResponse(null, { ...how, headers })
  const length = { "content-type": "application/octet-stream", "content-length": String(reply.bytes.length) }
  return apiResponse(new Uint8Array(reply.bytes), { ...how, headers: { ...headers, ...length } })
}

function tokenOf(context: Context<Env>): string | null {
  const bearer = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(headerOf(context, "authorization") ?? "")?.[1]
  return bearer ?? getCookie(context, COOKIE) ?? null
}

async function recognise(parts: AppParts, context: Context<Env>, bodyDigest: Uint8Array): Promise<LiveSession> {
  const usesCookie = headerOf(context, "authorization") === null
  const origin = headerOf(context, "origin")
  // The proof already binds a request to its device; a foreign page cannot even begin one with the cookie.
  if (usesCookie && origin !== null && origin !== parts.origin) refuseRequest("session.required")
  const client = clientName.safeParse(headerOf(context, "smp-client"))
  const session = await parts.sessions.recognise(tokenOf(context) ?? refuseRequest("session.required"), {
    method: context.req.method,
    target: targetOf(context),
    bodyDigest,
    proof: headerOf(context, "smp-proof"),
  })
  return { ...session, client: client.success ? client.data : null }
}

async function requireRole(
  parts: AppParts,
  session: LiveSession,
  route: Route,
  params: Record<string, string>,
): Promise<void> {
  const role = await parts.roleOf(params["org"] ?? "", session.address)
  // To outsiders the organization does not exist; its own people are told that they may not.
  if (role === null) refuseRequest("not_found")
  if (role !== route.access) refuseRequest("privilege.missing")
}

function parseBody(route: Route, bytes: Uint8Array): unknown {
  if (route.body === null || route.body === "chunks") return undefined
  let value: unknown
  try {
    value = JSON.parse(utf8.decode(bytes))
  } catch {
    return refuseRequest("request.malformed", "The body is not JSON.")
  }
  const parsed = route.body.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  return refuseRequest("request.malformed", `The body does not fit at ${issue?.path.join(".") || "its top"}.`)
}

function failed(parts: AppParts, error: unknown, route: string): Response {
  if (error instanceof Refusal) return problemResponse(problemOf(error.code, error))
  const code = faultCode(error)
  if (code === "service.fault") parts.report(error, route)
  return problemResponse({ ...problemOf(code), ...(code === "service.fault" ? {} : { retryAfter: 30 }) })
}

/** A full disk is not a fault of the program: the answer says so, and nothing was acknowledged. */
function faultCode(error: unknown): ProblemCode {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  if (code === "SQLITE_FULL" || code === "ENOSPC" || code === "EDQUOT" || code.startsWith("SQLITE_IOERR"))
    return "storage.full"
  if (code === "SQLITE_BUSY" || (error instanceof Error && error.name === "CallFailed")) return "service.unavailable"
  return "service.fault"
}
