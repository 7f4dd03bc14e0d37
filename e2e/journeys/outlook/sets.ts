/** What an Outlook of each requirement set has, and what the pane makes of it. */
import { describe, expect, it } from "vitest"
import { paneIs, sendInPane, signInInPane } from "../../hosts/outlook/in-pane.ts"
import type { Outlook } from "../../hosts/outlook/outlook.ts"
import { draftOf, holdsSecret, newSecret, openAlices, sentSubjects, type Scene } from "./scene.ts"

/** Of the members that came later than the others. */
const LATER = [
  ...(["internetHeaders", "getAttachmentsAsync", "getComposeTypeAsync", "sessionData"] as const),
  ...(["sensitivityLabel", "closeAsync", "sendAsync"] as const),
]
const SETS = { "1.5": 0, "1.8": 2, "1.12": 4, "1.14": 6, "1.15": 7, "1.16": 7 } as const

interface OfficePage {
  Office: {
    context: {
      mailbox: { item: Record<string, unknown> }
      requirements: { isSetSupported(a: string, b: string): boolean }
    }
  }
}
const membersOf = ({ pane }: Outlook, names: readonly string[]): Promise<string[]> =>
  pane.evaluate((asked) => {
    const { item } = (window as unknown as OfficePage).Office.context.mailbox
    return asked.filter((name) => item[name] !== undefined)
  }, names)
/** What a call of 1.14 or 1.15 comes to: its error's number, 0 when it was done. */
const errorOf = ({ pane }: Outlook, name: "sendAsync" | "closeAsync"): Promise<number> =>
  pane.evaluate(
    (member) =>
      new Promise<number>((done) => {
        const { item } = (window as unknown as OfficePage).Office.context.mailbox
        const ends = (answer: { error?: { code: number } }) => done(answer.error?.code ?? 0)
        const call = item[member] as (...args: unknown[]) => void
        call(...(member === "closeAsync" ? [{ discardItem: true }, ends] : [ends]))
      }),
    name,
  )

export function sets(scene: Scene): void {
  describe("an Outlook of each requirement set", () => {
    it("S25 has the members of its set and no later ones", async () => {
      const found: Record<string, readonly string[]> = {}
      for (const set of Object.keys(SETS)) {
        const outlook = await openAlices(scene, draftOf(scene, newSecret()), { set })
        const state = await paneIs(outlook, "sign-in", "no-outlook")
        expect([set, state]).toEqual([set, set === "1.5" ? "no-outlook" : "sign-in"])
        found[set] = await membersOf(outlook, LATER)
        await outlook.close()
      }
      expect(found).toEqual(
        Object.fromEntries(Object.entries(SETS).map(([set, count]) => [set, LATER.slice(0, count)])),
      )
    })

    it("S25 with 1.8 the draft is handed over, with the word that this Outlook cannot stop an ordinary Send", async () => {
      const secret = newSecret()
      const outlook = await openAlices(scene, draftOf(scene, secret), { set: "1.8" })
      await signInInPane(outlook, scene.town.alice)
      await paneIs(outlook, "review", "failed")
      expect(await outlook.pane.locator("footer").innerText()).toContain("cannot stop an ordinary Send")
      await sendInPane(outlook)
      expect(await paneIs(outlook, "done", "failed")).toBe("done")
      expect(await outlook.pane.locator('[data-place="draft"]').innerText()).toContain("Outlook asks once")
      expect(await outlook.calls()).not.toContain("setSession")
      expect(await sentSubjects(scene)).toContain(secret.subject)
      await outlook.close()
    })

    it("S18 sending by the add-in asks for the mailbox's permission, and passes the guard like every Send", async () => {
      const secret = newSecret()
      const small = await openAlices(scene, draftOf(scene, secret), { set: "1.15" })
      await paneIs(small, "sign-in")
      expect(await errorOf(small, "sendAsync")).toBe(7000)
      await small.close()
      const session = { "smp.intent": "secure" }
      const marked = await openAlices(scene, draftOf(scene, secret, { session }), {
        set: "1.15",
        permission: "mailbox",
      })
      await paneIs(marked, "sign-in")
      expect(await errorOf(marked, "sendAsync")).not.toBe(0)
      expect(await marked.sent()).toEqual([])
      // What is thrown away lies in Deleted Items as it was.
      expect(await errorOf(marked, "closeAsync")).toBe(0)
      expect(
        (await marked.saved()).filter(({ why, item }) => why === "discard" && holdsSecret(item, secret)),
      ).toHaveLength(1)
      await marked.close()
    })
  })
}
