/** The Message Center's built files: content-hashed ones for ever, pages never cached, compressed when they were built. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { extname, join } from "node:path"
import type { Context, Hono } from "hono"
import type { Env } from "./app.ts"
import { contentSecurityPolicy } from "./security-headers.ts"

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".json": "application/json",
  ".xml": "application/xml; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
}
/** SHA-256 of the mail frame's one style element (shared/read: MAIL_FRAME_STYLE); a test holds the two together. */
export const MAIL_STYLE_HASH = "'sha256-KQI9n5usY7PfGj9l7xrRBNHqUL/ga+xbC0UgkWHS8hI='"

export interface File {
  readonly plain: Buffer<ArrayBuffer>
  readonly brotli: Buffer<ArrayBuffer> | null
  readonly type: string
  readonly isImmutable: boolean
}

export function servePages(app: Hono<Env>, folder: string): void {
  const files = loadFiles(folder)
  const policy = contentSecurityPolicy(MAIL_STYLE_HASH)
  app.get("*", (context) => {
    const path = decoded(new URL(context.req.url).pathname)
    if (path === null) return context.text("Not found", 404)
    const isPage = !/\.[a-z0-9]+$/.test(path)
    const file = files.get(isPage ? "/index.html" : path)
    if (file === undefined) return context.text(isPage ? "The pages are not built." : "Not found", isPage ? 503 : 404)
    // A page and a worker run under their own policy; what they load runs under theirs.
    const hasPolicy = file.type.startsWith("text/html") || path.includes("worker")
    return fileResponse(context, file, hasPolicy ? { "content-security-policy": policy } : {})
  })
}

/** null: it does not stand for a text. */
function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}

/** Compressed where the asker takes it; only what bears its hash in its name is kept without asking again. */
export function fileResponse(context: Context<Env>, file: File, fields: Readonly<Record<string, string>>): Response {
  const headers = new Headers({ "content-type": file.type, vary: "accept-encoding", ...fields })
  headers.set("cache-control", file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache")
  const isBrotli = file.brotli !== null && /\bbr\b/.test(context.req.header("accept-encoding") ?? "")
  if (isBrotli) headers.set("content-encoding", "br")
  return new Response(isBrotli && file.brotli !== null ? file.brotli : file.plain, { headers })
}

/** Every file below the folder, by its path with a leading slash; none where the folder is missing. */
export function loadFiles(folder: string): Map<string, File> {
  const files = new Map<string, File>()
  if (!existsSync(folder)) return files
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith(".br")) continue
    const full = join(entry.parentPath, entry.name)
    const path = full.slice(folder.length).replaceAll("\\", "/")
    files.set(path, {
      plain: readFileSync(full),
      brotli: existsSync(`${full}.br`) ? readFileSync(`${full}.br`) : null,
      type: TYPES[extname(entry.name)] ?? "application/octet-stream",
      isImmutable: path.startsWith("/assets/"),
    })
  }
  return files
}
