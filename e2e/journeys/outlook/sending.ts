/** Send Secure from a draft with everything that Outlook puts into one, until the recipients have it. */
import { readFileSync } from "node:fs"
import type { Page } from "playwright-core"
import { afterAll, describe, expect, it } from "vitest"
import { noticeLink } from "../../hosts/mailbox.ts"
import { readOpened, registerInBrowser, saveAttachment } from "../../hosts/message-center.ts"
import { draftFile, paneIs, sendInPane, signInInPane } from "../../hosts/outlook/in-pane.ts"
import type { Outlook } from "../../hosts/outlook/outlook.ts"
import { read, readAttachment } from "../../hosts/person.ts"
import { search } from "../../proofs/canaries.ts"
import { canariesOf, draftOf, holdsSecret, newSecret, openAlices, picture, sentSubjects, type Scene } from "./scene.ts"

const dora = { address: "dora@example.org", name: "Dora Example", password: "nineteen copper kettles whistle" }
const secret = newSecret()
const logo = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
)
/** As Outlook on the web shows a picture inside the text. */
const PICTURE = `<img alt="Logo" src="https://attachments.office.example/logo?token=x" originalsrc="cid:logo@1" data-imagetype="AttachmentByCid">`

export function sending(scene: Scene): void {
  describe("Send Secure in Outlook on the web", () => {
    let outlook: Outlook
    let reader: Page
    afterAll(() => outlook?.close())

    it("S3 S12 the pane comes up under the real Office.js, with storage denied, and its owner signs in there", async () => {
      const item = draftOf(scene, secret, {
        cc: [{ address: dora.address, name: "Dora Example" }],
        body: `<p>The <b>price</b> is ${secret.mark}. ${PICTURE}</p>`,
        attachments: [
          draftFile(secret.plan.name, secret.plan.bytes),
          draftFile("logo.png", logo, { type: "image/png", isInline: true, contentId: "logo@1" }),
          draftFile("Rota.xlsx", Buffer.alloc(0), { kind: "cloud" }),
        ],
      })
      outlook = await openAlices(scene, item, { set: "1.15", isStorageDenied: true, staleReads: 2 })
      await signInInPane(outlook, scene.town.alice)
      expect(await paneIs(outlook, "review", "failed")).toBe("review")
      const text = await outlook.pane.locator("body").innerText()
      for (const word of [scene.town.bob.address, dora.address, secret.subject, secret.plan.name])
        expect(text).toContain(word)
      expect(text).toContain("1 cloud link is not protected.")
      expect(text).toContain("Rota.xlsx")
      // Before the send: whoever can open it besides the people.
      for (const service of ["Archive", "First-contact service"])
        expect(text).toContain(`${service} of Example Works: can open it`)
      await picture(outlook, "review")
    })

    it("S36 the readers see who has read it, until the sender wants to be the only one", async () => {
      const { pane } = outlook
      const line = pane.locator('[data-part="options"]')
      expect(await line.innerText()).toContain("Recipients see who has read it")
      await pane.getByRole("button", { name: "Change", exact: true }).click()
      await pane.getByRole("switch", { name: "Recipients see who has read it" }).click()
      expect(await line.innerText()).toContain("Who has read it: Only the sender sees it")
    })

    it("S4 S7 S8 S34 it hands text and file over, empties the draft and closes it", async () => {
      await sendInPane(outlook)
      expect(await paneIs(outlook, "done", "failed", "unknown")).toBe("done")
      await picture(outlook, "done")
      const item = await outlook.item()
      expect(item.attachments).toEqual([])
      expect(holdsSecret(item, secret)).toBe(false)
      expect(await outlook.isClosed()).toBe(true)
      expect((await outlook.calls()).at(-1)).toBe("discard")
      expect(await sentSubjects(scene)).toContain(secret.subject)
    })

    it("S20 no copy that Outlook saved after the emptying holds a word of it, nor Sent, nor Deleted Items", async () => {
      const saved = await outlook.saved()
      const isReadable = saved.map(({ item }) => holdsSecret(item, secret))
      // Outlook saves after every change here: readable while the draft is emptied, clean from the new text on.
      const emptied = saved.findIndex(({ after }) => after === "setBody")
      expect(isReadable.slice(0, emptied)).toContain(true)
      expect(isReadable.slice(emptied)).toEqual(saved.slice(emptied).map(() => false))
      expect(saved.slice(emptied).map(({ why }) => why)).toEqual(
        expect.arrayContaining(["autosave", "save", "discard"]),
      )
      expect(await outlook.sent()).toEqual([])
    })

    it("S9 S20 no address, no message between the frames after that, no request to the server and no mail holds it", async () => {
      const canaries = canariesOf(secret)
      expect(search("addresses", Buffer.from(outlook.requests.join("\n")), canaries)).toEqual([])
      const traffic = await outlook.trafficSinceSave()
      expect(traffic.length).toBeGreaterThan(2)
      expect(search("frames", Buffer.from(traffic.join("\n")), canaries)).toEqual([])
      const uploads = Buffer.concat(outlook.uploads)
      // The file went through here, sealed.
      expect(uploads.length).toBeGreaterThan(secret.plan.bytes.length)
      expect(search("requests", uploads, canaries)).toEqual([])
      await scene.town.sink.waitFor(scene.town.bob.address, 1)
      const mails = Buffer.concat(scene.town.sink.mails.map(({ raw }) => raw))
      expect(search("mails", mails, canaries)).toEqual([])
    })

    it("S6 no request leaves for another place; the policy stopped only what Office.js tells its makers", async () => {
      expect(outlook.strays).toEqual([])
      const foreign = outlook.violations.filter((text) => !text.includes("browser.pipe.aria.microsoft.com"))
      expect(foreign).toEqual([])
    })

    it("S1 S4 the colleague reads the same text, picture and file; the outsider does so in the Message Center", async () => {
      const { bob, mailbox } = scene.town
      const id = (await bob.account.client.messages({ folder: "inbox" })).messages[0]?.id ?? ""
      const opened = await read(bob, id)
      expect(opened).toMatchObject({ verdict: "intact", subject: secret.subject })
      expect(opened.slip.ctl.share).toBeUndefined()
      expect(opened.slip.holders.map(({ kind }) => kind)).toEqual(["archive", "grant-agent"])
      expect(opened.attachments.map(({ name, disposition, cid }) => [name, disposition, cid])).toEqual([
        [secret.plan.name, "attachment", null],
        ["logo.png", "inline", "logo@1"],
      ])
      expect(opened.html).toContain(`<b>price</b> is ${secret.mark}`)
      expect(opened.html).toContain("cid:logo@1")
      expect(Buffer.from(await readAttachment(opened, 1)).equals(logo)).toBe(true)
      reader = await (await scene.browser.newContext({ acceptDownloads: true })).newPage()
      await reader.goto(await noticeLink(mailbox, dora.address))
      await registerInBrowser(reader, { ...dora, mailbox })
      const shown = await readOpened(reader)
      expect(shown.verdict).toBe("intact")
      expect(shown.text).toContain(secret.mark)
      expect(readFileSync(await saveAttachment(reader, secret.plan.name)).equals(secret.plan.bytes)).toBe(true)
      await reader.context().close()
    })
  })
}
