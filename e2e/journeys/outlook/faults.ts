/** A fault at every call of Outlook and of the server, one by one, in one pane that tries again after each. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { paneIs, sendInPane, signInInPane } from "../../hosts/outlook/in-pane.ts"
import type { CallName } from "../../hosts/outlook/item.ts"
import { PANE_ORIGIN, type Outlook } from "../../hosts/outlook/outlook.ts"
import { draftOf, holdsSecret, newSecret, openAlices, sentSubjects, type Scene, type Secret } from "./scene.ts"

const CONNECTION = 9041
const READING: readonly CallName[] = ["from", "recipients", "subject", "body", "attachments"]
const CHANGING: readonly CallName[] = [
  ...(["setSubject", "setBody", "removeAttachment", "setHeaders", "setSession", "save"] as const),
]
const BOTH = ["before", "after"] as const
const HAND_OVER = "POST /api/messages"
/** "METHOD /path" as a pattern that leaves out what is another one in each message. */
const patternOf = (request: string): string =>
  request
    .replace(/ https?:\/\/[^/]+/, " ")
    .replace(/\?.*$/, "")
    .replaceAll(/[0-9A-Za-z_]*[0-9a-z]{20,}|(?<=\/)\d+(?=\/|$)/g, "[^/]+")

export function faults(scene: Scene): void {
  describe("S12 S18 a fault at any call of a send", () => {
    let secret: Secret
    let outlook: Outlook
    const openAnew = async () => {
      secret = newSecret()
      outlook = await openAlices(scene, draftOf(scene, secret), { set: "1.14" })
      await signInInPane(outlook, scene.town.alice)
      await paneIs(outlook, "review")
    }
    beforeAll(openAnew)
    afterAll(() => outlook?.close())

    const state = { mails: 0 }
    /** Nothing went out, and the draft is whole; then it is tried again. */
    const isStopped = async (what: string) => {
      expect([what, await paneIs(outlook, "failed", "done", "unknown")]).toEqual([what, "failed"])
      expect([what, await outlook.pane.locator("[data-text]").getAttribute("data-text")]).toEqual([what, "draft"])
      const item = await outlook.item()
      expect([what, item.body.includes(secret.mark), item.subject, item.attachments.length]).toEqual([
        what,
        true,
        secret.subject,
        1,
      ])
      expect([what, await sentSubjects(scene)]).not.toEqual([what, expect.arrayContaining([secret.subject])])
      expect([what, await outlook.sent(), scene.town.sink.mails.length]).toEqual([what, [], state.mails])
      expect([what, (await scene.town.alice.account.client.stagedMessages()).length]).toEqual([what, 0])
    }
    const pressTryAgain = () => outlook.pane.getByRole("button", { name: "Try again", exact: true }).click()
    const tryAgain = async () => {
      await pressTryAgain()
      await paneIs(outlook, "review")
    }

    const stopAtBody = async () => {
      await outlook.fail("setBody", CONNECTION)
      await sendInPane(outlook)
      await isStopped("setBody")
      await outlook.fail("setBody", null)
    }

    it("S34 attachmentContent: a file that is not handed out is named", async () => {
      state.mails = scene.town.sink.mails.length
      await stopAtBody()
      await outlook.fail("attachmentContent", CONNECTION)
      await pressTryAgain()
      await isStopped("attachmentContent")
      expect(await outlook.pane.locator("h1").first().innerText()).toContain(secret.plan.name)
      await outlook.fail("attachmentContent", null)
      await tryAgain()
    })

    it.each([...READING, ...CHANGING])(
      "Outlook, %s: nothing is handed over, and the text is in the draft",
      async (call) => {
        await outlook.fail(call, CONNECTION)
        await sendInPane(outlook)
        await isStopped(call)
        // Ordinary sending stays blocked meanwhile.
        expect(await outlook.pressSend()).toMatchObject({ isSent: false })
        await outlook.fail(call, null)
        await tryAgain()
      },
    )

    it.each(CHANGING)("Outlook, %s done and then called an error: the same", async (call) => {
      await outlook.fail(call, { code: CONNECTION, how: "after" })
      await sendInPane(outlook)
      await isStopped(call)
      await outlook.fail(call, null)
      await tryAgain()
    })

    it("every request to the server that does not get through, or whose answer does not come back: the same", async () => {
      // "Try again" reads the draft and looks the keys up; then it is sent.
      await stopAtBody()
      const looked = await linesOf(tryAgain)
      const sent = await linesOf(async () => {
        await sendInPane(outlook)
        expect(await paneIs(outlook, "done", "failed")).toBe("done")
      })
      expect(sent).toEqual(expect.arrayContaining([HAND_OVER]))
      expect(looked.length + sent.length).toBeGreaterThan(6)
      await outlook.close()
      await openAnew()
      state.mails = scene.town.sink.mails.length
      const ends: string[] = []
      for (const line of new Set([...looked, ...sent].filter((name) => name !== HAND_OVER)))
        for (const how of line.startsWith("GET") ? (["before"] as const) : BOTH) {
          const isLooking = looked.includes(line)
          if (isLooking) await stopAtBody()
          outlook.cut(new RegExp(`^${line}$`), how)
          await (isLooking ? pressTryAgain() : sendInPane(outlook))
          // What only adds something to the review is done without.
          const isHarmless = isLooking && (await paneIs(outlook, "failed", "review")) === "review"
          if (!isHarmless) await isStopped(`${line} ${how}`)
          outlook.cut(null)
          if (!isHarmless) await tryAgain()
          ends.push(`${line} ${how}: ${isHarmless ? "not needed" : "stopped"}`)
        }
      expect(ends.filter((end) => end.endsWith("stopped")).length).toBeGreaterThan(sent.length)
    })

    it("a sealed copy that could not be deleted again is named", async () => {
      outlook.cut(/^DELETE /)
      await outlook.fail("setBody", CONNECTION)
      await sendInPane(outlook)
      expect(await paneIs(outlook, "failed", "done")).toBe("failed")
      expect(await outlook.pane.locator('[data-place="server"]').innerText()).toContain("could not be deleted")
      outlook.cut(null)
      await outlook.fail("setBody", null)
      const { client } = scene.town.alice.account
      for (const { key } of await client.stagedMessages()) await client.removeStaged(key)
      await tryAgain()
    })

    /** What something asks of the server. */
    async function linesOf(work: () => Promise<void>): Promise<string[]> {
      const before = outlook.requests.length
      await work()
      const asked = outlook.requests
        .slice(before)
        .filter((request) => request.includes(`${scene.town.server.origin}/api/`))
      return [...new Set(asked.map(patternOf))].filter((line) => !line.startsWith("OPTIONS"))
    }

    it("S8 the hand-over itself does not get through: nobody knows, the text is sealed on the server, and asking finds out", async () => {
      outlook.cut(/\/api\/messages/)
      await sendInPane(outlook)
      expect(await paneIs(outlook, "unknown", "failed", "done")).toBe("unknown")
      expect(await outlook.pane.locator("body").innerText()).toContain("an encrypted copy that only you can open")
      expect(holdsSecret(await outlook.item(), secret)).toBe(false)
      outlook.cut(null)
      await outlook.pane.getByRole("button", { name: "Ask the server" }).click()
      expect(await paneIs(outlook, "done", "failed")).toBe("done")
      expect((await sentSubjects(scene)).filter((subject) => subject === secret.subject)).toHaveLength(1)
      await outlook.close()
    })

    it("S8 only its answer is lost: the pane finds out by itself, and it was sent once", async () => {
      await openAnew()
      outlook.cut(/^POST \/api\/messages$/, "after")
      await sendInPane(outlook)
      expect(await paneIs(outlook, "done", "failed", "unknown")).toBe("done")
      expect((await sentSubjects(scene)).filter((subject) => subject === secret.subject)).toHaveLength(1)
      await outlook.close()
    })

    it("S14 a draft that can be neither emptied nor put back: the whole text is in the pane and goes on from there", async () => {
      await openAnew()
      for (const call of ["setBody", "addAttachment"] as const) await outlook.fail(call, CONNECTION)
      await sendInPane(outlook)
      expect(await paneIs(outlook, "failed", "done")).toBe("failed")
      expect(await outlook.pane.locator("[data-text]").getAttribute("data-text")).toBe("staged")
      expect(await sentSubjects(scene)).not.toContain(secret.subject)
      // Whatever is needed for this is there already: the line may be the very thing that is lost.
      const pages = `${PANE_ORIGIN}/**`
      await outlook.page.context().route(pages, (found) => found.abort())
      await outlook.pane.getByRole("button", { name: "Continue in Write here" }).click()
      await paneIs(outlook, "write")
      await outlook.page.context().unroute(pages)
      await outlook.pane.getByRole("button", { name: "Review", exact: true }).click()
      await paneIs(outlook, "review")
      await sendInPane(outlook)
      expect(await paneIs(outlook, "done", "failed")).toBe("done")
      expect(await sentSubjects(scene)).toContain(secret.subject)
      expect(await scene.town.alice.account.client.stagedMessages()).toEqual([])
    })
  })
}
