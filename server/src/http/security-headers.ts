/** Headers of every answer. No third party, no inline script, no framing, Trusted Types. */
import type { MiddlewareHandler } from "hono"
import type { Env } from "./app.ts"
import { headerOf } from "./request-head.ts"

/** Griffel, Fluent's style engine, creates one empty style element and inserts rules through CSSOM: its hash is enough. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/** What both kinds of page share: no third party, no inline script, Trusted Types. */
const common = (mailStyle: string): string[] => [
  "default-src 'none'",
  `style-src-elem 'self' ${EMPTY_STYLE} ${mailStyle}`,
  // Mail keeps its looks in style attributes; the mail frame inherits this policy and has no other way in.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "worker-src 'self'",
  "frame-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types default dompurify smp-mail-frame",
]

export const contentSecurityPolicy = (mailStyle: string): string =>
  [
    ...common(mailStyle),
    "script-src 'self' 'wasm-unsafe-eval'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
  ].join("; ")

/** Where Outlook on the web lives; an organization's own Exchange is added by configuration. */
const OUTLOOK_HOSTS = [
  "https://outlook.office.com",
  "https://outlook.office365.com",
  "https://outlook.cloud.microsoft",
  "https://outlook.live.com",
] as const
/** office.js must come from Microsoft's own place, and brings a library of its past from the second. */
const OFFICE_SCRIPTS = "https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com"

export interface OutlookPolicy {
  readonly mailStyle: string
  /** The server's origin where the pages have another. */
  readonly server: string | null
  readonly frameAncestors: readonly string[]
}

/** Pages inside Outlook: framed by it, with Microsoft's library. */
export const outlookSecurityPolicy = ({ mailStyle, server, frameAncestors }: OutlookPolicy): string =>
  [
    ...common(mailStyle),
    `script-src 'self' 'wasm-unsafe-eval' ${OFFICE_SCRIPTS}`,
    ["connect-src 'self'", ...(server === null ? [] : [server])].join(" "),
    ["frame-ancestors", ...OUTLOOK_HOSTS, ...frameAncestors].join(" "),
  ].join("; ")

const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'"
const TRANSPORT_POLICY = "max-age=63072000; includeSubDomains"
/** Answers that have every header of their own already. */
const secured = new WeakSet<Response>()

/**
 * An answer of the API, with what `secure` would add to it: given together with its own headers, they are written as
 * they are, and no `Headers` has to be made and read again.
 */
export function apiResponse(
  body: string | Uint8Array<ArrayBuffer> | null,
  { status, headers, isHttps }: { status: number; headers: Readonly<Record<string, string>>; isHttps: boolean },
): Response {
  const response = new Response(body, {
    status,
    headers: {
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": NO_CONTENT_POLICY,
      ...(isHttps ? { "strict-transport-security": TRANSPORT_POLICY } : {}),
      ...headers,
    },
  })
  secured.add(response)
  return response
}

/** `outlookOrigin`: where the Outlook pages live, if not at the server's own origin. */
export function secure(origin: string, outlookOrigin: string | null = null): MiddlewareHandler<Env> {
  const isHttps = origin.startsWith("https:")
  return async (context, next) => {
    const from = headerOf(context, "origin")
    const isAddIn =
      from !== null &&
      (/^moz-extension:\/\/[0-9a-f-]{36}$/.test(from) || from === outlookOrigin) &&
      context.req.path.startsWith("/api/")
    if (isAddIn && context.req.method === "OPTIONS") return preflight(from)
    await next()
    if (!isAddIn && secured.has(context.res)) return undefined
    const { headers } = context.res
    const orElse = (name: string, value: string) => headers.has(name) || headers.set(name, value)
    headers.set("x-content-type-options", "nosniff")
    headers.set("referrer-policy", "no-referrer")
    orElse("cross-origin-resource-policy", "same-origin")
    // Only a page has windows and sensors.
    if (headers.get("content-type")?.startsWith("text/html")) {
      orElse("cross-origin-opener-policy", "same-origin")
      headers.set("permissions-policy", "camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self)")
    }
    orElse("content-security-policy", NO_CONTENT_POLICY)
    if (isHttps) headers.set("strict-transport-security", TRANSPORT_POLICY)
    if (isAddIn) {
      headers.set("access-control-allow-origin", from)
      headers.set("access-control-expose-headers", "retry-after")
      headers.set("cross-origin-resource-policy", "cross-origin")
      headers.append("vary", "origin")
    }
    return undefined
  }
}

/** Add-ins call with a bearer token and never with cookies: no credentials are allowed. */
function preflight(origin: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
      "access-control-allow-headers": "authorization, content-type, chunk-digests, idempotency-key, smp-proof",
      "access-control-max-age": "7200",
      vary: "origin",
    },
  })
}
