/** One person at two devices, of which one has not looked for a while: draft, folders, labels and key ring changed at once. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { changePassword, makeArchiveKey, opaqueInProcess, provePassword } from "@smp/shared/account"
import type { Account } from "@smp/shared/account"
import { newId } from "@smp/shared/bytes"
import { DraftKeeper, readHeldDraft, removeDraft } from "@smp/shared/drafts"
import type { DraftContent, DraftSaving, OpenedDraft } from "@smp/shared/drafts"
import type { DraftId, MessageId, OrganizationId } from "@smp/shared/wire"
import { draftOf } from "../testing/test-drafts.ts"
import { founder, invite, registered, sendLetter, signedInAgain } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

type Change = Parameters<Account["client"]["changePassword"]>[0]
let server: TestServer
let org: OrganizationId
let admin: TestPerson & { org: OrganizationId }
let desk: TestPerson
let stale: TestPerson

beforeAll(async () => {
  server = await startTestServer()
  admin = await founder(server, "admin@example.com", "Example Legal")
  await invite(admin, "alice@example.com")
  org = admin.org
  desk = await registered(server, "alice@example.com")
  stale = await signedInAgain(server, "alice@example.com")
})
afterAll(() => server?.stop())

const content = (text: string): DraftContent => draftOf(org, text)
type Open = Extract<OpenedDraft, { state: "open" }>
async function opened(account: Account, id: DraftId): Promise<Open> {
  const held = await readHeldDraft(account, id)
  return held.state === "open" ? held : expect.fail(held.state)
}
function keep(account: Account, id?: DraftId, from?: Open) {
  const said: DraftSaving[] = []
  const about = { ...(id === undefined ? {} : { id }), ...(from === undefined ? {} : { opened: from }) }
  const quiet = { here: 3_600_000, server: 3_600_000 }
  const keeper = new DraftKeeper({
    account,
    ...about,
    onSaving: (now) => said.push(now),
    onMoved: () => undefined,
    quiet,
  })
  return { keeper, said }
}
const rowOf = async ({ account }: TestPerson, id: MessageId) => {
  const { row } = await account.client.message(id)
  return row
}

describe("S31 S32 two devices, one of them stale", () => {
  test("S32 draft, folder, labels and key ring at once: nothing is written over without a word", async () => {
    const id = (await sendLetter(admin, org, ["alice@example.com"])) as MessageId
    const first = keep(desk.account)
    first.keeper.change(content("begun"))
    await first.keeper.flush()
    const second = keep(stale.account, first.keeper.id, await opened(stale.account, first.keeper.id))
    const [one, two] = [
      await desk.account.client.addLabel({ name: "One", color: "blue" }),
      await desk.account.client.addLabel({ name: "Two", color: "red" }),
    ]
    const [ringOfDesk, ringOfStale] = [
      { org: newId("org") as OrganizationId, set: await makeArchiveKey() },
      { org: newId("org") as OrganizationId, set: await makeArchiveKey() },
    ]
    // The desk has gone ahead; the other device still sees the message in the inbox, and the first version of all.
    first.keeper.change(content("from the desk"))
    await first.keeper.flush()
    await desk.account.client.placeAll({ ids: [id], from: "inbox", to: "archive" })
    await desk.account.saveRing(({ roots }) => ({ roots: [...roots, ringOfDesk] }))
    second.keeper.change(content("from the other"))
    await Promise.all([
      second.keeper.flush(),
      stale.account.client.placeAll({ ids: [id], from: "inbox", to: "trash" }),
      stale.account.client.placeAll({ ids: [id], label: { id: two.id, on: true } }),
      desk.account.client.placeAll({ ids: [id], label: { id: one.id, on: true } }),
      stale.account.saveRing(({ roots }) => ({ roots: [...roots, ringOfStale] })),
      desk.account.saveRing(({ dk }) => ({ dk })),
    ])

    expect(second.said.at(-1)).toMatchObject({ state: "conflict", theirs: { content: { text: "from the desk" } } })
    expect((await opened(desk.account, first.keeper.id)).content.text).toBe("from the desk")
    expect((await opened(stale.account, first.keeper.id)).content.text).toBe("from the other")
    const row = await rowOf(desk, id)
    expect([row.folder, row.labels.toSorted()]).toEqual(["archive", [one.id, two.id].toSorted()])
    const later = await signedInAgain(server, "alice@example.com")
    const kept = later.account.ring.body.roots.map((root) => root.org)
    expect(kept.toSorted()).toEqual([ringOfDesk.org, ringOfStale.org].toSorted())

    await second.keeper.resolve("both")
    const texts = await Promise.all(
      (await desk.account.client.drafts()).map(async (head) => (await opened(desk.account, head.id)).content.text),
    )
    expect(new Set(texts)).toEqual(new Set(["from the desk", "from the other"]))
    for (const head of await desk.account.client.drafts()) await removeDraft(desk.account, head.id)
  })

  test("S32 both write the same version at the same moment: one is stored, the other one is asked", async () => {
    const first = keep(desk.account)
    first.keeper.change(content("begun"))
    await first.keeper.flush()
    const second = keep(stale.account, first.keeper.id, await opened(stale.account, first.keeper.id))
    first.keeper.change(content("from the desk"))
    second.keeper.change(content("from the other"))
    await Promise.all([first.keeper.flush(), second.keeper.flush()])
    const states = [first.said.at(-1)?.state, second.said.at(-1)?.state]
    expect(new Set(states)).toEqual(new Set(["conflict", "saved"]))
    const mine = [
      (await opened(desk.account, first.keeper.id)).content.text,
      (await opened(stale.account, first.keeper.id)).content.text,
    ]
    expect(mine).toEqual(["from the desk", "from the other"])
    await removeDraft(desk.account, first.keeper.id)
  })
})

describe("S28 S42 a new password", () => {
  const OLD = "four unrelated words here"
  const refused = { code: "account.sign_in_refused" }
  const sessionsOf = async ({ account }: TestPerson) => (await account.client.sessions()).sessions.length
  /** What the client would send, once more, later, or changed. */
  const bodyOf = async ({ account }: TestPerson, next: string): Promise<Change> => {
    const sent: Change[] = []
    const client = { ...account.client, changePassword: async (body: Change) => void sent.push(body) }
    const quiet = { ...account, client, ring: account.ring, saveRing: async () => undefined }
    await changePassword(quiet as Account, opaqueInProcess(), { old: OLD, next })
    return sent[0] ?? expect.fail("nothing was sent")
  }

  test("needs the one before it, once, and of this very person; else nothing changes", async () => {
    const { client } = admin.account
    const before = await sessionsOf(admin)
    const wrong = { old: "not my password", next: "four other words now" }
    await expect(changePassword(admin.account, opaqueInProcess(), wrong)).rejects.toMatchObject(refused)
    const body = await bodyOf(admin, "four other words now")
    // As somebody would send it who holds the session alone.
    const { proof: _left, ...bare } = body
    await expect(client.changePassword(bare as Change)).rejects.toMatchObject({ code: "request.malformed" })
    const proof = await provePassword(desk.account, opaqueInProcess(), OLD)
    await expect(client.changePassword({ ...body, proof })).rejects.toMatchObject(refused)
    expect(await sessionsOf(admin)).toBe(before)
    await signedInAgain(server, "admin@example.com")
  })

  test("takes the place of the one that was proved, and of no other; the other sessions end, and the owner is told", async () => {
    const here = await signedInAgain(server, "alice@example.com")
    const [first, second] = [await bodyOf(here, "first of two changes"), await bodyOf(here, "second of two changes")]
    await here.account.client.changePassword(first)
    await expect(here.account.client.changePassword(first)).rejects.toMatchObject(refused)
    await expect(here.account.client.changePassword(second)).rejects.toMatchObject(refused)
    expect(await sessionsOf(here)).toBe(1)
    await expect(stale.account.client.sessions()).rejects.toMatchObject({ code: "session.required" })
    await expect(signedInAgain(server, "alice@example.com")).rejects.toMatchObject(refused)
  })

  test("ends a sign-in too that was begun with the old one and is finished afterwards", async () => {
    const late = signedInAgain(server, "admin@example.com", {
      fetch: async (url, init) => {
        if (url.endsWith("/sign-in/finish"))
          await changePassword(admin.account, opaqueInProcess(), { old: OLD, next: "four other words now" })
        return fetch(url, init)
      },
    })
    await expect(late).rejects.toMatchObject({ code: "account.sign_in_refused" })
    const { sessions } = await admin.account.client.sessions()
    expect(sessions.map(({ current }) => current)).toEqual([true])
  })
})
