/** What a sender and a reader see after the send while a window of the add-in is open, and what the sender still decides. */
import { decisionsOf } from "@smp/shared/control"
import { messageId } from "@smp/shared/wire"
import { describe, expect, it } from "vitest"
import { send } from "../../hosts/person.ts"
import { addInPage } from "../../hosts/thunderbird/add-in-pages.ts"
import { until } from "../../hosts/thunderbird/wait.ts"
import { openNotice, opened, print, refusal, timed, type Scene } from "./scene.ts"

export function afterTheSend(scene: Scene): void {
  describe("after the send", () => {
    it("S33 S37 S41 the sender's window shows a reading as it happens, and the record holds; suspend, open again, recall from there", async () => {
      const { member, employee } = scene
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
      await opened(member, id)
      print(
        `the reading on the sender's slip: ${await timed("the reading", () => shows(slip, /1 of 1 has displayed it/))} ms`,
      )
      await slip.appears("[data-record=complete]", 60_000)
      employee.shot("slip-live")
      await slip.press("Suspend")
      await until("the suspension", async () => (await refusal(member, id)) === "suspended")
      await slip.press("Open again")
      await until("the opening", async () => (await refusal(member, id)) === null)
      await slip.press("Recall…")
      await slip.fill("Reason, shown to all recipients", "Wrong week")
      employee.shot("recall")
      await slip.press("Recall for 1 person")
      await until("the recall", async () => (await refusal(member, id)) === "recalled")
      await until("the recall on the slip", () => shows(slip, /Key destroyed by recall/))
      employee.shot("recalled-by-sender")
    })

    it("S13 S31 S33 a hidden subject shows only in the opened message; suspended it goes from the panel, recalled it says by whom, when and why", async () => {
      const { member, employee } = scene
      const { thunderbird } = employee
      const subject = "Suspected embezzlement"
      const sent = await send(member, {
        to: [employee.address],
        subject,
        text: "Please keep this to yourself.",
        options: { hideSubject: true },
      })
      const panel = await openNotice(scene, sent.reference)
      await panel.appears("[data-page=message]", 60_000)
      expect(await panel.text()).toContain(subject)
      const folder = employee.dovecot.mails("me", "INBOX").join("\n")
      expect(folder).not.toContain(subject)
      employee.shot("hidden-subject-opened")
      const decisions = decisionsOf({ account: member.account, id: messageId.parse(sent.id) })
      await decisions.suspend()
      const gone = await timed("the suspension", () => panel.attribute("[data-reason=suspended]", "data-page"))
      print(`the suspension in the reader's panel: ${gone} ms`)
      expect(await panel.text()).not.toContain(subject)
      employee.shot("suspended")
      await decisions.resume()
      await panel.appears("[data-page=message]", 30_000)
      await decisions.recall({ reason: "Sent to the wrong person", who: null })
      print(
        `the recall in the reader's panel: ${await timed("the recall", () => shows(panel, /Sent to the wrong person/))} ms`,
      )
      const text = await panel.text()
      expect(text).toContain("Bob Lind")
      expect(text).toContain("Since ")
      expect(text).not.toContain(subject)
      employee.shot("recalled")
      await until("the label", async () => (await thunderbird.headerButton()).label === "Open delivery slip")
    })

    it("S16 S41 the own password is asked for in the panel where the sender wants it; when its end has come the message closes there", async () => {
      const { member, employee, password } = scene
      const sent = await send(member, {
        to: [employee.address],
        subject: "Until now",
        text: "Only today.",
        options: { password: true },
      })
      const panel = await openNotice(scene, sent.reference)
      await panel.appears("[data-page=own-password]", 60_000)
      await panel.fill("Password", "not the password")
      await panel.press("Open")
      await until("the refusal", () => shows(panel, /The password is not right/))
      employee.shot("own-password")
      await panel.fill("Password", password)
      await panel.press("Open")
      await panel.appears(`[data-message="${sent.id}"]`, 60_000)
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
