/** A notice that arrived in Outlook opens in the pane: the same text, files and slip as in every other client. */
import { randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import { beforeAll, describe, expect, it } from "vitest"
import { bodyText } from "../../hosts/body-frame.ts"
import { readOpened, readSlip, signInInBrowser } from "../../hosts/message-center.ts"
import { paneIs, sendInPane, signInInPane } from "../../hosts/outlook/in-pane.ts"
import { openOutlook, type OpenOutlook, type Outlook } from "../../hosts/outlook/outlook.ts"
import { receivedMail } from "../../hosts/outlook/received.ts"
import { read, send } from "../../hosts/person.ts"
import { openWith } from "../../proofs/databases.ts"
import { picture, type Scene } from "./scene.ts"

const plan = { name: "plan.bin", bytes: randomBytes(700_000) }

export function reading(scene: Scene): void {
  const owner = () => ({ address: scene.town.bob.address, name: "Bob Example" })
  let id = ""
  let mail: Parameters<typeof receivedMail>[0]
  const open = async (more: Partial<OpenOutlook> = {}): Promise<Outlook> =>
    openOutlook({
      browser: scene.browser,
      server: scene.town.server,
      owner: owner(),
      item: await receivedMail(mail, owner()),
      ...more,
    })

  describe("a notice in Outlook", () => {
    beforeAll(async () => {
      const { alice, bob, carol, sink } = scene.town
      const letter = { to: [bob.address], cc: [carol.address], subject: "Quotation", text: "The price is 4,200." }
      const file = { ...plan, type: "application/octet-stream", bytes: new Uint8Array(plan.bytes) }
      const before = sink.to(bob.address).length
      id = (await send(alice, { ...letter, attachments: [file] })).id
      mail = await sink.waitFor(bob.address, before + 1)
    })
    it("S13 S15 S35 opens in the pane with text, slip and file; the file is saved byte for byte", async () => {
      const outlook = await open()
      await signInInPane(outlook, scene.town.bob)
      expect(await paneIs(outlook, "reading", "refused", "no-notice")).toBe("reading")
      expect(await outlook.pane.locator("[data-message]").getAttribute("data-message")).toBe(id)
      expect(await outlook.pane.locator("[data-verdict]").first().getAttribute("data-verdict")).toBe("intact")
      expect(await bodyText(outlook.pane)).toContain("The price is 4,200.")
      await picture(outlook, "reading")
      const download = outlook.page.waitForEvent("download", { timeout: 60_000 })
      await outlook.pane.getByRole("button", { name: `Save ${plan.name}` }).click()
      expect(readFileSync(await (await download).path()).equals(plan.bytes)).toBe(true)
      expect(outlook.strays).toEqual([])
      await outlook.close()
    })

    it("S25 the Message Center shows the same text and the same people in the slip", async () => {
      const page = await (await scene.browser.newContext()).newPage()
      await signInInBrowser(page, scene.town.server.origin, scene.town.bob)
      await page.goto(`${scene.town.server.origin}/m/${id}`)
      const opened = await readOpened(page)
      expect(opened).toMatchObject({ verdict: "intact" })
      expect(opened.text).toContain("The price is 4,200.")
      const slip = await readSlip(page)
      for (const person of [scene.town.bob, scene.town.carol]) expect(slip).toContain(person.address)
      await page.context().close()
    })

    it("S22 S52 a subject edited in the database is shown as altered in the pane too", async () => {
      for (const { connection } of openWith(scene.town.server.dataDir, "message")) {
        connection.prepare("UPDATE message SET subject = 'Another price' WHERE id = ?").run(id)
        connection.close()
      }
      const outlook = await open()
      await signInInPane(outlook, scene.town.bob)
      await paneIs(outlook, "reading")
      expect(await outlook.pane.locator("[data-verdict]").first().getAttribute("data-verdict")).toBe("altered")
      await picture(outlook, "altered")
      await outlook.close()
      for (const { connection } of openWith(scene.town.server.dataDir, "message")) {
        connection.prepare("UPDATE message SET subject = 'Quotation' WHERE id = ?").run(id)
        connection.close()
      }
    })

    it("S10 S31 the answer is written and sent in the pane, and never lies in an Outlook draft", async () => {
      const outlook = await open()
      await signInInPane(outlook, scene.town.bob)
      await paneIs(outlook, "reading")
      await outlook.pane.getByRole("button", { name: "Reply secure", exact: true }).click()
      await outlook.pane.getByRole("textbox", { name: "Text", exact: true }).fill("Agreed.")
      await picture(outlook, "answer")
      await outlook.pane.getByRole("button", { name: "Review", exact: true }).click()
      await paneIs(outlook, "review", "failed")
      await sendInPane(outlook)
      expect(await paneIs(outlook, "done", "failed")).toBe("done")
      expect(await outlook.saved()).toEqual([])
      const [row] = (await scene.town.alice.account.client.messages({ folder: "inbox" })).messages
      const answer = await read(scene.town.alice, row?.id ?? "")
      expect(answer.verdict).toBe("intact")
      expect(`${answer.text ?? ""}${answer.html ?? ""}`).toContain("Agreed.")
      await outlook.close()
    })

    it("S13 the decrypt event of 1.16 leaves the notice in place: keys are in the pane, and Outlook keeps no readable copy", async () => {
      const outlook = await open({ set: "1.16" })
      const { body } = await outlook.item()
      expect(await outlook.decrypt()).toEqual({ status: 0, options: { allowEvent: false } })
      expect((await outlook.item()).body).toBe(body)
      await outlook.close()
    })

    it("S13 an ordinary mail is left alone", async () => {
      const ordinary = { ...(await receivedMail(mail, owner())), headers: { Subject: "Lunch" }, body: "<p>Lunch?</p>" }
      const outlook = await open({ item: ordinary })
      await signInInPane(outlook, scene.town.bob)
      expect(await paneIs(outlook, "no-notice", "reading", "refused")).toBe("no-notice")
      await outlook.close()
    })
  })
}
