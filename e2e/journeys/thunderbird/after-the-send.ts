/**
 * What a sender and a reader see after the send while a window of the add-in is open, and what the sender still decides;
 * the other one of the two is in the Message Center, in real Chromium.
 */
import { decisionsOf } from "@smp/shared/control"
import { messageId, type MessageId } from "@smp/shared/wire"
import type { Page } from "playwright-core"
import { beforeAll, describe, expect, it } from "vitest"
import { readOpened, recallInBrowser, signInInBrowser, writeAndSend, type Writing } from "../../hosts/message-center.ts"
import { addInPage } from "../../hosts/thunderbird/add-in-pages.ts"
import { until } from "../../hosts/thunderbird/wait.ts"
import { openNotice, opened, picture, pictures, print, timed, type Scene } from "./scene.ts"

export function afterTheSend(scene: Scene): void {
  describe("after the send", () => {
    /** The colleague's Message Center. */
    let page: Page
    const isClosed = (reason: string) => page.locator(`[data-page="refused"][data-reason="${reason}"]`)
    /** By the colleague; stays on the page of the message. */
    const sendToEmployee = async (writing: Writing): Promise<{ id: MessageId; reference: string }> => {
      const { employee, member, server } = scene
      await page.goto(`${server.origin}/new`)
      await writeAndSend(page, { to: [employee.address], ...writing })
      const id = messageId.parse(await page.locator('[data-page="message"]').getAttribute("data-message"))
      return opened(member, id)
    }

    beforeAll(async () => {
      page = await scene.pageOf(scene.member)
      await signInInBrowser(page, scene.server.origin, scene.member)
    })

    it("S33 S37 S41 the sender's window shows a reading as it happens, and the record holds; suspend, open again, recall from there", async () => {
      const { member, employee, server } = scene
      const { thunderbird } = employee
      const compose = await thunderbird.compose({ to: [member.address], subject: "Rota", body: "<p>Swap Monday?</p>" })
      await compose.pressSendSecure()
      const sending = addInPage(thunderbird, "send.html")
      await sending.appears("[data-page=review], [data-page=done]", 60_000)
      if ((await sending.all("[data-page=review]")).length > 0) await sending.press("Send to 1 recipient")
      await sending.appears("[data-page=done]", 60_000)
      const id = (await sending.attribute("[data-page=done]", "data-message")) ?? ""
      await sending.press("Open delivery slip")
      const slip = addInPage(thunderbird, "read.html")
      await slip.appears("[data-record=complete]", 60_000)
      expect(await slip.text()).not.toContain("Displayed – signed by own device")
      await page.goto(`${server.origin}/m/${id}`)
      expect((await readOpened(page)).text).toBe("Swap Monday?")
      print(
        `the reading on the sender's slip: ${await timed("the reading", () => shows(slip, /1 of 1 has displayed it/))} ms`,
      )
      await slip.appears("[data-record=complete]", 60_000)
      employee.shot("slip-live")
      await slip.press("Suspend")
      await isClosed("suspended").waitFor()
      expect(await page.locator("iframe").count()).toBe(0)
      await picture(page, "reader-suspended")
      await slip.press("Open again")
      expect((await readOpened(page)).text).toBe("Swap Monday?")
      await slip.press("Recall…")
      await slip.fill("Reason, shown to all recipients", "Wrong week")
      employee.shot("recall")
      await slip.press("Recall for 1 person")
      await isClosed("recalled").filter({ hasText: "Wrong week" }).waitFor()
      expect(await page.locator("iframe").count()).toBe(0)
      await picture(page, "reader-recalled")
      await until("the recall on the slip", () => shows(slip, /Key destroyed by recall/))
      employee.shot("recalled-by-sender")
    })

    it("S13 S31 S33 a hidden subject shows only in the opened message; suspended it goes from the panel, recalled it says by whom, when and why", async () => {
      const { employee } = scene
      const { thunderbird } = employee
      const subject = "Suspected embezzlement"
      const sent = await sendToEmployee({ subject, text: "Please keep this to yourself.", hasHiddenSubject: true })
      const panel = await openNotice(scene, sent.reference)
      await panel.appears("[data-page=message]", 60_000)
      expect(await panel.text()).toContain(subject)
      const folder = employee.dovecot.mails("me", "INBOX").join("\n")
      expect(folder).not.toContain(subject)
      employee.shot("hidden-subject-opened")
      await page.getByRole("button", { name: "Suspend", exact: true }).click()
      const gone = await timed("the suspension", () => panel.attribute("[data-reason=suspended]", "data-page"))
      print(`the suspension in the reader's panel: ${gone} ms`)
      expect(await panel.text()).not.toContain(subject)
      employee.shot("suspended")
      await page.getByRole("button", { name: "Open again", exact: true }).click()
      await panel.appears("[data-page=message]", 30_000)
      await recallInBrowser(page, "Sent to the wrong person", pictures)
      await until("the recall in the reader's panel", () => shows(panel, /Sent to the wrong person/))
      const text = await panel.text()
      expect(text).toContain("Bob Lind")
      expect(text).toContain("Since ")
      expect(text).not.toContain(subject)
      employee.shot("recalled")
      await until("the label", async () => (await thunderbird.headerButton()).label === "Open delivery slip")
    })

    it("S16 S41 the own password is asked for in the panel where the sender wants it; when its end has come the message closes there", async () => {
      const { member, employee, password } = scene
      const sent = await sendToEmployee({ subject: "Until now", text: "Only today.", asksPassword: true })
      const panel = await openNotice(scene, sent.reference)
      await panel.appears("[data-page=own-password]", 60_000)
      await panel.fill("Password", "not the password")
      await panel.press("Open")
      await until("the refusal", () => shows(panel, /The password is not right/))
      employee.shot("own-password")
      await panel.fill("Password", password)
      await panel.press("Open")
      await panel.appears(`[data-message="${sent.id}"]`, 60_000)
      // Nobody waits a day for the shortest end that the page offers.
      const { changeEnd } = decisionsOf({ account: member.account, id: sent.id })
      await changeEnd(Date.now() + 1_500)
      await panel.appears("[data-reason=expired]", 60_000)
      employee.shot("expired")
      expect(await panel.text()).not.toContain("Only today.")
    })
  })
}

const shows = async (page: { text(): Promise<string> }, wanted: RegExp): Promise<boolean> =>
  wanted.test(await page.text())
