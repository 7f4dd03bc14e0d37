/**
 * Outlook on the web at a desk: real Chromium, the real Office.js of the npm package, the add-in's built pages from the
 * real server, and our emulation of what Outlook itself does (web-host.ts).
 * Promises: nothing leaves the machine; every request of the pane is listed, and every violation of its policy.
 */
import { existsSync, readFileSync } from "node:fs"
import { request } from "node:http"
import { createRequire, stripTypeScriptTypes } from "node:module"
import { dirname, extname, join } from "node:path"
import type { Browser, BrowserContext, Frame, Page, Route } from "playwright-core"
import type { CallName, MailItem, MailPerson, SavedCopy } from "./item.ts"
import type { HostOptions, Sent, WebHost } from "./web-host.ts"

const LIBRARY = join(dirname(createRequire(import.meta.url).resolve("@microsoft/office-js/package.json")), "dist")
const TYPES: Readonly<Record<string, string>> = { ".js": "text/javascript", ".html": "text/html", ".css": "text/css" }
const HOST = "https://outlook.office.com"
/** Where the add-in's pages live (OUTLOOK_ORIGIN): Office.js needs https, and Chromium takes it from `route`. */
export const PANE_ORIGIN = "https://outlook-pages.example.test"
const PAGE = `<!doctype html><html lang="en"><title>Outlook</title><style>body{margin:0}iframe{border:0;width:100vw;height:100vh}</style><div id="pane"></div><div id="guard" hidden></div><script type="module" src="/host/web-host.js"></script></html>`

/** Chromium keeps pages of the internet away from local servers; here both are on one machine. */
export const LOCAL_SERVER_ALLOWED = ["--disable-features=LocalNetworkAccessChecks"] as const

export interface Outlook {
  readonly page: Page
  /** The add-in's pane. */
  readonly pane: Frame
  readonly requests: string[]
  /** Requests to hosts that a pane has no business with; they were stopped. */
  readonly strays: string[]
  readonly violations: string[]
  item(): Promise<MailItem>
  saved(): Promise<SavedCopy[]>
  calls(): Promise<string[]>
  isClosed(): Promise<boolean>
  autosave(): Promise<void>
  /** Types into the draft, at its end. */
  type(html: string): Promise<void>
  /** Outlook's own Send, past the guard. */
  pressSend(): Promise<Sent>
  /** From now on this call is answered with the error. */
  fail(call: CallName, code: number): Promise<void>
  close(): Promise<void>
}

export interface OpenOutlook {
  readonly browser: Browser
  readonly server: { readonly origin: string }
  readonly owner: MailPerson
  readonly item: Partial<MailItem>
  /** Newest Mailbox requirement set. */
  readonly set?: string
  /** Roaming settings of the mailbox. */
  readonly settings?: Record<string, unknown>
  readonly width?: number
  readonly colorScheme?: "light" | "dark"
}

declare global {
  interface Window {
    WebHost: new (options: HostOptions) => WebHost
    outlook: WebHost
    guard: WebHost
  }
}

export async function openOutlook(options: OpenOutlook): Promise<Outlook> {
  const { browser, server, owner, width = 320, colorScheme = "light" } = options
  const context = await browser.newContext({ viewport: { width, height: 700 }, colorScheme, acceptDownloads: true })
  const lists = { requests: [] as string[], strays: [] as string[], violations: [] as string[] }
  await route(context, server.origin, lists)
  const page = await context.newPage()
  page.on("console", (message) => {
    if (/Content Security Policy|violates/.test(message.text())) lists.violations.push(message.text())
  })
  await page.goto(`${HOST}/mail/compose`)
  await page.waitForFunction(() => "WebHost" in window)
  const item: MailItem = { ...newDraft(owner), ...options.item }
  await page.evaluate(
    ([made, address]) => {
      window.outlook = new window.WebHost(made)
      window.outlook.open(`${address}/task-pane.html`)
      // Outlook runs the launch events in a page of their own, over the same draft.
      window.guard = new window.WebHost(made)
      if (!made.item.isReceived) window.guard.open(`${address}/launch-event.html`, "#guard")
    },
    [{ item, owner, set: options.set ?? "1.13", settings: options.settings ?? {} }, `${PANE_ORIGIN}/outlook`] as const,
  )
  const pane = await (await page.waitForSelector("#pane iframe")).contentFrame()
  if (pane === null) throw new Error("Outlook opened no pane")
  return {
    page,
    pane,
    ...lists,
    item: () => page.evaluate(() => window.outlook.item),
    saved: () => page.evaluate(() => window.outlook.saved),
    calls: () => page.evaluate(() => window.outlook.calls),
    isClosed: () => page.evaluate(() => window.outlook.isClosed),
    type: (html) => page.evaluate((more) => void (window.outlook.item.body += more), html),
    pressSend: () => page.evaluate(() => window.guard.send("onMessageSend")),
    autosave: () => page.evaluate(() => window.outlook.autosave()),
    fail: (call, code) =>
      page.evaluate(([name, error]) => void (window.outlook.faults[name] = error), [call, code] as const),
    close: () => context.close(),
  }
}

const newDraft = (from: MailPerson): MailItem => ({
  id: null,
  isReceived: false,
  from,
  to: [],
  cc: [],
  bcc: [],
  subject: "",
  body: "",
  attachments: [],
  headers: {},
  session: {},
})

/** The page of Outlook and the library come from this machine; the server is asked itself; all else is a stray. */
async function route(
  context: BrowserContext,
  origin: string,
  lists: { requests: string[]; strays: string[] },
): Promise<void> {
  await context.route("**/*", async (found: Route) => {
    const url = new URL(found.request().url())
    lists.requests.push(`${found.request().method()} ${url.href}`)
    if (url.origin === origin || url.protocol === "blob:" || url.protocol === "data:") return found.continue()
    if (url.origin === PANE_ORIGIN) return found.fulfill(await paneFile(origin, url))
    if (url.origin === HOST) return found.fulfill(hostFile(url.pathname))
    if (url.host === "appsforoffice.microsoft.com") {
      const path = join(LIBRARY, url.pathname.replace("/lib/1/hosted/", ""))
      if (existsSync(path))
        return found.fulfill({ path, contentType: TYPES[extname(path)] ?? "application/octet-stream" })
    }
    if (url.host === "ajax.aspnetcdn.com") return found.fulfill({ body: AJAX, contentType: "text/javascript" })
    lists.strays.push(url.href)
    return found.abort()
  })
}

/** The server tells by the name of the host which pages are asked for. */
function paneFile(
  origin: string,
  url: URL,
): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const asked = request(origin + url.pathname + url.search, { headers: { host: url.host } }, (answer) => {
      const parts: Buffer[] = []
      answer.on("data", (part: Buffer) => void parts.push(part))
      answer.on("end", () => {
        const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]))
        resolve({ status: answer.statusCode ?? 0, headers, body: Buffer.concat(parts) })
      })
    })
    asked.on("error", reject)
    asked.end()
  })
}

function hostFile(pathname: string): { body: string; contentType: string } {
  const name = /^\/host\/([a-z-]+)\.(?:js|ts)$/.exec(pathname)?.[1]
  if (name === undefined) return { body: PAGE, contentType: "text/html" }
  const source = readFileSync(join(import.meta.dirname, `${name}.ts`), "utf8")
  return { body: stripTypeScriptTypes(source), contentType: "text/javascript" }
}

/** The few things of Microsoft's old AJAX library, which is in no package, that Office.js touches. */
const AJAX = readFileSync(join(import.meta.dirname, "ajax.js"), "utf8")
