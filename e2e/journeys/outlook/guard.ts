/** The guard on Send in its own page under the real Office.js: what Outlook sends by itself, and what it does not. */
import { describe, expect, it } from "vitest"
import { product } from "@smp/manifest"
import { draftFile, paneIs, sendInPane, signInInPane } from "../../hosts/outlook/in-pane.ts"
import type { MailItem } from "../../hosts/outlook/item.ts"
import type { OpenOutlook, Outlook } from "../../hosts/outlook/outlook.ts"
import { openAlices, type Scene } from "./scene.ts"

const LABEL = "0a1b2c3d-0000-4000-8000-000000000001"

export function guard(scene: Scene): void {
  const open = (more: Partial<OpenOutlook> = {}, item: Partial<MailItem> = {}): Promise<Outlook> => {
    const to = [{ address: scene.town.bob.address, name: "" }]
    // From 1.14 on the dialog can open the pane.
    return openAlices(
      scene,
      { to, subject: "Quotation", body: "<p>The price is 4,200.</p>", ...item },
      { set: "1.14", ...more },
    )
  }
  const rules = (block: object, advise: readonly string[] = []) => ({
    "smp.policy": JSON.stringify({
      v: 1,
      org: "Example Works",
      contact: "",
      server: scene.town.server.origin,
      block: { domains: [], keywords: [], labels: [], attachments: false, ...block },
      advise: { domains: advise },
    }),
  })
  const press = async (how: Parameters<Outlook["pressSend"]>[0], ...opening: Parameters<typeof open>) => {
    const outlook = await open(...opening)
    const sent = await outlook.pressSend(how)
    const copies = await outlook.sent()
    expect(copies).toHaveLength(sent.isSent ? 1 : 0)
    await outlook.close()
    return sent
  }

  describe("S2 S18 Outlook's own Send", () => {
    it("an ordinary mail goes its old way", async () => {
      expect(await press({})).toMatchObject({ isSent: true, alert: null, wasSlow: false })
    })

    it("a draft that is meant for Send Secure does not, while the pane is open and after it failed", async () => {
      const outlook = await open()
      await signInInPane(outlook, scene.town.alice)
      await paneIs(outlook, "review")
      const blocked = await outlook.pressSend()
      expect(blocked).toMatchObject({ isSent: false, alert: "not-met" })
      expect(blocked.message).not.toBe("")
      await outlook.fail("setBody", 9040)
      await sendInPane(outlook)
      await paneIs(outlook, "failed")
      expect(await outlook.pressSend()).toMatchObject({ isSent: false })
      expect(await outlook.sent()).toEqual([])
      await outlook.close()
    })

    it("a domain, a word, a label or a file of the rules holds a mail back and offers the pane; others go", async () => {
      const file = [draftFile("plan.pdf", Buffer.from("plan"))]
      const held: readonly (readonly [string, object, Partial<MailItem>])[] = [
        ["domain", { domains: ["example.com"] }, {}],
        ["word", { keywords: ["quotation"] }, {}],
        ["label", { labels: [LABEL] }, { label: LABEL }],
        ["file", { attachments: true }, { attachments: file }],
      ]
      for (const [what, block, item] of held)
        expect([what, await press({}, { settings: rules(block) }, item)]).toEqual([
          what,
          expect.objectContaining({
            isSent: false,
            alert: "not-met",
            commandId: product.outlook.sendCommand,
            choices: ["Send Secure"],
          }),
        ])
      const to = [{ address: "x@example.org", name: "" }]
      const all = { domains: ["example.com"], keywords: ["invoice"], labels: [LABEL], attachments: true }
      expect(await press({}, { settings: rules(all) }, { to, label: "another" })).toMatchObject({ isSent: true })
    })

    it("a recommended domain: the dialog has Send Anyway from 1.14 on; before, the mail goes", async () => {
      const settings = rules({}, ["example.com"])
      const advised = await press({}, { settings })
      expect(advised).toMatchObject({ isSent: false, choices: ["Send Anyway", "Send Secure"] })
      expect(advised.message).toContain("Example Works recommends Send Secure for example.com.")
      expect(await press({}, { settings, set: "1.12" })).toMatchObject({ isSent: true })
    })

    it("the words are plain before 1.15 and formatted from then on; in German where Outlook is German", async () => {
      const settings = rules({ domains: ["example.com"] })
      const old = await press({}, { settings, set: "1.12" })
      expect(old).toMatchObject({ commandId: "", markdown: "", choices: ["Don't Send"] })
      expect(old.message).toContain("Open Send Secure in the ribbon")
      const german = await press({}, { settings, set: "1.15", language: "de-DE" })
      expect(german.markdown).toMatch(/^\*\*Nicht gesendet\.\*\* /)
      expect(german.choices).toEqual(["Sicher senden"])
    })

    it("a draft whose marks cannot be read is held; the answer comes in time whatever Outlook refuses", async () => {
      const to = [{ address: "x@example.org", name: "" }]
      const outlook = await open({ settings: rules({ domains: ["example.com"] }) }, { to })
      await outlook.page.evaluate(() => {
        window.guard.faults.allSession = { code: 9040, how: "before" }
        window.guard.faults.headers = { code: 9040, how: "before" }
      })
      expect(await outlook.pressSend()).toMatchObject({ isSent: false, alert: "not-met" })
      await outlook.close()
    })

    it("an Outlook that does not answer the guard gets its answer before five seconds are over", async () => {
      const outlook = await open()
      await outlook.page.evaluate(() => (window.guard.faults.allSession = { code: 0, how: "silent" }))
      expect(await outlook.pressSend()).toMatchObject({ isSent: false, alert: "not-met", wasSlow: false })
      // Five minutes, in short: by the send mode nobody can send it then.
      const late = { slowMs: 100, endMs: 300 }
      expect(await outlook.pressSend(late)).toMatchObject({
        isSent: false,
        alert: "timed-out",
        wasSlow: true,
        choices: ["Don't Send"],
      })
      await outlook.close()
    })

    it("where the guard cannot come up, Outlook offers to send anyway, and with the administrator's variant it does not", async () => {
      const gone = { isGuardGone: true }
      const outlook = await open(gone)
      const soft = await outlook.pressSend({ loadMs: 300 })
      expect(soft).toMatchObject({ isSent: false, alert: "unavailable", choices: ["Send Anyway", "Try Later"] })
      const hard = await outlook.pressSend({ loadMs: 300, mode: "block" })
      expect(hard).toMatchObject({ isSent: false, alert: "unavailable", choices: ["Don't Send"] })
      await outlook.close()
    })
  })
}
