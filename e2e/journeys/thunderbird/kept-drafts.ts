/** What is written in Thunderbird, kept locked on the server and continued in another client. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { listDrafts, sendableDraft } from "@smp/shared/drafts"
import { sendSecure } from "@smp/shared/send"
import { describe, expect, it } from "vitest"
import { readAttachment, signInAgain } from "../../hosts/person.ts"
import { addInPage } from "../../hosts/thunderbird/add-in-pages.ts"
import { until } from "../../hosts/thunderbird/wait.ts"
import { opened, type Scene } from "./scene.ts"

export function keptDrafts(scene: Scene): void {
  describe("a draft of Thunderbird", () => {
    it("S32 is kept locked with its file, nothing readable stays behind, and another client of the author goes on and sends it", async () => {
      const { member, employee, server, password } = scene
      const { thunderbird, dovecot, downloads, display } = employee
      await thunderbird.closeEverything()
      const file = join(downloads, "plan.txt")
      writeFileSync(file, "1. Sell. 2. Rest.")
      const compose = await thunderbird.compose({
        to: [`Bob Lind <${member.address}>`],
        subject: "Not finished yet",
        body: "<p>We sell the <b>east wing</b></p>",
        attachments: [file],
      })
      await compose.saveDraft()
      const readable = () => dovecot.mails("me", "Drafts").filter((mail) => mail.includes("east wing")).length
      await until("the readable draft on the mail server", () => readable() > 0)
      await compose.bringToFront()
      display.key("ctrl+shift+l")
      const page = addInPage(thunderbird, "send.html")
      await page.appears("[data-page=kept]", 60_000)
      employee.shot("kept")
      expect(await page.text()).toContain("The copies that Thunderbird had saved to Drafts were deleted.")
      expect(await compose.isOpen()).toBe(false)
      await until("nothing readable", () => readable() === 0)
      const desk = await signInAgain({ address: employee.address, password, name: "Anna Weber" }, server)
      const [draft] = await listDrafts(desk.account)
      const content = draft?.content
      if (content === null || content === undefined) throw new Error("there is no draft")
      expect(content).toMatchObject({
        subject: "Not finished yet",
        to: [{ address: member.address, name: "Bob Lind" }],
      })
      const { draft: sendable, options } = sendableDraft(desk.account, { ...content, subject: "Finished" }, Date.now())
      const host = { snapshot: async () => sendable, hasChanged: async () => false, finish: async () => undefined }
      const { id } = await sendSecure({ account: desk.account, host, org: content.org, journal: desk.store, options })
      const message = await opened(member, id)
      expect(message).toMatchObject({ verdict: "intact", subject: "Finished", attachments: [{ name: "plan.txt" }] })
      expect(message.html).toContain("<b>east wing</b>")
      expect(Buffer.from(await readAttachment(message)).toString()).toBe("1. Sell. 2. Rest.")
    })
  })
}
