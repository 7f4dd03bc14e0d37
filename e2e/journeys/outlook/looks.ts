/** The pane's states as people see them: light and dark, English and German, 320 and 450 px. */
import { beforeAll, describe, expect, it } from "vitest"
import { resetInBrowser } from "../../hosts/message-center.ts"
import { draftFile, paneIs } from "../../hosts/outlook/in-pane.ts"
import type { MailItem } from "../../hosts/outlook/item.ts"
import { openOutlook, type OpenOutlook, type Outlook } from "../../hosts/outlook/outlook.ts"
import { receivedMail } from "../../hosts/outlook/received.ts"
import { registerPerson, send, type Person } from "../../hosts/person.ts"
import { look } from "./look.ts"
import { openAlices, type Scene } from "./scene.ts"

const TEXT =
  "<p>Dear Bob,</p><p>the price for the north wing is 4,200, net and within thirty days of delivery.</p><p>Alice</p>"
/** As after twelve hours, or from another device. */
async function endOutlooks({ account: { client } }: Person): Promise<void> {
  const { sessions } = await client.sessions()
  for (const { id, device } of sessions) if (device === "Outlook") await client.endSession(id)
}

export function looks(scene: Scene): void {
  const draft = (): Partial<MailItem> => ({
    to: [{ address: scene.town.bob.address, name: "Bob Example" }],
    cc: [{ address: "nora.newcomer@example.net", name: "Nora Newcomer" }],
    subject: "Quotation for the north wing",
    body: TEXT,
    attachments: [
      draftFile("Plan of the north wing.pdf", Buffer.alloc(90_000, 7)),
      draftFile("Rota.xlsx", Buffer.alloc(0), { kind: "cloud" }),
    ],
  })

  describe.each(["en-US", "de-DE"])("%s: axe finds nothing serious, and nothing is wider than the pane", (language) => {
    const short = language.slice(0, 2)
    const findings: string[] = []
    const erin = { address: `erin-${short}@example.net`, name: "Erin Example" }
    beforeAll(() => registerPerson({ server: scene.town.server, mailbox: scene.town.mailbox, ...erin }))
    const looked = async (outlook: Outlook, name: string, part?: string) =>
      findings.push(...(await look(outlook, `${short}-${name}`, { judged: short === "en" ? "light" : "dark", part })))
    const open = (item: Partial<MailItem>, more: Partial<OpenOutlook> = {}) =>
      openAlices(scene, item, { set: "1.12", closing: "keep", language, ...more })
    const signIn = async ({ pane }: Outlook, who: { address: string; password: string }) => {
      const password = pane.locator('input[type="password"]')
      await password.fill(who.password)
      const address = pane.locator('input[type="email"]')
      if ((await address.count()) > 0 && (await address.isEditable())) await address.fill(who.address)
      await password.press("Enter")
    }
    // By the keyboard: a pane that was just made wider can miss a click for a moment, since it is a process of its own.
    const way = async ({ pane }: Outlook, which: "first" | "last") => {
      const button = pane.locator("footer button")[which]()
      await button.click({ trial: true })
      await button.press("Enter")
    }

    it("S25 sign-in, review, options, every kind of failure, two senders, done and to tell", async () => {
      const outlook = await open(draft())
      await paneIs(outlook, "sign-in")
      await looked(outlook, "sign-in")
      outlook.cut(/look-up/, "hold")
      await signIn(outlook, scene.town.alice)
      await paneIs(outlook, "preparing")
      await looked(outlook, "preparing")
      outlook.cut(null)
      await paneIs(outlook, "review")
      await looked(outlook, "review")
      // The session ends; the draft is untouched, and read again by whoever signs in.
      await endOutlooks(scene.town.alice)
      await way(outlook, "last")
      await outlook.pane.locator('[data-failure="session.required"]').waitFor({ timeout: 60_000 })
      await looked(outlook, "signed-out")
      await way(outlook, "last")
      await signIn(outlook, scene.town.alice)
      await paneIs(outlook, "review")
      await outlook.pane.locator('[data-state="review"] main button[aria-expanded="false"]').click()
      await looked(outlook, "options", '[role="switch"] >> nth=4')
      await outlook.pane.locator('input[type="radio"][value="pass"]').check()
      await outlook.fail("setBody", 9041)
      await way(outlook, "last")
      await paneIs(outlook, "failed")
      await looked(outlook, "not-emptied")
      await outlook.fail("setBody", null)
      outlook.cut(/./)
      await way(outlook, "last")
      await outlook.pane.locator('[data-failure="offline"]').waitFor()
      await looked(outlook, "offline")
      outlook.cut(null)
      await outlook.page.evaluate(
        () => (window.outlook.mailbox.item.from = { address: "radiology@example.com", name: "Radiology" }),
      )
      await way(outlook, "last")
      await paneIs(outlook, "senders")
      await looked(outlook, "senders")
      await way(outlook, "last")
      await paneIs(outlook, "review")
      await way(outlook, "last")
      await paneIs(outlook, "done")
      await outlook.pane.locator('[data-note="to-tell"]').waitFor()
      await looked(outlook, "done")
      const item = await outlook.item()
      await outlook.close()
      const again = await open({ ...item, from: { address: scene.town.alice.address, name: "Alice Example" } })
      await signIn(again, scene.town.alice)
      await paneIs(again, "handed-over")
      await looked(again, "handed-over")
      await again.close()
      expect(findings).toEqual([])
    })

    it("S25 writing here, on the way, not known, not finished, kept, discarded, given up", async () => {
      const outlook = await open(draft())
      await signIn(outlook, scene.town.alice)
      await paneIs(outlook, "review")
      outlook.cut(/staged/, "hold")
      await way(outlook, "last")
      await paneIs(outlook, "sending")
      await outlook.pane.waitForTimeout(500)
      await looked(outlook, "sending")
      outlook.cut(/\/api\/messages/)
      await paneIs(outlook, "unknown")
      await looked(outlook, "unknown")
      const item = await outlook.item()
      await outlook.close()
      const again = await open(item)
      await signIn(again, scene.town.alice)
      await paneIs(again, "unfinished")
      await looked(again, "unfinished")
      await way(again, "first")
      await paneIs(again, "write")
      await looked(again, "write")
      await way(again, "first")
      await paneIs(again, "put-away")
      await looked(again, "kept")
      await way(again, "first")
      await paneIs(again, "write")
      await again.pane.locator('[data-saving="saved"]').waitFor()
      await again.pane.locator("main button").last().click()
      await paneIs(again, "put-away")
      await looked(again, "discarded")
      await again.close()
      const gone = await open(item)
      await signIn(gone, scene.town.alice)
      await paneIs(gone, "unfinished")
      await gone.pane.locator("main button").click()
      await paneIs(gone, "given-up")
      await looked(gone, "given-up")
      await gone.close()
      expect(findings).toEqual([])
    })

    it("S10 S25 a key that changed since the review", async () => {
      const { server, mailbox, alice } = scene.town
      const outlook = await open({ ...draft(), cc: [erin], attachments: [] })
      await signIn(outlook, alice)
      await paneIs(outlook, "review")
      const page = await (await scene.browser.newContext()).newPage()
      await resetInBrowser(page, server.origin, { ...erin, password: "seven amber lanterns drift", mailbox })
      await page.context().close()
      await outlook.type("<p>PS: within thirty days.</p>")
      await way(outlook, "last")
      await paneIs(outlook, "key-changed")
      await looked(outlook, "key-changed")
      await outlook.pane.locator('input[type="radio"]').first().check()
      await way(outlook, "last")
      await paneIs(outlook, "review")
      await outlook.close()
      expect(findings).toEqual([])
    })

    it("S25 reading: message, files and slip; no answer from the server; no notice; too old an Outlook", async () => {
      const { alice, bob, carol, sink, server } = scene.town
      const before = sink.to(bob.address).length
      const file = { name: "Plan of the north wing.pdf", type: "application/pdf", bytes: new Uint8Array(90_000) }
      const letter = { to: [bob.address], cc: [carol.address], subject: "Quotation for the north wing" }
      await send(alice, { ...letter, text: "The price is 4,200.", attachments: [file] })
      const owner = { address: bob.address, name: "Bob Example" }
      const item = await receivedMail(await sink.waitFor(bob.address, before + 1), owner)
      const bobs = (more: Partial<OpenOutlook> = {}) =>
        openOutlook({ browser: scene.browser, server, owner, item, language, ...more })
      const outlook = await bobs()
      await paneIs(outlook, "sign-in")
      outlook.cut(/^GET \/api\/messages\/msg/, "hold")
      await signIn(outlook, bob)
      await paneIs(outlook, "opening")
      await looked(outlook, "opening")
      outlook.cut(null)
      await paneIs(outlook, "reading")
      await looked(outlook, "reading")
      for (const [at, name] of ["message", "files", "slip"].entries()) {
        if (at === 0) continue
        await outlook.pane.getByRole("tab").nth(at).click()
        await looked(outlook, `reading-${name}`)
      }
      await outlook.close()
      const ordinary = await bobs({ item: { ...item, headers: { Subject: "Lunch" }, body: "<p>Lunch?</p>" } })
      await signIn(ordinary, bob)
      await paneIs(ordinary, "no-notice")
      await looked(ordinary, "no-notice")
      await ordinary.close()
      const cut = await bobs()
      await paneIs(cut, "sign-in")
      await signIn(cut, bob)
      cut.cut(/^GET \/api\/messages\/msg/)
      await paneIs(cut, "refused", "reading")
      await looked(cut, "refused")
      cut.cut(null)
      await endOutlooks(bob)
      await way(cut, "last")
      await cut.pane.locator('[data-why="fault"]').waitFor()
      await way(cut, "last")
      await signIn(cut, bob)
      await paneIs(cut, "reading")
      await cut.close()
      const old = await open(draft(), { set: "1.5" })
      await paneIs(old, "no-outlook")
      await looked(old, "too-old")
      await old.close()
      expect(findings).toEqual([])
    })
  })
}
