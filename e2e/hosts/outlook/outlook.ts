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
import { emulateSet } from "./later-sets.ts"
import type { CallName, MailItem, MailPerson, SavedCopy } from "./item.ts"
import type { MailboxOptions } from "./mailbox.ts"
import { minorOf } from "./rules.ts"
import type { Completion, SendMode, Sent } from "./smart-alert.ts"
import type { Fault, HostOptions, SendOptions, WebHost } from "./web-host.ts"

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
  /** What the pages sent to the server, header fields and bodies. */
  readonly uploads: Buffer[]
  /** Requests to hosts that a pane has no business with; they were stopped. */
  readonly strays: string[]
  readonly violations: string[]
  item(): Promise<MailItem>
  saved(): Promise<SavedCopy[]>
  sent(): Promise<MailItem[]>
  calls(): Promise<string[]>
  /** Every message between the frames since the draft was last saved by the add-in. */
  trafficSinceSave(): Promise<string[]>
  isClosed(): Promise<boolean>
  autosave(): Promise<void>
  finishUploads(): Promise<void>
  /** Types into the draft, at its end. */
  type(html: string): Promise<void>
  /** Outlook's own Send. */
  pressSend(how?: Partial<SendOptions> & { mode?: SendMode }): Promise<Sent>
  /** Opening a mail that carries the manifest's header field (1.16). */
  decrypt(): Promise<Completion>
  /** From now on this call goes wrong; null: it works again. */
  fail(call: CallName, fault: number | Fault | null): Promise<void>
  /** From now on requests whose "METHOD /path" matches do not arrive, their answers do not, or they wait; null: all do. */
  cut(line: RegExp | null, how?: Cut): void
  close(): Promise<void>
}

export interface OpenOutlook extends Partial<Omit<MailboxOptions, "item">> {
  readonly browser: Browser
  readonly server: { readonly origin: string }
  readonly owner: MailPerson
  readonly item: Partial<MailItem>
  readonly width?: number
  readonly colorScheme?: "light" | "dark"
  readonly language?: string
  /** Frames of other sites may not store anything, as Safari and private windows have it. */
  readonly isStorageDenied?: boolean
  /** Requests to the server are not looked at (benchmarks). */
  readonly isUnwatched?: boolean
  /** The page with the guard does not come up. */
  readonly isGuardGone?: boolean
}

declare global {
  interface Window {
    WebHost: new (options: HostOptions, mailbox?: WebHost["mailbox"]) => WebHost
    outlook: WebHost
    guard: WebHost
    /** Anew where the mailbox's settings have changed. */
    startGuard: () => void
  }
}
const HOW: SendOptions = { mode: "softBlock", slowMs: 5_000, endMs: 5 * 60_000, loadMs: 5_000 }

export async function openOutlook(options: OpenOutlook): Promise<Outlook> {
  const { browser, server, width = 320, colorScheme = "light", set = "1.13" } = options
  const context = await browser.newContext({
    viewport: { width, height: 700 },
    colorScheme,
    acceptDownloads: true,
    // What still moves between the press and the release of the pointer gets no click.
    reducedMotion: "reduce",
    locale: options.language ?? "en-US",
  })
  const lists: Lists = { requests: [], uploads: [], strays: [], violations: [], line: null, how: "before" }
  await context.addInitScript(emulateSet, { origin: PANE_ORIGIN, minor: minorOf(set) })
  if (options.isStorageDenied === true) await context.addInitScript(denyStorage, PANE_ORIGIN)
  await route(context, server.origin, lists, options.isUnwatched === true)
  const page = await context.newPage()
  page.on("console", (message) => {
    if (/Content Security Policy|violates/.test(message.text())) lists.violations.push(message.text())
  })
  await page.goto(`${HOST}/mail/compose`)
  await page.waitForFunction(() => "WebHost" in window)
  await page.evaluate(openPages, [
    hostOptions(options, set),
    `${PANE_ORIGIN}/outlook`,
    options.isGuardGone === true,
  ] as const)
  const pane = await (await page.waitForSelector("#pane iframe")).contentFrame()
  if (pane === null) throw new Error("Outlook opened no pane")
  return {
    page,
    pane,
    ...lists,
    ...inPage(page),
    cut: (line, how = "before") => void Object.assign(lists, { line, how }),
    close: () => context.close(),
  }
}

