/** What is written is kept: over the death of a tab, and beside another device. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { fillMessage, killTab, readOpened, saveAttachment, signInInBrowser } from "../../hosts/message-center.ts"
import { openWith } from "../../proofs/databases.ts"
import { alice, bob, type Scene } from "./scene.ts"

export function keptDrafts(scene: () => Scene): void {
  it("S32 a tab dies in mid-typing: text and file are there again; another device writes too, and nothing is lost", async () => {
    const { browser, file, folder, mark, pageOf, pages, server } = scene()
    const page = await pageOf(alice)
    await page.goto(`${server.origin}/new`)
    await fillMessage(page, {
      to: [bob.address],
      subject: "Draft",
      text: `Half ${mark}`,
      files: [join(folder, file.name)],
    })
    await page.locator('[data-upload="done"]').waitFor()
    await page.locator('[data-saving="saved"]').waitFor()
    const place = page.url()
    expect(place).toMatch(/\/draft\/drf_/)
    await page.route("**/api/drafts/**", (route) =>
      route.request().method() === "PUT" ? route.abort() : route.continue(),
    )
    await page.getByRole("textbox", { name: "Text", exact: true }).fill(`Half a sentence ${mark}`)
    await page.locator('[data-saving="here"]').waitFor()
    await killTab(page)
    const again = await page.context().newPage()
    pages.set(alice.address, again)
    await again.goto(place)
    const text = again.getByRole("textbox", { name: "Text", exact: true })
    await text.filter({ hasText: `Half a sentence ${mark}` }).waitFor()
    expect(await again.locator(`[data-file="${file.name}"][data-upload="done"]`).count()).toBe(1)
    await again.locator('[data-saving="saved"]').waitFor()

    const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
    await signInInBrowser(phone, server.origin, alice)
    await phone.goto(`${server.origin}/drafts`)
    await phone.locator("[data-draft]").click()
    await phone.getByRole("textbox", { name: "Text", exact: true }).fill(`From the phone ${mark}`)
    await phone.locator('[data-saving="saved"]').waitFor()
    await text.fill(`From the desk ${mark}`)
    await again.locator('[data-note="conflict"]').waitFor()
    await again.getByRole("button", { name: "Keep both" }).click()
    await again.locator('[data-saving="saved"]').waitFor()
    await again.getByRole("button", { name: "Send securely" }).click()
    await again.locator('[data-page="message"]').waitFor({ timeout: 60_000 })
    expect((await readOpened(again)).text).toContain(`From the desk ${mark}`)
    expect(readFileSync(await saveAttachment(again, file.name)).equals(file.bytes)).toBe(true)
    await again.goto(`${server.origin}/drafts`)
    await again.getByRole("button", { name: "Delete the draft" }).click()
    await again.getByRole("button", { name: "Undo" }).click()
    await again.locator("[data-draft]").click()
    await again
      .getByRole("textbox", { name: "Text", exact: true })
      .filter({ hasText: `From the phone ${mark}` })
      .waitFor()
    await again.getByRole("button", { name: "Discard" }).click()
    await again.getByText("Draft deleted.").waitFor()
    expect(
      await openWith(server.dataDir, "message")[0]?.connection.prepare("SELECT count(*) AS n FROM draft").get(),
    ).toEqual({ n: 0 })
  })
}
