/** What Outlook may put in the way of a draft: lists, crowds, sizes, foreign mailboxes, slow uploads, quoted tails. */
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { signInInBrowser } from "../../hosts/message-center.ts"
import { draftFile, paneIs, sendInPane, signInInPane } from "../../hosts/outlook/in-pane.ts"
import type { MailItem } from "../../hosts/outlook/item.ts"
import type { Outlook } from "../../hosts/outlook/outlook.ts"
import { read, readAttachment } from "../../hosts/person.ts"
import { draftOf, holdsSecret, newSecret, openAlices, PICTURES, sentSubjects, type Scene } from "./scene.ts"

/** What is changed in a good draft, and the reason that the pane then gives. */
const cases: readonly (readonly [string, Partial<MailItem>, string])[] = [
  ["a distribution list", { cc: [{ address: "all@example.com", name: "All", isList: true }] }, "mailing-list"],
  [
    "more recipients than Outlook names",
    { bcc: Array.from({ length: 500 }, (_, at) => ({ address: `p${at}@example.com`, name: "" })) },
    "too-many-recipients",
  ],
  [
    "a file above 25 MB",
    { attachments: [draftFile("film.mp4", Buffer.from("film"), { size: 26 << 20 })] },
    "larger-than-outlook-gives",
  ],
  ["no room left for marks", { session: { other: "x".repeat(49_990) } }, "draft-unreadable"],
]

const change = ({ page }: Outlook, item: Partial<MailItem>) =>
  page.evaluate((parts) => void Object.assign(window.outlook.mailbox.item, parts), item)
const again = ({ pane }: Outlook) => pane.getByRole("button", { name: "Try again", exact: true }).click()

