/** The guard on Send in its own page under the real Office.js: what Outlook sends by itself, and what it does not. */
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { launchChromium } from "../hosts/chromium.ts"
import { paneIs, sendInPane, signInInPane } from "../hosts/outlook/in-pane.ts"
import { LOCAL_SERVER_ALLOWED, openOutlook, PANE_ORIGIN } from "../hosts/outlook/outlook.ts"
import type { Outlook } from "../hosts/outlook/outlook.ts"
import { buildTown, type Town } from "../proofs/town.ts"

let town: Town
let browser: Browser

beforeAll(async () => {
  town = await buildTown({ env: { OUTLOOK_ORIGIN: PANE_ORIGIN } })
  browser = await launchChromium(LOCAL_SERVER_ALLOWED)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await town?.close()
})

const open = (settings?: Record<string, unknown>, to = town.bob.address): Promise<Outlook> =>
  openOutlook({
    browser,
    server: town.server,
    owner: { address: town.alice.address, name: "Alice Example" },
    // From 1.14 on the dialog can open the pane.
    set: "1.14",
    item: { to: [{ address: to, name: "" }], subject: "Quotation", body: "<p>The price is 4,200.</p>" },
    ...(settings === undefined ? {} : { settings }),
  })

const rules = (block: object) => ({
  "smp.policy": JSON.stringify({
    v: 1,
    org: "Example Works",
    contact: "",
    server: town.server.origin,
    block: { domains: [], keywords: [], labels: [], attachments: false, ...block },
    advise: { domains: [] },
  }),
})

describe("S2 S18 Outlook's own Send", () => {
  it("an ordinary mail goes its old way", async () => {
    const outlook = await open()
    expect(await outlook.pressSend()).toMatchObject({ isSent: true })
    await outlook.close()
  })

  it("a draft that is meant for Send Secure does not, while the pane is open and after it failed", async () => {
    const outlook = await open()
    await signInInPane(outlook, town.alice)
    await paneIs(outlook, "review")
    const blocked = await outlook.pressSend()
    expect(blocked).toMatchObject({ isSent: false })
    expect(blocked.message).not.toBe("")
    await outlook.fail("setBody", 9040)
    await sendInPane(outlook)
    await paneIs(outlook, "failed")
    expect(await outlook.pressSend()).toMatchObject({ isSent: false })
    await outlook.close()
  })

  it("a rule of the organization holds a mail back and offers the pane; others go", async () => {
    const held = await open(rules({ domains: ["example.com"] }))
    const sent = await held.pressSend()
    expect(sent).toMatchObject({ isSent: false, commandId: expect.stringMatching(/./) })
    await held.close()
    const free = await open(rules({ domains: ["example.com"] }), "x@example.org")
    expect(await free.pressSend()).toMatchObject({ isSent: true })
    await free.close()
    const byWord = await open(rules({ keywords: ["quotation"] }))
    expect(await byWord.pressSend()).toMatchObject({ isSent: false })
    await byWord.close()
  })

  it("the rules that the pane wrote after sign-in are the ones that the guard reads", async () => {
    const settings: Record<string, unknown> = {}
    const outlook = await open(settings)
    await signInInPane(outlook, town.alice)
    await paneIs(outlook, "review")
    expect(await outlook.calls()).toContain("saveSettings")
    await outlook.close()
  })

  it("a draft whose marks cannot be read is held; the answer comes in time whatever Outlook refuses", async () => {
    const outlook = await open(rules({ domains: ["example.com"] }), "x@example.org")
    await outlook.page.evaluate(() => {
      window.guard.faults.allSession = 9040
      window.guard.faults.headers = 9040
    })
    expect(await outlook.pressSend()).toMatchObject({ isSent: false })
    await outlook.close()
  })
})
