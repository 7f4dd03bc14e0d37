/** Headers of every answer. No third party, no inline script, no framing, Trusted Types. */
import type { MiddlewareHandler } from "hono"
import type { Env } from "./app.ts"

/** Griffel, Fluent's style engine, creates one empty style element and inserts rules through CSSOM: its hash is enough. */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

export const contentSecurityPolicy = (mailStyle: string): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src-elem 'self' ${EMPTY_STYLE} ${mailStyle}`,
    // Mail keeps its looks in style attributes; the mail frame inherits this policy and has no other way in.
    "style-src-attr 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self'",
    "frame-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default dompurify smp-mail-frame",
  ].join("; ")

export function secure(origin: string): MiddlewareHandler<Env> {
  const isHttps = origin.startsWith("https:")
  return async (context, next) => {
    const from = context.req.header("origin")
    const isAddIn =
      from !== undefined && /^moz-extension:\/\/[0-9a-f-]{36}$/.test(from) && context.req.path.startsWith("/api/")
    if (isAddIn && context.req.method === "OPTIONS") return preflight(from)
    await next()
    const { headers } = context.res
    headers.set("x-content-type-options", "nosniff")
    headers.set("referrer-policy", "no-referrer")
    headers.set("cross-origin-opener-policy", "same-origin")
    headers.set("cross-origin-resource-policy", "same-origin")
    headers.set("permissions-policy", "camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self)")
    if (!headers.has("content-security-policy"))
      headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
    if (isHttps) headers.set("strict-transport-security", "max-age=63072000; includeSubDomains")
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
      "access-control-allow-headers": "authorization, content-type, content-digest, idempotency-key, smp-proof",
      "access-control-max-age": "7200",
      vary: "origin",
    },
  })
}
