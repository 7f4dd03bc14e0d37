/** How somebody new comes in, to the Message Center in real Chromium: chosen while sending in Thunderbird, told afterwards. */
import type { Page } from "playwright-core"
import { describe, expect, it } from "vitest"
import { noticeLink, sinkMailbox } from "../../hosts/mailbox.ts"
import { openWithSecret, readOpened, readSlip, registerInBrowser } from "../../hosts/message-center.ts"
import { signInAgain } from "../../hosts/person.ts"
import { addInPage } from "../../hosts/thunderbird/add-in-pages.ts"
import { until } from "../../hosts/thunderbird/wait.ts"
import { opened, picture, print, timed, type Scene } from "./scene.ts"

const TEXT = "The price is 12."
const password = "forty wooden sledges slide"

export function firstContacts(scene: Scene): void {
  describe("somebody new", () => {
    it("S1 S30 comes in as the sender chose for each: by five words that the sender is shown to tell, by the sender alone, by a link in an ordinary mail of the sender", async () => {
      const { employee, pageOf, server, sink } = scene
      const { thunderbird } = employee
      const [ellen, frank, gert] = ["ellen@example.net", "frank@example.net", "gert@example.net"]
      const compose = await thunderbird.compose({
        to: [ellen, frank, gert],
        subject: "Offer",
        body: `<p>${TEXT}</p>`,
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
      const [link] = await page.all("[data-secret=link]")
      expect(text).toContain(link)
      await letter.close()
      await page.press("Open delivery slip")
      const slip = addInPage(thunderbird, "read.html")
      await slip.appears("[data-secret=words]", 60_000)
      expect(await slip.all("[data-secret=words]")).toEqual([words])
      employee.shot("words-on-slip")
      const mailbox = sinkMailbox(sink)
      /** From a link to the account that it asks for. */
      const arrive = async (address: string, name: string, from: string): Promise<Page> => {
        const arrived = await pageOf({ address })
        await arrived.goto(from)
        await registerInBrowser(arrived, { address, name, password, mailbox })
        return arrived
      }
      const ellens = await arrive(ellen, "Ellen Ode", await noticeLink(mailbox, ellen))
      await ellens.locator('[data-page="secret"][data-needed="words"]').waitFor()
      await picture(ellens, "words-asked")
      await openWithSecret(ellens, words ?? "")
      expect(await readOpened(ellens)).toEqual({ verdict: "intact", text: TEXT })
      await picture(ellens, "words-opened")
      await until("nothing more to tell", async () => (await slip.all("[data-secret=words]")).length === 0)
      const franks = await arrive(frank, "Frank Ode", await noticeLink(mailbox, frank))
      expect(await readOpened(franks)).toEqual({ verdict: "intact", text: TEXT })
      expect(await readSlip(franks)).toContain("Was let in")
      await picture(franks, "sender-let-in")
      const franksOther = await signInAgain({ address: frank, password }, server)
      expect((await opened(franksOther, id)).issuer?.address).toBe(employee.address)
      const gerts = await arrive(gert, "Gert Ode", link ?? "")
      expect(await readOpened(gerts)).toEqual({ verdict: "intact", text: TEXT })
      await picture(gerts, "link-opened")
    })
  })
}
