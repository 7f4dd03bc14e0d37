/** Who sends the notice is the organization's to say: our server, or Outlook from the sender's own mailbox. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { AxeBuilder } from "@axe-core/playwright"
import { changeRules } from "@smp/shared/account"
import { NO_MAIL_RULES } from "@smp/shared/slip"
import { messageId } from "@smp/shared/wire"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { paneIs, sendInPane, signInInPane } from "../../hosts/outlook/in-pane.ts"
import type { MailItem } from "../../hosts/outlook/item.ts"
import { signInInBrowser } from "../../hosts/message-center.ts"
import { openOutlook, PANE_ORIGIN } from "../../hosts/outlook/outlook.ts"
import { draftOf, holdsSecret, newSecret, openAlices, PICTURES, type Scene } from "./scene.ts"

export function delivery(scene: Scene): void {
  const setRules = (rules: object) => {
    const { account, org } = scene.town.alice
    if (org === null) throw new Error("Alice has no organization")
    return changeRules(account, org, { mail: { ...NO_MAIL_RULES, ...rules } })
  }

  describe("S18 S39 where the organization wants Outlook to send the notice", () => {
    beforeAll(() => setRules({ notices: "client" }))
    afterAll(() => setRules({}))

    it("S4 S20 with 1.15 Outlook sends it at once, without a word of the message, and it opens at the recipient's", async () => {
      const secret = newSecret()
      const mails = scene.town.sink.mails.length
      const outlook = await openAlices(scene, draftOf(scene, secret), { set: "1.15", permission: "mailbox" })
      await signInInPane(outlook, scene.town.alice)
      await paneIs(outlook, "review", "failed")
      await sendInPane(outlook)
      expect(await paneIs(outlook, "done", "failed", "unknown")).toBe("done")
      const id = (await outlook.pane.locator("[data-message]").getAttribute("data-message")) ?? ""
      expect(await outlook.pane.locator('[data-place="draft"]').innerText()).toContain("Outlook has sent the notice")
      const [notice, ...more] = await outlook.sent()
      expect(more).toEqual([])
      expect(notice && holdsSecret(notice, secret)).toBe(false)
      expect(notice?.body).toContain(`${scene.town.server.origin}/m/${id}`)
      expect(notice?.headers).toMatchObject({
        "x-secure-message-id": id,
        "x-delivery-slip": `message; origin=${scene.town.server.origin}`,
      })
      await outlook.close()
      expect(await whoTold(id)).toEqual(["Send Secure for Outlook/0.1.0"])
      expect(await opensAtBobs(notice)).toBe(id)
      expect(scene.town.sink.mails).toHaveLength(mails)
    })

    it("S4 before 1.15 the person presses Send: the guard knows the notice and lets it through", async () => {
      const secret = newSecret()
      const outlook = await openAlices(scene, draftOf(scene, secret), { set: "1.14" })
      await signInInPane(outlook, scene.town.alice)
      await paneIs(outlook, "review", "failed")
      await sendInPane(outlook)
      expect(await paneIs(outlook, "done", "failed", "unknown")).toBe("done")
      expect(await outlook.pane.locator('[data-place="draft"]').innerText()).toContain("Press Send in Outlook")
      const id = (await outlook.pane.locator("[data-message]").getAttribute("data-message")) ?? ""
      expect([await outlook.isClosed(), await outlook.sent(), await whoTold(id)]).toEqual([false, [], []])
      expect(await outlook.pressSend({ mode: "block" })).toMatchObject({ isSent: true })
      const [notice] = await outlook.sent()
      expect(notice && holdsSecret(notice, secret)).toBe(false)
      await outlook.close()
    })

    it("S31 a draft with blind copies is told by the server, one by one", async () => {
      const secret = newSecret()
      const before = scene.town.sink.to(scene.town.carol.address).length
      const bcc = [{ address: scene.town.carol.address, name: "" }]
      const outlook = await openAlices(scene, draftOf(scene, secret, { bcc }), { set: "1.15", permission: "mailbox" })
      await signInInPane(outlook, scene.town.alice)
      await paneIs(outlook, "review", "failed")
      await sendInPane(outlook)
      expect(await paneIs(outlook, "done", "failed", "unknown")).toBe("done")
      expect(await outlook.sent()).toEqual([])
      await scene.town.sink.waitFor(scene.town.carol.address, before + 1)
      await outlook.close()
    })

    /** The programs that say that a notice is out. */
    async function whoTold(id: string): Promise<(string | null)[]> {
      const { people } = await scene.town.alice.account.client.tracking(messageId.parse(id))
      return people
        .flatMap(({ events }) => events.filter(({ kind }) => kind === "accepted"))
        .map(({ client }) => client)
    }

    async function opensAtBobs(notice: MailItem | undefined): Promise<string | null> {
      const owner = { address: scene.town.bob.address, name: "Bob Example" }
      const item = { ...notice, id: "AAMk-notice", isReceived: true }
      const outlook = await openOutlook({ browser: scene.browser, server: scene.town.server, owner, item })
      await signInInPane(outlook, scene.town.bob)
      expect(await paneIs(outlook, "reading", "refused", "no-notice")).toBe("reading")
      const id = await outlook.pane.locator("[data-message]").getAttribute("data-message")
      await outlook.close()
      return id
    }
  })

  describe("S18 S39 what the organization's policy says about ordinary mail", () => {
    afterAll(() => setRules({}))

    it("S3 the administrator finds the manifest and writes the rules in the Message Center", async () => {
      const { alice, server } = scene.town
      const context = await scene.browser.newContext({ acceptDownloads: true, viewport: { width: 1000, height: 1400 } })
      const page = await context.newPage()
      await signInInBrowser(page, server.origin, alice)
      await page.getByRole("link", { name: "Outlook", exact: true }).click()
      await page.locator('[data-page="outlook-add-in"]').waitFor()
      const download = page.waitForEvent("download")
      await page.getByRole("link", { name: "Download the manifest" }).click()
      const manifest = readFileSync(await (await download).path(), "utf8")
      expect(manifest).toContain(`${PANE_ORIGIN}/outlook/task-pane.html`)
      expect(manifest).toContain('SendMode="Block"')
      const rules = page.getByRole("form", { name: "3. Rules for ordinary mail" })
      await rules.getByLabel("Recipients' domains").fill("example.com")
      await rules.getByLabel("Whom people can ask").fill("Ines Brandt, extension 4100")
      await rules.getByRole("button", { name: "Save the rules" }).click()
      await page.getByText("Saved. They reach people at their next sign-in.").waitFor()
      await page.screenshot({ path: join(PICTURES, "administrator.png"), fullPage: true })
      const { violations } = await new AxeBuilder({ page })
        .exclude("[data-tabster-dummy]")
        .disableRules("label-content-name-mismatch")
        .analyze()
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical")
      expect(serious.map(({ id }) => id)).toEqual([])
      await page.setViewportSize({ width: 390, height: 800 })
      // The page is laid out anew for a phone: nothing of it is wider then.
      await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth)
      await context.close()
    })

    it("reaches the guard through the mailbox's settings, written by the pane after sign-in", async () => {
      const outlook = await openAlices(scene, draftOf(scene, newSecret()), { set: "1.14" })
      await signInInPane(outlook, scene.town.alice)
      await paneIs(outlook, "review")
      await outlook.pane.getByText("Everything to example.com goes encrypted").first().waitFor()
      // As if the pane had never looked at this draft.
      await outlook.page.evaluate(() => (window.outlook.mailbox.item.session = {}))
      const held = await outlook.pressSend()
      expect(held).toMatchObject({ isSent: false, alert: "not-met" })
      expect(held.message).toContain("Example Works sends everything to example.com encrypted.")
      expect(held.message).toContain("Questions: Ines Brandt, extension 4100.")
      await outlook.close()
    })
  })
}
