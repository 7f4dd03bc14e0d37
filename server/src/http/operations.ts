/** For operators and developers: health, metrics, the API's description, the local outbox. */
import { escapeHtml } from "@smp/shared/bytes"
import type { Context, Hono } from "hono"
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client"
import type { Env } from "./app.ts"
import { askerIn } from "./asker.ts"

export interface OperationParts {
  readonly describe: () => object
  /** Throws when a part that requests need does not answer. */
  readonly probe: () => Promise<void>
  /** The machine's clock has jumped: everything works, and nothing is erased for ever. */
  readonly isClockDoubted: () => boolean
  readonly waitingNotices: () => Promise<number>
  /** null: mail goes out by SMTP, there is no local outbox. */
  readonly outbox: (() => readonly object[]) | null
  /** Reverse proxies whose word about who asks is taken. */
  readonly proxies: ReadonlySet<string>
}

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

export function operations(
  app: Hono<Env>,
  parts: OperationParts,
): { observe: (route: string, status: number, milliseconds: number) => void } {
  const registry = new Registry()
  const isLocal = (context: Context<Env>): boolean => /^(::1$|127\.)/.test(askerIn(context, parts.proxies))
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: "smp_http_request_seconds",
    help: "Duration of requests",
    labelNames: ["route", "status"],
    registers: [registry],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  })
  const waiting = new Gauge({ name: "smp_notices_waiting", help: "Notices in ProcessQ", registers: [registry] })
  const doubted = new Gauge({ name: "smp_clock_doubted", help: "1: the clock has jumped", registers: [registry] })
  const description = JSON.stringify(parts.describe())
  app.get("/healthz", (context) => context.json({ ok: true }))
  app.get("/readyz", async (context) => {
    try {
      await parts.probe()
      return context.json(parts.isClockDoubted() ? { ok: true, clock: "doubted" } : { ok: true })
    } catch {
      return context.json({ ok: false }, 503)
    }
  })
  app.get("/openapi.json", () => new Response(description, { headers: { "content-type": "application/json" } }))
  app.get("/metrics", async (context) => {
    if (!isLocal(context)) return context.notFound()
    doubted.set(parts.isClockDoubted() ? 1 : 0)
    waiting.set(await parts.waitingNotices())
    return new Response(await registry.metrics(), { headers: { "content-type": registry.contentType } })
  })
  const { outbox } = parts
  if (outbox !== null) {
    app.get("/dev/outbox.json", (context) => (isLocal(context) ? context.json(outbox()) : context.notFound()))
    app.get("/dev/outbox", (context) => (isLocal(context) ? page(outbox()) : context.notFound()))
  }
  return {
    observe: (route, status, milliseconds) => durations.observe({ route, status: String(status) }, milliseconds / 1000),
  }
}

function page(mails: readonly object[]): Response {
  const escape = (text: unknown) => escapeHtml(String(text))
  const shown = mails.toReversed().map((mail) => {
    const { to, from, subject, text, at } = mail as Record<string, unknown>
    return `<article><h2>${escape(subject)}</h2><p>${escape(at)} · ${escape(from)} → ${escape(to)}</p><pre>${escape(text)}</pre></article>`
  })
  const style =
    "body{font:15px/1.5 system-ui;max-width:48rem;margin:2rem auto;padding:0 1rem}article{border:1px solid #8a8a8a;border-radius:8px;padding:0 1rem;margin:1rem 0}pre{white-space:pre-wrap;overflow-wrap:anywhere}"
  const body =
    shown.length === 0
      ? "<p>No mail yet. Notices and codes appear here while no SMTP server is configured.</p>"
      : shown.join("")
  return new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Local outbox</title><style>${style}</style><h1>Local outbox</h1>${body}</html>`,
    {
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": PAGE_POLICY,
      },
    },
  )
}