export function drafts(scene: Scene): void {
  describe("S4 a draft that cannot be sent as it is", () => {
    const secret = newSecret()
    let outlook: Outlook
    let good: MailItem
    beforeAll(async () => {
      const broken = { cc: [{ address: "all@example.com", name: "All", isList: true }] }
      outlook = await openAlices(scene, draftOf(scene, secret, broken))
      good = { ...(await outlook.item()), cc: [] }
      await signInInPane(outlook, scene.town.alice)
      await paneIs(outlook, "failed")
    })
    afterAll(() => outlook?.close())

    it.each(cases)("%s: the pane says what it is, and the draft stays as it was", async (_what, item, code) => {
      await change(outlook, { ...good, ...item })
      const before = await outlook.item()
      await again(outlook)
      await outlook.pane.locator(`[data-failure="${code}"]`).waitFor()
      const { session: _marks, id: _id, ...rest } = await outlook.item()
      expect(before).toMatchObject(rest)
    })

    it("S34 a mailbox in which this person may only read: nothing is tried", async () => {
      await change(outlook, good)
      const mayWrite = (folder: "full" | "read") =>
        outlook.page.evaluate((right) => void Object.assign(window.outlook.mailbox.options, { folder: right }), folder)
      await mayWrite("read")
      await again(outlook)
      await outlook.pane.locator('[data-failure="no-permission"]').waitFor()
      await mayWrite("full")
    })

    it("S34 somebody else's mailbox: a message is signed by one of the two", async () => {
      await change(outlook, { ...good, from: { address: "radiology@example.com", name: "Radiology" } })
      await again(outlook)
      expect(await paneIs(outlook, "senders", "review")).toBe("senders")
      const text = await outlook.pane.locator("body").innerText()
      for (const address of ["radiology@example.com", scene.town.alice.address]) expect(text).toContain(address)
      await outlook.pane.getByRole("button", { name: "Send as Alice Example" }).click()
      await paneIs(outlook, "review")
      await sendInPane(outlook)
      expect(await paneIs(outlook, "done", "failed")).toBe("done")
      const id = (await scene.town.bob.account.client.messages({ folder: "inbox" })).messages[0]?.id ?? ""
      expect((await read(scene.town.bob, id)).from.address).toBe(scene.town.alice.address)
    })
  })

  it("S34 a file that Outlook is still uploading is waited for, also when its id changes", async () => {
    const late = Buffer.from("what arrives late")
    const attachments = [draftFile("late.bin", late, { isUploading: true })]
    const outlook = await openAlices(scene, draftOf(scene, newSecret(), { attachments }))
    await signInInPane(outlook, scene.town.alice)
    await outlook.pane.waitForTimeout(1_500)
    expect(await outlook.pane.locator('[data-state="review"]').count()).toBe(0)
    await outlook.finishUploads()
    expect(await paneIs(outlook, "review", "failed")).toBe("review")
    await sendInPane(outlook)
    expect(await paneIs(outlook, "done", "failed")).toBe("done")
    const id = (await scene.town.bob.account.client.messages({ folder: "inbox" })).messages[0]?.id ?? ""
    expect(Buffer.from(await readAttachment(await read(scene.town.bob, id))).equals(late)).toBe(true)
    await outlook.close()
  })

  it("S32 a text that is kept in the pane goes on in the Message Center, comes back, and never lies in Outlook", async () => {
    const { alice, bob, server } = scene.town
    const secret = newSecret()
    const outlook = await openAlices(scene, { to: [{ address: bob.address, name: "Bob Example" }], subject: "Kept" })
    await signInInPane(outlook, alice)
    await paneIs(outlook, "review")
    const press = (name: string) => outlook.pane.getByRole("button", { name, exact: true }).click()
    await press("Write here")
    await outlook.pane.getByRole("textbox", { name: "Text", exact: true }).fill(`In the pane: ${secret.mark}.`)
    // What stands in the address line and is no address is not passed over.
    const to = outlook.pane.getByRole("textbox", { name: "To", exact: true })
    await to.fill("dora at example.org")
    await press("Review")
    await outlook.pane.locator('[data-note="problem"]').getByText("“dora at example.org” is not an").waitFor()
    await outlook.page.screenshot({ path: join(PICTURES, "pane-no-address.png") })
    await to.fill("")
    await press("Keep for later")
    await paneIs(outlook, "put-away")

    const page = await (await scene.browser.newContext()).newPage()
    await signInInBrowser(page, server.origin, alice)
    await page.goto(`${server.origin}/drafts`)
    await page.locator("[data-draft]").click()
    const text = page.getByRole("textbox", { name: "Text", exact: true })
    await expect.poll(() => text.textContent()).toContain(secret.mark)
    await text.press("Control+End")
    await text.pressSequentially(" And in the Message Center.")
    await page.locator('[data-saving="saved"]').waitFor()
    expect(await page.locator('[data-holder="archive"]').innerText()).toContain("Archive of Example Works")
    await page.screenshot({ path: join(PICTURES, "message-center-archive.png") })
    await page.context().close()

    await press("Go on writing")
    await paneIs(outlook, "write")
    expect(await outlook.pane.getByRole("textbox", { name: "Text", exact: true }).innerText()).toContain("And in the")
    await press("Review")
    await paneIs(outlook, "review")
    await sendInPane(outlook)
    expect(await paneIs(outlook, "done", "failed")).toBe("done")
    const id = (await bob.account.client.messages({ folder: "inbox" })).messages[0]?.id ?? ""
    expect((await read(bob, id)).text).toContain(`${secret.mark}. And in the Message Center.`)
    expect(await alice.account.client.drafts()).toEqual([])
    expect((await outlook.saved()).some(({ item }) => holdsSecret(item, secret))).toBe(false)
    await outlook.close()
  })

  describe("S18 S31 an answer, to which Outlook appends the quoted mail when it sends", () => {
    const secret = newSecret()
    let outlook: Outlook
    beforeAll(async () => {
      const item = draftOf(scene, secret, { composeType: "reply", tail: "<hr><p>What Bob had written.</p>" })
      outlook = await openAlices(scene, item, { set: "1.12", closing: "keep" })
      await signInInPane(outlook, scene.town.alice)
      await paneIs(outlook, "review")
    })
    afterAll(() => outlook?.close())

    it("the pane says that the collapsed quote does not go with it", async () => {
      const text = await outlook.pane.locator("body").innerText()
      expect(text).toContain("The quoted mail is not part of this message")
      expect(text).not.toContain("What Bob had written.")
      await sendInPane(outlook)
      expect(await paneIs(outlook, "done", "failed")).toBe("done")
      expect(await outlook.isClosed()).toBe(false)
      expect(await sentSubjects(scene)).toContain(secret.subject)
    })

    it("what is written below the notice afterwards is held back; the untouched notice may go, with the quote alone", async () => {
      const { body } = await outlook.item()
      await outlook.type("<p>PS: the discount is 12 %.</p>")
      const held = await outlook.pressSend()
      expect(held).toMatchObject({ isSent: false, alert: "not-met", commandId: "", choices: ["Don't Send"] })
      expect(held.message).toMatch(/handed over before as message [0-9A-Z-]{8,9}\./)
      await change(outlook, { body })
      expect(await outlook.pressSend({ mode: "block" })).toMatchObject({ isSent: true })
      const [copy] = await outlook.sent()
      expect(copy?.body).toContain("What Bob had written.")
      expect(copy && holdsSecret(copy, secret)).toBe(false)
    })
  })
}
