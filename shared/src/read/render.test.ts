import type { Browser, Page } from "playwright-core"
import { createServer } from "vite"
import type { ViteDevServer } from "vite"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launchChromium, scriptOf } from "../testing/in-chromium.ts"

/** What the bundle below puts into the page. */
interface Rendering {
  renderMailHtml(
    html: string,
    pictures: Map<string, { bytes: Uint8Array }>,
  ): { srcdoc: string; blockedPictures: number }
  renderMailText(text: string): { srcdoc: string; blockedPictures: number }
  quotableHtml(html: string): string
  editableText(html: string): DocumentFragment
  MAIL_FRAME_STYLE: string
}
type Scope = typeof globalThis & { rendering: Rendering; fired: string[] }

/** As the pages of the product say it: what becomes HTML, only one maker of it may let pass. */
const STRICT = "require-trusted-types-for 'script'; trusted-types dompurify"

let browser: Browser
let page: Page
let script: string
let host: ViteDevServer
let canary: string
const hits: string[] = []
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

const HOST_PAGE =
  "<!doctype html><title>host</title><script>globalThis.fired=[];addEventListener('message',e=>fired.push(String(e.data)))</script>"
/** A page to hang the frame into, and an answer for whatever a mail should reach: it is written down. */
async function startHost(): Promise<ViteDevServer> {
  const server = await createServer({
    configFile: false,
    logLevel: "silent",
    appType: "custom",
    server: { host: "127.0.0.1", port: 18_431, hmr: false, ws: false, watch: null },
    plugins: [
      {
        name: "host-page",
        configureServer: ({ middlewares }) => {
          middlewares.use((request, response) => {
            const path = request.url ?? "/"
            if (path !== "/" && path !== "/favicon.ico" && path !== "/strict") hits.push(path)
            response.setHeader("content-type", "text/html")
            if (path === "/strict") response.setHeader("content-security-policy", STRICT)
            response.setHeader("access-control-allow-origin", "*")
            response.end(path === "/" || path === "/strict" ? HOST_PAGE : "")
          })
        },
      },
    ],
  })
  return server.listen()
}

beforeAll(async () => {
  script = await scriptOf(new URL("render.ts", import.meta.url), "rendering")
  host = await startHost()
  canary = (host.resolvedUrls?.local[0] ?? "").replace(/\/$/, "")
  browser = await launchChromium()
  page = await browser.newPage()
  await page.goto(canary)
  await page.addScriptTag({ content: script })
})

afterAll(async () => {
  await browser?.close()
  await host?.close()
})

const render = (html: string, pictures: readonly (readonly [string, string])[] = []) =>
  page.evaluate(
    ([body, list]) => {
      const bytes = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
      const scope = globalThis as Scope
      return scope.rendering.renderMailHtml(body, new Map(list.map(([cid, text]) => [cid, { bytes: bytes(text) }])))
    },
    [html, pictures] as const,
  )

/** Puts the document into the frame as the product does; waits until it has settled. */
async function show(srcdoc: string): Promise<void> {
  await page.evaluate(async (document_) => {
    document.querySelector("iframe")?.remove()
    const frame = document.createElement("iframe")
    frame.setAttribute("sandbox", "allow-popups allow-popups-to-escape-sandbox")
    frame.srcdoc = document_
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }))
    document.body.append(frame)
    await loaded
    await new Promise((resolve) => setTimeout(resolve, 60))
  }, srcdoc)
}

