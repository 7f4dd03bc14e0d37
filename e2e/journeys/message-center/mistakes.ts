/** What people mistype, and servers that fail: told as what it is, and nothing is lost by it. */
import { expect, it } from "vitest"
import { fillMessage } from "../../hosts/message-center.ts"
import { alice, bob, type Scene } from "./scene.ts"

export function mistakes(scene: () => Scene): void {
  it("S1 what stands in the address line and is no address is not passed over: nothing goes to the others without it", async () => {
    const { pageOf, server, sink } = scene()
    const page = await pageOf(alice)
    const mails = sink.mails.length
    await page.goto(`${server.origin}/new`)
    await fillMessage(page, { to: [bob.address], subject: "To two", text: "Together or not at all." })
    const to = page.getByRole("textbox", { name: "To", exact: true })
    await to.fill("dora at example.org")
    await page.getByRole("button", { name: "Send securely" }).click()
    const note = page.locator('[data-note="problem"]')
    await note.getByText("“dora at example.org” is not an e-mail address.").waitFor()
    // The shortcut that sends makes a recipient of what was just typed, and sends with the next press.
    await to.fill("dora@example.org")
    await to.press("Control+Enter")
    // Not the tag's hint, which is there too, hidden.
    await page.getByText("dora@example.org", { exact: true }).filter({ visible: true }).first().waitFor()
    await note.waitFor({ state: "detached" })
    expect(await page.locator('[data-page="compose"]').count()).toBe(1)
    expect(sink.mails.length).toBe(mails)
    await page.getByRole("button", { name: "Discard" }).click()
    await page.getByText("Draft deleted.").waitFor()
  })

  it("S14 a phone that is turned keeps what is typed", async () => {
    const { pageOf, server } = scene()
    const page = await pageOf(alice)
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${server.origin}/new`)
    const to = page.getByRole("textbox", { name: "To", exact: true })
    await to.fill("half an address")
    await page.setViewportSize({ width: 844, height: 390 })
    await page.getByRole("navigation", { name: "Folders" }).waitFor()
    expect(await to.inputValue()).toBe("half an address")
    await page.goto(`${server.origin}/account`)
    await page.getByRole("button", { name: "Change password" }).click()
    const old = page.getByLabel("Current password", { exact: true })
    await old.fill("not finished")
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole("button", { name: "Open the folders" }).waitFor()
    expect(await old.inputValue()).toBe("not finished")
  })

  it("S51 a search that is left with Escape narrows the list no more, and the focus is not lost", async () => {
    const { pageOf, server } = scene()
    const page = await pageOf(alice)
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${server.origin}/sent`)
    const rows = page.locator("[data-message]")
    await rows.nth(1).waitFor()
    const all = await rows.count()
    const search = page.getByRole("button", { name: "Search people and subjects" })
    await search.click()
    await page.keyboard.type("nothing like this")
    await page.getByText("Nothing found for").first().waitFor()
    await page.keyboard.press("Escape")
    await rows.nth(all - 1).waitFor()
    expect(new URL(page.url()).search).toBe("")
    expect(await search.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.setViewportSize({ width: 1280, height: 720 })
  })

  it("S14 a server that fails is not called one that contradicts itself; an address that was cut short is told as that", async () => {
    const { pageOf, server } = scene()
    const page = await pageOf(alice)
    await page.route("**/api/**", (route) =>
      route.fulfill({ status: 500, contentType: "application/problem+json", body: "{}" }),
    )
    await page.goto(`${server.origin}/inbox`)
    await page.getByRole("heading", { name: "Something went wrong" }).waitFor()
    await page.unroute("**/api/**")
    await page.getByRole("button", { name: "Try again" }).click()
    await page.getByRole("heading", { name: "Inbox" }).waitFor()
    await page.goto(`${server.origin}/m/msg_0123`)
    await page.getByRole("heading", { name: "This page does not exist" }).waitFor()
    expect(await page.title()).toContain("This page does not exist")
  })
}
