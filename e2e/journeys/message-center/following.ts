/** What becomes of a message, as its sender sees it happen. */
import { join } from "node:path"
import { expect, it } from "vitest"
import {
  readOpened,
  readSlip,
  saveAttachment,
  signInInBrowser,
  watchLive,
  writeAndSend,
} from "../../hosts/message-center.ts"
import { parseMail } from "../../hosts/smtp-sink.ts"
import { alice, bob, picture, type Scene } from "./scene.ts"

export function following(scene: () => Scene): void {
  it("S36 what a reader does reaches the sender's open slip and list by itself; tabs share one line, until they sign out", async () => {
    const { browser, mark, pageOf, server } = scene()
    const desk = await browser.newContext()
    const first = await desk.newPage()
    await signInInBrowser(first, server.origin, alice)
    const watched = await watchLive(first)
    await first.goto(`${server.origin}/new`)
    await writeAndSend(first, { to: [bob.address], subject: "Live", text: `As it happens: ${mark}.` })
    expect(await readSlip(first)).not.toContain("signed by own device")
    const second = await desk.newPage()
    const asking: string[] = []
    second.on("request", (request) => asking.push(new URL(request.url()).pathname))
    await second.goto(`${server.origin}/sent`)
    const row = second.locator("[data-message]", { hasText: "Live" })
    await row.getByText("Not displayed yet").waitFor()
    const reader = await pageOf(bob)
    // What the mail server says of the notice is told and asked for first, or it would mix with what the reader does.
    await first.locator("[data-slip]").getByText("Notified").first().waitFor()
    await reader.goto(first.url().replace(/#.*/, ""))
    const before = watched.seen.length
    await readOpened(reader)
    const opened = Date.now()
    await first.locator("[data-slip]").getByText("signed by own device").waitFor()
    console.log(`live: the sender's slip changed ${Date.now() - opened} ms after the reader's page showed the text`)
    expect(watched.seen.slice(before).slice(0, 2)).toEqual(["told", "asked"])
    await row.getByText("Displayed by all").waitFor()
    expect(asking).not.toContain("/api/events")
    // The next tab takes the line over.
    const taken = second.waitForRequest("**/api/events")
    await first.close()
    const line = await taken
    const ended = second.waitForEvent("requestfailed", (request) => request === line)
    const third = await desk.newPage()
    await third.goto(`${server.origin}/inbox`)
    await third.getByRole("button", { name: "Signed in as Alice Example" }).click()
    await third.getByRole("menuitem", { name: "Sign out" }).click()
    await second.getByRole("button", { name: "Sign in", exact: true }).waitFor()
    await ended
    await desk.close()
  })

  it("S36 S37 who has not read: over many messages and in one; reminded, taken back, reminded; read, and told by itself", async () => {
    const { file, folder, mark, pageOf, server, sink } = scene()
    const page = await pageOf(alice)
    await page.goto(`${server.origin}/new`)
    await writeAndSend(page, {
      to: [bob.address],
      subject: "Unread",
      text: `Please read: ${mark}.`,
      files: [join(folder, file.name)],
    })
    const link = page.url().replace(/#.*/, "")
    await page.goto(`${server.origin}/sent`)
    await page.getByRole("tab", { name: "Has not been read" }).click()
    const row = page.locator("[data-tracked] [data-message]", { hasText: "Unread" })
    await row.getByText("0 of 1 displayed it").waitFor()
    await page.locator("[data-totals]", { hasText: "to" }).waitFor()
    await picture(page, "sent-not-read")
    await row.click()
    const summary = page.locator('[data-page="tracking"] [data-summary]')
    await summary.filter({ hasText: "0 of 1" }).waitFor()
    const notices = sink.to(bob.address).length
    const remind = async () => {
      await page.getByRole("button", { name: "Remind 1 person" }).click()
      const dialog = page.locator('[data-dialog="reminder"]')
      await dialog.getByText("has asked to remind of it").waitFor()
      await picture(page, "reminder")
      await dialog.getByRole("button", { name: "Remind", exact: true }).click()
      await page.getByText("A reminder goes to 1 person.").waitFor()
    }
    await remind()
    await page.getByText(/^Reminder today at/).waitFor()
    await page.getByRole("button", { name: "Undo" }).click()
    await remind()
    await picture(page, "tracking-reminded")
    const notice = await parseMail(await sink.waitFor(bob.address, notices + 1))
    expect(notice.subject).toContain("Not opened yet")
    await page
      .locator(`[data-person="${bob.address}"]`)
      .getByText(/^Reminded ·/)
      .waitFor()
    const reader = await pageOf(bob)
    await reader.goto(link)
    expect((await readOpened(reader)).text).toContain(`Please read: ${mark}`)
    await saveAttachment(reader, file.name)
    await summary.filter({ hasText: "1 of 1" }).waitFor()
    await page.getByText("Saved by 1 of 1").waitFor()
    await page.locator(`[data-person="${bob.address}"] button[aria-expanded]`).click()
    const displayed = page.locator('[data-event="displayed"]').first()
    expect(await displayed.textContent()).toMatch(/signed by own device · with Message Center \d/)
    expect(await page.locator('[data-event="downloaded"]').textContent()).toContain(`Saved ${file.name}`)
    await picture(page, "tracking-read")
    await page.getByRole("button", { name: `Recall ${file.name}` }).click()
    const dialog = page.locator('[data-dialog="recall-file"]')
    await dialog.getByText("1 person has saved it").waitFor()
    await dialog.getByLabel("Reason, shown to all recipients").fill("Old version")
    await dialog.getByRole("button", { name: "Recall the file" }).click()
    await page.locator(`[data-file="${file.name}"]`, { hasText: "Recalled today" }).waitFor()
    // The reader's open page hears of it too.
    await reader.locator(`[data-attachment="${file.name}"]`, { hasText: "Recalled today" }).waitFor()
    expect(await reader.getByRole("button", { name: `Save ${file.name}` }).count()).toBe(0)
  })
}
