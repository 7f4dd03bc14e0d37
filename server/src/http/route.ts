/** What a route is: a declaration, from which the router, the OpenAPI document and the authorization matrix are made. */
import type { OrganizationRole } from "@smp/shared/wire"
import type * as z from "zod/mini"
import type { ArrivingChunks } from "../services/files.service.ts"
import type { LiveLine } from "../services/live-events.service.ts"
import type { LiveSession } from "../services/sessions.service.ts"

/** Deny by default: a route without one of these does not compile. */
export type Access = "public" | "signed-in" | OrganizationRole

/** `Asked`: the names in the query that the route reads, `Field`: those of header fields; both are in its declaration. */
export interface Request<Body, Asked extends string = string, Field extends string = string> {
  readonly params: Readonly<Record<string, string>>
  readonly query: { readonly get: (name: Asked) => string | null }
  readonly body: Body
  /** As received; empty for calls without a body. */
  readonly bytes: Uint8Array
  /** SHA-256 of `bytes`. */
  readonly digest: Uint8Array
  /** Not read yet; null but for routes that take chunks. */
  readonly chunks: ArrivingChunks | null
  readonly header: (name: Field) => string | null
  /** The address that the request came from, or its IPv6 network; for limits only. */
  readonly asker: string
}
export type SignedInRequest<Body, Asked extends string = string, Field extends string = string> = Request<
  Body,
  Asked,
  Field
> & { readonly session: LiveSession }

export interface Reply {
  readonly status?: number
  readonly json?: unknown
  readonly bytes?: Uint8Array
  /** An answer that goes on. */
  readonly events?: LiveLine
  readonly headers?: Readonly<Record<string, string>>
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** Hono's form, `/api/messages/:id`. */
  readonly path: string
  readonly access: Access
  readonly summary: string
  readonly query: readonly string[]
  readonly headers: readonly string[]
  readonly body: z.ZodMiniType | "chunks" | null
  readonly reply: z.ZodMiniType | "bytes" | null
  readonly status: number
  /** Most bytes of a body. */
  readonly limit: number
  readonly run: (request: Request<unknown> & { readonly session: LiveSession | null }) => Promise<Reply>
}

interface Declaration<Schema extends z.ZodMiniType, Asked extends string = never, Field extends string = never> {
  readonly summary: string
  /** What of the query the route reads: nothing else compiles, and the API's description names it. */
  readonly query?: readonly Asked[]
  /** Likewise of the header fields. */
  readonly headers?: readonly Field[]
  readonly body?: Schema
  readonly takes?: "chunks"
  readonly reply?: z.ZodMiniType | "bytes"
  readonly status?: number
  readonly limit?: number
}

export const SMALL_BODY = 65_536

type Runner<Schema extends z.ZodMiniType, Signed, Asked extends string = never, Field extends string = never> = (
  request: Signed extends true
    ? SignedInRequest<z.infer<Schema>, Asked, Field>
    : Request<z.infer<Schema>, Asked, Field>,
) => Promise<Reply>

function routeOf<Schema extends z.ZodMiniType>(
  line: string,
  access: Access,
  declaration: Declaration<Schema, string, string>,
  run: Route["run"],
): Route {
  const [method, path] = line.split(" ") as [Route["method"], string]
  const { summary, query = [], headers = [], body = null, takes, reply = null, limit = SMALL_BODY } = declaration
  return {
    method,
    path,
    access,
    summary,
    query,
    headers: takes === "chunks" ? [...headers, "chunk-digests"] : headers,
    body: takes ?? body,
    reply,
    status: declaration.status ?? (reply === null ? 204 : 200),
    limit,
    run,
  }
}

/** `line` is `METHOD /path`. Anybody may call it. */
export function open<Schema extends z.ZodMiniType>(
  line: string,
  declaration: Declaration<Schema>,
  run: Runner<Schema, false>,
): Route {
  return routeOf(line, "public", declaration, (request) => run(request as never))
}

/** Any signed-in person; what of it they may see is the service's to decide. */
export function signedIn<
  Schema extends z.ZodMiniType,
  const Asked extends string = never,
  const Field extends string = never,
>(line: string, declaration: Declaration<Schema, Asked, Field>, run: Runner<Schema, true, Asked, Field>): Route {
  return routeOf(line, "signed-in", declaration, (request) => run(request as never))
}

/** Only people of this role in the organization `:org` of the path; to everybody else there is nothing here. */
export function forRole<Schema extends z.ZodMiniType, const Asked extends string = never>(
  role: OrganizationRole,
  line: string,
  declaration: Declaration<Schema, Asked>,
  run: Runner<Schema, true, Asked>,
): Route {
  return routeOf(line, role, declaration, (request) => run(request as never))
}

export type RoleOf = (org: string, address: string) => Promise<OrganizationRole | null>
