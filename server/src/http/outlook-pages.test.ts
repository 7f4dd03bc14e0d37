import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Hono } from "hono"
import { afterAll, describe, expect, it } from "vitest"
import { readConfig } from "../config.ts"
import type { Env } from "./app.ts"
import { serveOutlook } from "./outlook-pages.ts"
import { secure } from "./security-headers.ts"
import { servePages } from "./static.ts"

const home = mkdtempSync(join(tmpdir(), "smp-outlook-pages-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))
const write = (path: string, text: string) => {
  mkdirSync(join(home, path, ".."), { recursive: true })
  writeFileSync(join(home, path), text)
}
write("web/index.html", "<!doctype html><title>Message Center</title>")
write("add-in/task-pane.html", "<!doctype html><title>Pane</title>")
write("add-in/launch-event.js", "Office.actions")
write("add-in/assets/pane-abc.js", "1")
write("add-in/icons/outlook-16.png", "png")
write(
  "add-in/manifests/send-secure.xml",
  '<IconUrl DefaultValue="https://origin.invalid/outlook/icons/outlook-64.png"/>',
)

const SERVER = "https://mail.example.test"
const PANE = "https://outlook-pages.example.test"

function town(env: Record<string, string> = {}, folder = "add-in") {
  const config = readConfig({ DATA_DIR: join(home, "data"), PUBLIC_ORIGIN: SERVER, SMTP_URL: "smtp://mx.test", ...env })
  const app = new Hono<Env>()
  app.use(secure(config.origin, config.outlook.origin))
  app.all("/api/*", (context) => context.json({}))
  serveOutlook(app, { folder: join(home, folder), server: config.origin, ...config.outlook })
  servePages(app, join(home, "web"))
  return (url: string, init: RequestInit = {}) =>
    app.request(url, { ...init, headers: { host: new URL(url).host, ...(init.headers as Record<string, string>) } })
}
const directives = (response: Response) =>
  Object.fromEntries(
    (response.headers.get("content-security-policy") ?? "").split("; ").map((each) => {
      const [name = "", ...values] = each.split(" ")
      return [name, values.join(" ")]
    }),
  )

describe("the pages of the Outlook add-in", () => {
  it("are framed by Outlook alone, take scripts from here and from office.js, and speak only to the server", async () => {
    const page = await town()(`${SERVER}/outlook/task-pane.html`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain("Pane")
    expect(directives(page)).toMatchObject({
      "default-src": "'none'",
      "script-src": "'self' 'wasm-unsafe-eval' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com",
      "connect-src": "'self'",
      "frame-ancestors":
        "https://outlook.office.com https://outlook.office365.com https://outlook.cloud.microsoft https://outlook.live.com",
      "form-action": "'none'",
      "require-trusted-types-for": "'script'",
    })
    expect(page.headers.get("x-frame-options")).toBeNull()
    expect(page.headers.get("cross-origin-opener-policy")).toBe("unsafe-none")
    expect(page.headers.get("x-content-type-options")).toBe("nosniff")
    expect(page.headers.get("strict-transport-security")).toContain("max-age=")
    expect(page.headers.get("cache-control")).toBe("no-cache")
  })

  it("leave the Message Center's headers as they are", async () => {
    const page = await town()(`${SERVER}/`)
    expect(await page.text()).toContain("Message Center")
    expect(page.headers.get("cross-origin-opener-policy")).toBe("same-origin")
    expect(page.headers.get("cross-origin-resource-policy")).toBe("same-origin")
    expect(directives(page)).toEqual({
      "default-src": "'none'",
      "script-src": "'self' 'wasm-unsafe-eval'",
      "style-src-elem": expect.stringMatching(/^'self' 'sha256-\S+' 'sha256-\S+'$/),
      "style-src-attr": "'unsafe-inline'",
      "connect-src": "'self'",
      "img-src": "'self' data: blob:",
      "font-src": "'self'",
      "worker-src": "'self'",
      "frame-src": "'self' blob:",
      "manifest-src": "'self'",
      "base-uri": "'none'",
      "form-action": "'none'",
      "frame-ancestors": "'none'",
      "require-trusted-types-for": "'script'",
      "trusted-types": "default dompurify smp-mail-frame",
    })
  })

  it("keep what bears its hash, and let Outlook show the icons", async () => {
    const get = town()
    expect((await get(`${SERVER}/outlook/assets/pane-abc.js`)).headers.get("cache-control")).toContain("immutable")
    expect((await get(`${SERVER}/outlook/launch-event.js`)).headers.get("cache-control")).toBe("no-cache")
    const icon = await get(`${SERVER}/outlook/icons/outlook-16.png`)
    expect(icon.headers.get("cross-origin-resource-policy")).toBe("cross-origin")
    expect(icon.headers.get("content-type")).toBe("image/png")
  })

  it("never fall through to the Message Center", async () => {
    const get = town()
    for (const path of ["/outlook", "/outlook/", "/outlook/none", "/outlook/../index.html/x", "/outlook/none.js"])
      expect(await (await get(SERVER + path)).text()).not.toContain("Pane")
    expect((await get(`${SERVER}/outlook/none`)).status).toBe(404)
    expect((await town({}, "nothing")(`${SERVER}/outlook/task-pane.html`)).status).toBe(503)
  })

  it("name the guard's script to classic Outlook", async () => {
    const list = await town()(`${SERVER}/.well-known/microsoft-officeaddins-allowed.json`)
    expect(await list.json()).toEqual({ allowed: [`${SERVER}/outlook/launch-event.js`] })
  })

  it("live only at their own origin where one is set, and nothing else does", async () => {
    const get = town({ OUTLOOK_ORIGIN: PANE })
    expect((await get(`${SERVER}/outlook/task-pane.html`)).status).toBe(404)
    expect(await (await get(`${SERVER}/`)).text()).toContain("Message Center")
    const page = await get(`${PANE}/outlook/task-pane.html`)
    expect(page.status).toBe(200)
    expect(directives(page)["connect-src"]).toBe(`'self' ${SERVER}`)
    for (const path of ["/", "/inbox", "/index.html"]) expect((await get(PANE + path)).status).toBe(404)
    const list = await get(`${PANE}/.well-known/microsoft-officeaddins-allowed.json`)
    expect(await list.json()).toEqual({ allowed: [`${PANE}/outlook/launch-event.js`] })
  })

  it("may call the server from their own origin, and nobody else may", async () => {
    const preflight = (origin: string) => ({ method: "OPTIONS", headers: { origin } })
    const get = town({ OUTLOOK_ORIGIN: PANE })
    const admitted = await get(`${SERVER}/api/messages`, preflight(PANE))
    expect([admitted.status, admitted.headers.get("access-control-allow-origin")]).toEqual([204, PANE])
    expect(admitted.headers.get("access-control-allow-credentials")).toBeNull()
    const call = await get(`${SERVER}/api/messages`, { headers: { origin: PANE } })
    expect(call.headers.get("access-control-allow-origin")).toBe(PANE)
    for (const origin of ["https://outlook.office.com", `${PANE}.evil.test`, "null", SERVER])
      expect(
        (await get(`${SERVER}/api/messages`, preflight(origin))).headers.get("access-control-allow-origin"),
      ).toBeNull()
    const alone = await town()(`${SERVER}/api/messages`, preflight(PANE))
    expect(alone.headers.get("access-control-allow-origin")).toBeNull()
  })

  it("are framed by the organization's own Exchange where that is configured", async () => {
    const get = town({ OUTLOOK_FRAME_ANCESTORS: "https://owa.example.org https://mail2.example.org:8443" })
    const policy = directives(await get(`${SERVER}/outlook/task-pane.html`))
    expect(policy["frame-ancestors"]).toMatch(
      /live\.com https:\/\/owa\.example\.org https:\/\/mail2\.example\.org:8443$/,
    )
  })

  it.each(["*", "http://owa.example.org", "https://a.test; script-src *", "https://a.test,https://b.test"])(
    "a start with OUTLOOK_FRAME_ANCESTORS=%s is refused",
    (value) => {
      expect(() => town({ OUTLOOK_FRAME_ANCESTORS: value })).toThrow(/OUTLOOK_FRAME_ANCESTORS/)
    },
  )

  it("S3 a manifest is fetched from the Message Center and names the origin where the pages are", async () => {
    const path = "/outlook/manifests/send-secure.xml"
    const shared = await town()(SERVER + path)
    expect(await shared.text()).toBe(`<IconUrl DefaultValue="${SERVER}/outlook/icons/outlook-64.png"/>`)
    expect(shared.headers.get("content-disposition")).toBe('attachment; filename="send-secure.xml"')
    const apart = await town({ OUTLOOK_ORIGIN: PANE })(SERVER + path)
    expect(await apart.text()).toContain(`"${PANE}/outlook/icons/`)
    expect((await town()(`${SERVER}/outlook/manifests/other.xml`)).status).toBe(404)
  })
})
