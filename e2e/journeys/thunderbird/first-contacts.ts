/** How somebody new comes in: chosen while sending in Thunderbird, told afterwards. */
import { openWithWords } from "@smp/shared/read"
import { messageId } from "@smp/shared/wire"
import { describe, expect, it } from "vitest"
import { sinkMailbox } from "../../hosts/mailbox.ts"
import { registerPerson } from "../../hosts/person.ts"
import { addInPage } from "../../hosts/thunderbird/add-in-pages.ts"
import { until } from "../../hosts/thunderbird/wait.ts"
import { opened, print, refusal, timed, type Scene } from "./scene.ts"

export function firstContacts(scene: Scene): void {
  describe("somebody new", () => {
    it("S1 S30 comes in as the sender chose for each: by five words that the sender is shown to tell, by the sender alone, by a link in an ordinary mail of the sender", async () => {
      const { employee, server, sink } = scene
      const { thunderbird } = employee
      const [ellen, frank, gert] = ["ellen@example.net", "frank@example.net", "gert@example.net"]
      const compose = await thunderbird.compose({
        to: [ellen, frank, gert],
        subject: "Offer",
        body: "<p>The price is 12.</p>",
      })
      await compose.pressSendSecure()
      const page = addInPage(thunderbird, "send.html")
      await page.appears("[data-page=review]", 60_000)
      expect(await page.text()).toContain("First-contact service of Northlight Clinic")
      await page.pressStarting("With five words that I tell them")
      await page.press("Not the same for each of them")
      await page.choose(frank, "Only through me")
      await page.choose(gert, "With a link that I send from my own mailbox")
      await until("the choice", async () => !(await page.text()).includes("First-contact service of Northlight Clinic"))
      employee.shot("first-contact-choice")
      await page.press("Send to 3 recipients")
      print(
        `words made and handed over in ${await timed("the hand-over", () => page.attribute("[data-page=done]", "data-page"), 120_000)} ms`,
      )
      const id = (await page.attribute("[data-page=done]", "data-message")) ?? ""
      const [words, ...more] = await page.all("[data-secret=words]")
      expect(words?.split(" ")).toHaveLength(5)
      expect(more).toEqual([])
      employee.shot("words-to-tell")
      await page.press("Write the e-mail")
      const letter = await thunderbird.opened()
      const { text } = await letter.state()
      expect(text).toContain(`${server.origin}/m/${id}#k=`)
      expect(text).toContain((await page.all("[data-secret=link]"))[0])
      await letter.close()
      await page.press("Open delivery slip")
      const slip = addInPage(thunderbird, "read.html")
      await slip.appears("[data-secret=words]", 60_000)
      expect(await slip.all("[data-secret=words]")).toEqual([words])
      employee.shot("words-on-slip")
      const mailbox = sinkMailbox(sink)
      const reader = await registerPerson({ server, mailbox, address: ellen, name: "Ellen Ode" })
      expect(await refusal(reader, id)).toBe("not-ready")
      await openWithWords(reader.account, messageId.parse(id), words ?? "")
      expect((await opened(reader, id)).subject).toBe("Offer")
      await until("nothing more to tell", async () => (await slip.all("[data-secret=words]")).length === 0)
      const other = await registerPerson({ server, mailbox, address: frank, name: "Frank Ode" })
      await until("the sender's Thunderbird", async () => (await refusal(other, id)) === null)
      expect((await opened(other, id)).issuer?.address).toBe(employee.address)
    })
  })
}
