/**
 * The pages of the Outlook add-in below /outlook/, with headers of their own: Outlook frames them and its dialogs open
 * them. Where they have an origin of their own, they live only there and nothing else does.
 * Never: touches the headers of the Message Center.
 */
import type { Hono } from "hono"
import type { Env } from "./app.ts"
import { outlookSecurityPolicy } from "./security-headers.ts"
import { fileResponse, loadFiles, MAIL_STYLE_HASH } from "./static.ts"
import type { File } from "./static.ts"

export interface OutlookPages {
  /** What the add-in's build has made. */
  readonly folder: string
  readonly server: string
  /** Null: the server's own. */
  readonly origin: string | null
  readonly frameAncestors: readonly string[]
}

/** A page of another origin is told which server it belongs to. */
function pointedTo(server: string, file: File): File {
  if (!file.type.startsWith("text/html")) return file
  const page = file.plain
    .toString("utf8")
    .replace("<head>", `<head>\n    <meta name="smp-server" content="${server}" />`)
  return { ...file, plain: Buffer.from(page), brotli: null }
}

/** A manifest is for an administrator: it is found beside the Message Center, and says where the pages are. */
const MANIFESTS = "/outlook/manifests/"
const ORIGIN_TO_COME = "https://origin.invalid"
function manifestFor(origin: string, file: File): File {
  return { ...file, plain: Buffer.from(file.plain.toString("utf8").replaceAll(ORIGIN_TO_COME, origin)), brotli: null }
}

/** Tells classic Outlook which scripts may call their server. */
const ALLOWED = "/.well-known/microsoft-officeaddins-allowed.json"

export function serveOutlook(app: Hono<Env>, { folder, server, origin, frameAncestors }: OutlookPages): void {
  const files = loadFiles(folder)
  const fields = {
    "content-security-policy": outlookSecurityPolicy({
      mailStyle: MAIL_STYLE_HASH,
      server: origin === null ? null : server,
      frameAncestors,
    }),
    // A dialog talks to the pane that opened it, and Outlook shows the icons on its own pages.
    "cross-origin-opener-policy": "unsafe-none",
    "cross-origin-resource-policy": "cross-origin",
  }
  const host = origin === null ? null : new URL(origin).host
  app.get("*", (context, next) => {
    const { pathname } = new URL(context.req.url)
    const isOurs = pathname.startsWith("/outlook/") || pathname === "/outlook" || pathname === ALLOWED
    const isHere = host === null || context.req.header("host") === host
    if (!isOurs) return host !== null && isHere ? context.text("Not found", 404) : next()
    const file = files.get(pathname.slice("/outlook".length))
    if (pathname.startsWith(MANIFESTS) && file !== undefined) {
      const name = pathname.slice(MANIFESTS.length)
      const saved = { "content-disposition": `attachment; filename="${name}"`, "content-security-policy": "sandbox" }
      return fileResponse(context, manifestFor(origin ?? server, file), saved)
    }
    if (!isHere) return context.text("Not found", 404)
    if (pathname === ALLOWED) return context.json({ allowed: [`${origin ?? server}/outlook/launch-event.js`] })
    if (file !== undefined) return fileResponse(context, origin === null ? file : pointedTo(server, file), fields)
    return files.size === 0 ? context.text("The pages are not built.", 503) : context.text("Not found", 404)
  })
}