/** In the host's page: pane and guard over one mail. */
function openPages([made, address, isGuardGone]: readonly [HostOptions, string, boolean]): void {
  window.outlook = new window.WebHost(made)
  const { mailbox } = window.outlook
  window.outlook.open(`${address}/task-pane.html`)
  const settings = () => JSON.stringify(made.mailbox.settings)
  let known = ""
  // Outlook runs the launch events in a page of their own, which has the mailbox's settings from its start.
  window.startGuard = () => {
    if (known === settings()) return
    known = settings()
    window.guard = new window.WebHost(made, mailbox)
    if (!isGuardGone) window.guard.open(`${address}/launch-event.html`, "#guard")
  }
  window.startGuard()
  // What an add-in sends passes the guard too.
  const how = { mode: "softBlock", slowMs: 5_000, endMs: 300_000, loadMs: 5_000 } as const
  mailbox.onSend = async () => {
    window.startGuard()
    return (await window.guard.send("onMessageSend", how)).isSent
  }
}

function denyStorage(origin: string): void {
  if (location.origin !== origin) return
  const refuse = () => {
    throw new DOMException("The user denied permission to access the database.", "SecurityError")
  }
  for (const name of ["indexedDB", "localStorage", "sessionStorage"] as const)
    Object.defineProperty(window, name, { get: refuse })
}

function hostOptions(options: OpenOutlook, set: string): HostOptions {
  const { owner, language = "en-US" } = options
  return {
    owner,
    language,
    mailbox: {
      item: { ...newDraft(owner), ...options.item },
      set,
      permission: options.permission ?? "item",
      folder: options.folder ?? "full",
      settings: options.settings ?? {},
      staleReads: options.staleReads ?? 0,
      closing: options.closing ?? "throw-away",
    },
  }
}

function inPage(page: Page): Omit<Outlook, "page" | "pane" | keyof Lists | "cut" | "close"> {
  return {
    item: () => page.evaluate(() => window.outlook.mailbox.item),
    saved: () => page.evaluate(() => window.outlook.mailbox.saved),
    sent: () => page.evaluate(() => window.outlook.mailbox.sent),
    calls: () => page.evaluate(() => window.outlook.calls),
    trafficSinceSave: () => page.evaluate(() => window.outlook.traffic.slice(window.outlook.saves.at(-1) ?? 0)),
    isClosed: () => page.evaluate(() => window.outlook.mailbox.isClosed),
    type: (html) => page.evaluate((more) => void (window.outlook.mailbox.item.body += more), html),
    pressSend: (how = {}) =>
      page.evaluate(
        (asked) => {
          window.startGuard()
          return window.guard.send("onMessageSend", asked)
        },
        { ...HOW, ...how } satisfies SendOptions,
      ),
    decrypt: () => page.evaluate(() => window.guard.raise("onMessageDecrypt")),
    autosave: () => page.evaluate(() => window.outlook.mailbox.autosave()),
    finishUploads: () => page.evaluate(() => window.outlook.mailbox.finishUploads()),
    fail: (call, fault) =>
      page.evaluate(
        ([name, given]) => {
          const { faults } = window.outlook
          if (given === null) delete faults[name]
          else faults[name] = typeof given === "number" ? { code: given, how: "before" } : given
        },
        [call, fault] as const,
      ),
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
  composeType: "newMail",
  tail: "",
  label: "",
})

interface Lists {
  readonly requests: string[]
  readonly uploads: Buffer[]
  readonly strays: string[]
  readonly violations: string[]
  line: RegExp | null
  how: Cut
}
type Cut = "before" | "after" | "hold"

/** The page of Outlook and the library come from this machine; the server is asked itself; all else is a stray. */
async function route(context: BrowserContext, origin: string, lists: Lists, isUnwatched: boolean): Promise<void> {
  await context.route("**/*", async (found: Route) => {
    const url = new URL(found.request().url())
    lists.requests.push(`${found.request().method()} ${url.href}`)
    if (url.origin === origin) return isUnwatched ? found.continue() : askServer(found, url, lists)
    if (url.protocol === "blob:" || url.protocol === "data:") return found.continue()
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

async function askServer(found: Route, url: URL, lists: Lists): Promise<void> {
  const request = found.request()
  lists.uploads.push(Buffer.from(JSON.stringify(request.headers())), request.postDataBuffer() ?? Buffer.alloc(0))
  const isCut = () => lists.line?.test(`${request.method()} ${url.pathname}`) === true && request.method() !== "OPTIONS"
  while (isCut() && lists.how === "hold") await new Promise((resolve) => setTimeout(resolve, 50))
  if (!isCut()) return found.continue()
  if (lists.how === "after") await found.fetch()
  return found.abort("connectionreset")
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