/** X: the canary. Each of these has run script or reached the network somewhere. */
const HOSTILE = [
  "<script>parent.postMessage('ran','*')</script>",
  "<script src=X/s></script>",
  "<img src=x onerror=\"parent.postMessage('ran','*')\">",
  "<svg onload=\"parent.postMessage('ran','*')\"></svg>",
  "<svg><image href=X/svg /></svg>",
  "<svg><feImage href=X/fe /></svg>",
  "<svg><style>@import 'X/svgstyle'</style></svg>",
  "<math><mtext></form><form><mglyph><style></math><img src onerror=\"parent.postMessage('ran','*')\">",
  "<iframe src=X/frame></iframe>",
  "<iframe srcdoc=\"<script>parent.parent.postMessage('ran','*')</script>\"></iframe>",
  "<object data=X/object></object>",
  "<embed src=X/embed>",
  "<link rel=stylesheet href=X/css>",
  "<link rel=prefetch href=X/prefetch>",
  "<link rel=preconnect href=X>",
  "<meta http-equiv=refresh content='0;url=X/refresh'>",
  "<base href=X/base/><img src=a>",
  "<style>@import url(X/import);body{background:url(X/bg)}</style>",
  "<style>@font-face{font-family:f;src:url(X/font)}*{font-family:f}</style>f",
  '<div style="background:url(X/url)">a</div>',
  "<div style=\"background-image:image-set('X/set' 1x)\">a</div>",
  '<div style="background:\\75\\72\\6c(X/escaped)">a</div>',
  "<div style='--a:url(X/var);background:var(--a)'>a</div>",
  '<div style="list-style-image:url(X/list)">a</div>',
  '<div style="cursor:url(X/cursor),auto">a</div>',
  '<div style="content:url(X/content)">a</div>',
  '<div style="border-image:url(X/border) 1">a</div>',
  '<div style="mask:url(X/mask)">a</div>',
  "<img src=X/img>",
  "<img srcset='X/srcset 1x'>",
  "<picture><source srcset=X/source><img></picture>",
  "<img lowsrc=X/low dynsrc=X/dyn>",
  "<input type=image src=X/input>",
  "<video poster=X/poster src=X/video autoplay></video>",
  "<audio src=X/audio autoplay></audio>",
  "<track src=X/track>",
  "<table background=X/table><tr><td background=X/td>a</table>",
  "<body background=X/body>",
  "<bgsound src=X/sound>",
  "<form action=X/form><button formaction=X/formaction>go</button></form>",
  "<a href=X/a ping=X/ping>a</a>",
  "<details open ontoggle=\"parent.postMessage('ran','*')\">",
  "<a href='javascript:parent.postMessage(1)'>a</a>",
  "<a href='data:text/html,<script>1</script>'>a</a>",
  "<template><img src=X/template></template>",
  "<noscript><p title=\"</noscript><img src=x onerror=parent.postMessage('ran','*')>\">",
  "<x-a onclick=1 onfocus=\"parent.postMessage('ran','*')\" autofocus tabindex=1>",
  "<!--[if gte IE 4]><img src=X/ie><![endif]-->",
  "<![CDATA[<img src=X/cdata>]]>",
  "<marquee onstart=\"parent.postMessage('ran','*')\">a</marquee>",
  '<img src=\'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"><image href="X/inner"/></svg>\'>',
  "<frameset><frame src=X/frames></frameset>",
  "<portal src=X/portal></portal>",
  '<script type=speculationrules>{"prefetch":[{"urls":["X/spec"]}]}</script>',
  "<p id=body name=childNodes><form id=attributes><input name=nodeName><img src=X/clobber>",
  "<style><a title=\"</style><img src=X/mx onerror=parent.postMessage('ran','*')>\">",
]

