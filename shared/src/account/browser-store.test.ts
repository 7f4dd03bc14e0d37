/** In the IndexedDB of real Chromium: two tabs of one browser share what is kept. */
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launchChromium, scriptOf } from "../testing/in-chromium.ts"
import type { BrowserStore } from "./browser-store.ts"

/** What the bundle below puts into the page. */
type Scope = typeof globalThis & { kept: { browserStore(name: string): BrowserStore }; store: BrowserStore }

let browser: Browser
let [first, second]: Page[] = []
beforeAll(async () => {
  const script = await scriptOf(new URL("browser-store.ts", import.meta.url), "kept")
  browser = await launchChromium()
  const tabs = await browser.newContext()
  await tabs.route("**", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }))
  const open = async () => {
    const page = await tabs.newPage()
    await page.goto("https://messages.test/")
    await page.addScriptTag({ content: script })
    await page.evaluate(() => {
      const scope = globalThis as Scope
      scope.store = scope.kept.browserStore("here")
    })
    return page
  }
  first = await open()
  second = await open()
})
afterAll(() => browser?.close())

const tab = (page: Page | undefined): Page => page as Page
/** Signs in, as far as the store sees it. */
const keep = (page: Page | undefined, id: string) =>
  tab(page).evaluate(
    (session) => (globalThis as Scope).store.keepAccess({ session: { id: session }, device: { unl: "u" } } as never),
    id,
  )
const sessionOf = (page: Page | undefined) =>
  tab(page).evaluate(async () => (await (globalThis as Scope).store.access()).session?.id)

describe("what a browser keeps", () => {
  it("S32 two tabs that write at once lose nothing, and each lists what the other wrote", async () => {
    const write = (page: Page | undefined, names: string[]) =>
      tab(page).evaluate(async (keys) => {
        const { bytes } = (globalThis as Scope).store
        for (const key of keys) await bytes.set(key, new Uint8Array([1]))
      }, names)
    await Promise.all([write(first, ["draft/a", "draft/c", "drafts"]), write(second, ["draft/b", "other"])])
    const names = await tab(first).evaluate(() => (globalThis as Scope).store.bytes.names("draft/"))
    expect(names).toEqual(["draft/a", "draft/b", "draft/c"])
  })

  it("S28 a refused session is forgotten; one that was kept meanwhile, in another tab, stays", async () => {
    await keep(first, "old")
    await keep(second, "new")
    const forget = (id: string) =>
      tab(first).evaluate((refused) => (globalThis as Scope).store.forgetAccess({ id: refused }), id)
    expect(await forget("old")).toBe(false)
    expect(await sessionOf(first)).toBe("new")
    expect(await forget("new")).toBe(true)
    expect(await sessionOf(second)).toBeUndefined()
  })

  it("S28 a database that could not be opened is opened at the next use", async () => {
    const [refused, then] = await tab(first).evaluate(async () => {
      const open = (version: number) =>
        new Promise<IDBDatabase>((resolve) => {
          const asked = indexedDB.open("later", version)
          asked.onsuccess = () => resolve(asked.result)
        })
      // A newer one is in the way: the store's own version is refused.
      const newer = await open(7)
      const store = (globalThis as Scope).kept.browserStore("later")
      const failed = await store.bytes.set("a", new Uint8Array([1])).then(
        () => "written",
        () => "refused",
      )
      newer.close()
      await new Promise((resolve) => {
        indexedDB.deleteDatabase("later").onsuccess = resolve
      })
      await store.bytes.set("a", new Uint8Array([1]))
      return [failed, await store.bytes.names("")] as const
    })
    expect([refused, then]).toEqual(["refused", ["a"]])
  })
})