describe("mail HTML", () => {
  it("R14 R15 R16 hostile bodies run nothing and reach nothing", async () => {
    hits.length = 0
    for (const body of HOSTILE)
      await show((await render(body.replaceAll("X/", `${canary}/`).replaceAll("=X>", `=${canary}>`))).srcdoc)
    expect(await page.evaluate(() => (globalThis as Scope).fired)).toEqual([])
    expect(hits).toEqual([])
  })

  it("each of the two layers alone holds: the sanitised body without its policy, the policy without sanitising", async () => {
    hits.length = 0
    const { srcdoc } = await render("<p>a</p>")
    const head = srcdoc.slice(0, srcdoc.indexOf("<body>"))
    for (const body of HOSTILE) {
      const hostile = body.replaceAll("X/", `${canary}/`)
      const clean = (await render(hostile)).srcdoc
      await show(clean.slice(clean.indexOf("<body>")))
      await show(`${head}<body>${hostile}`)
    }
    expect(await page.evaluate(() => (globalThis as Scope).fired)).toEqual([])
    expect(hits).toEqual([])
  })

  it("the canary works: without both layers it is reached", async () => {
    hits.length = 0
    await show(`<img src=${canary}/bare>`)
    expect(hits).toEqual(["/bare"])
  })

  it("R16 the policy stands before the first byte of mail", async () => {
    const { srcdoc } = await render("<p>hello</p>")
    expect(srcdoc).toMatch(/^<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:;/)
    expect(srcdoc.indexOf("hello")).toBeGreaterThan(srcdoc.indexOf("<body>"))
  })

  it("R17 pictures from the internet are left out and counted, once for each place", async () => {
    const html = `<img src="https://t.example.com/1.gif" alt="logo"><img srcset="//t.example.com/2.gif 1x"><td background="http://t.example.com/3"><div style="background:url('https://t.example.com/4')">x</div><img src="cid:a">`
    const { srcdoc, blockedPictures } = await render(`<table><tr>${html}</tr></table>`, [["a", PNG]])
    expect(blockedPictures).toBe(4)
    expect(srcdoc).not.toContain("t.example.com")
    expect(srcdoc).toContain('alt="logo"')
  })

  it("inline pictures are shown by their content id, only when their bytes are a picture", async () => {
    const svg = btoa("<svg xmlns='http://www.w3.org/2000/svg'/>")
    const { srcdoc } = await render('<img src="cid:logo%40x"><img src="cid:bad"><img src="cid:none">', [
      ["logo@x", PNG],
      ["bad", svg],
    ])
    expect(srcdoc).toContain(`src="data:image/png;base64,${PNG}"`)
    expect(srcdoc.match(/src="/g)?.length).toBe(1)
  })

  it("R18 links open outside without referrer; only https, mailto and tel; another host than the text says is named", async () => {
    const { srcdoc } = await render(
      '<a href="https://evil.example.net/x">www.bank.example</a> <a href="https://www.bank.example/">bank.example</a> <a href="http://plain.example">p</a> <a href="mailto:a@example.com">m</a> <a href="javascript:1">j</a> <a href="/relative">r</a>',
    )
    expect(srcdoc).toMatch(
      /<a href="https:\/\/evil\.example\.net\/x" target="_blank" rel="noopener noreferrer" title="[^"]*">www\.bank\.example<bdi class="link-host" dir="ltr"> \[evil\.example\.net\]<\/bdi>/,
    )
    expect(srcdoc.match(/link-host"/g)?.length).toBe(1)
    expect(srcdoc).toContain('href="mailto:a@example.com"')
    expect(srcdoc).not.toMatch(/plain\.example|javascript:|relative"/)
  })

  it.each([
    "\u202ewww.bank.example",
    "(www.bank.example)",
    "bank.example, your account",
    "www.bank.example.",
    "www.b\u00adank.ex\u200bample",
    "www\uff0ebank\u3002example",
    "www.bank.xn--p1ai",
    "evil.example.net or www.bank.example",
    "https://www.bank.example/evil.example.net",
  ])("R18 a link that shows %j is named with the host that it leads to", async (shown) => {
    expect((await render(`<a href="https://evil.example.net/x">${shown}</a>`)).srcdoc).toContain("[evil.example.net]")
  })

  it.each([
    "https://www.bank.example/docs/a.html?b=c.de#e.fg",
    "Sign in at bank.example.",
    "Version 1.2 of 3.4",
    "here",
  ])("R18 a link that shows %j and leads there is left as it is", async (shown) => {
    expect((await render(`<a href="https://bank.example/x">${shown}</a>`)).srcdoc).not.toContain("[bank.example]")
  })

  it("keeps what ordinary mail looks like", async () => {
    const { srcdoc } = await render(
      '<table width="600" cellpadding="4"><tr><td style="color: red; padding: 8px; position: fixed; font: bold 14px Arial">Sum <b>due</b></td></tr></table><ol start="3"><li>c</li></ol><p dir="rtl" lang="ar">x</p>',
    )
    expect(srcdoc).toContain('width="600"')
    expect(srcdoc).toMatch(/style="[^"]*color: red/)
    expect(srcdoc).toMatch(/font-weight: bold/)
    expect(srcdoc).not.toContain("position")
    expect(srcdoc).toContain('<ol start="3">')
    expect(srcdoc).toContain('dir="rtl"')
  })

  it("plain text stays text, and a quote carries no picture and no script", async () => {
    const text = await page.evaluate(
      () => (globalThis as Scope).rendering.renderMailText("<b>1 < 2</b>\n  indented").srcdoc,
    )
    expect(text).toContain("&lt;b&gt;1 &lt; 2&lt;/b&gt;\n  indented")
    const quote = await page.evaluate(() =>
      (globalThis as Scope).rendering.quotableHtml(
        '<p onclick=1>a<img src="https://x.example/1" alt="logo"><script>1</script></p>',
      ),
    )
    expect(quote).toBe("<p>alogo</p>")
  })

  it("under the policy of the product's pages the second mail is whole like the first, a quote and a draft too", async () => {
    const strict = await browser.newPage()
    await strict.addInitScript(script)
    await strict.goto(`${canary}/strict`)
    const shown = await strict.evaluate(() => {
      const { rendering } = globalThis as Scope
      const editor = document.createElement("div")
      const mails = ["<p>One</p>", "<p>Two</p>"].map((html) => rendering.renderMailHtml(html, new Map()).srcdoc)
      const quote = rendering.quotableHtml("<p>Quote</p>")
      editor.append(rendering.editableText("<p>Draft</p>"))
      return [...mails, quote, editor.innerHTML]
    })
    expect(shown.map((html) => html.replace(/^.*<body>/s, ""))).toEqual([
      "<p>One</p>",
      "<p>Two</p>",
      "<p>Quote</p>",
      "<p>Draft</p>",
    ])
    await strict.close()
  })

  it("the base look is one constant, so that a policy can list its hash", async () => {
    const style = await page.evaluate(() => (globalThis as Scope).rendering.MAIL_FRAME_STYLE)
    expect((await render("<style>p{color:red}</style><p>a</p>")).srcdoc.match(/<style>(.*?)<\/style>/s)?.[1]).toBe(
      style,
    )
  })
})
