/** An organization's archive: a named holder of a key of every message, whose grant a recall leaves. */
import { join } from "node:path"
import SQLite from "better-sqlite3"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { makeArchiveKey, setArchive } from "@smp/shared/account"
import { toHex } from "@smp/shared/bytes"
import { statementToText } from "@smp/shared/client"
import { recallMessage } from "@smp/shared/control"
import { readMessage, replyDraft, slipOf } from "@smp/shared/read"
import { reviewRecipients, sendSecure } from "@smp/shared/send"
import { readStatement } from "@smp/shared/slip"
import type { MessageId, OrganizationId } from "@smp/shared/wire"
import { founder, invite, letterHost, registered, sendLetter } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
let admin: TestPerson & { org: OrganizationId }
let bob: TestPerson
let guest: TestPerson
let key: Awaited<ReturnType<typeof makeArchiveKey>>

beforeAll(async () => {
  server = await startTestServer()
  admin = await founder(server, "admin@example.com", "Example Legal")
  await invite(admin, "bob@example.com")
  bob = await registered(server, "bob@example.com")
  guest = await registered(server, "carol@example.org")
  key = await makeArchiveKey()
  await setArchive(admin.account, admin.org, key)
})
afterAll(() => server?.stop())

const send = (to: string[]) => sendLetter(admin, admin.org, to) as Promise<MessageId>
function kidsOf(id: MessageId): string[] {
  const database = new SQLite(join(server.dataDir, "db", "organizations", `${admin.org}.db`), { readonly: true })
  const rows = database.prepare("SELECT kid FROM grant_ WHERE message = ?").all(id) as { kid: string }[]
  database.close()
  return rows.map(({ kid }) => kid)
}

describe("S23 S33 the archive", () => {
  test("S23 stands on the slip of every message, of a guest's answer too; a recall leaves its key and the sender's", async () => {
    const id = await send(["bob@example.com", "carol@example.org"])
    const message = await readMessage({ account: guest.account, id })
    expect([message.verdict, message.nameProblems, message.alarms]).toEqual(["intact", [], []])
    const slip = await slipOf(message, await guest.account.client.tracking(id))
    expect(slip.holders.map(({ kind, state }) => [kind, state])).toContainEqual(["archive", "holds"])
    const { to, cc, thread } = replyDraft(message, "reply")
    const host = letterHost(guest, [])
    const answer = { ...(await host.snapshot()), to, cc, thread }
    const sent = await sendSecure({
      account: guest.account,
      host: { ...host, snapshot: async () => answer },
      org: admin.org,
      journal: guest.store,
    })
    expect(kidsOf(sent.id)).toContain(toHex(key.kid))
    await recallMessage({ account: admin.account, id, reason: "" })
    expect(kidsOf(id).toSorted()).toEqual(
      [toHex(key.kid), toHex(admin.account.ownKeys.newest.statement.kid)].toSorted(),
    )
  })

  test("S23 a client that leaves it out is refused; so is a policy whose archive the Directory does not know", async () => {
    const host = letterHost(admin, ["bob@example.com"])
    const review = await reviewRecipients(admin.account, await host.snapshot(), admin.org)
    expect(review.archives.map(({ kid }) => toHex(kid))).toEqual([toHex(key.kid)])
    const without = { ...review, archives: [] }
    const job = { account: admin.account, host, org: admin.org, journal: admin.store }
    await expect(sendSecure({ ...job, review: without })).rejects.toMatchObject({ code: "message.refused" })

    const { client } = admin.account
    const other = await makeArchiveKey()
    const write = client.writePolicy
    const holding = (principals: Parameters<typeof write>[2]) => ({
      ...admin.account,
      client: {
        ...client,
        writePolicy: (org: OrganizationId, policy: Parameters<typeof write>[1]) => write(org, policy, principals),
      },
    })
    const refused = { code: "organization.policy_refused" }
    await expect(setArchive(holding([]), admin.org, other)).rejects.toMatchObject(refused)
    const [strange, persons] = [await makeArchiveKey(), bob.account.ownKeys.newest.statement.raw]
    for (const extra of [strange.st, persons])
      await expect(setArchive(holding([other.st, extra].map(statementToText)), admin.org, other)).rejects.toMatchObject(
        refused,
      )
    const { prn } = await readStatement(strange.st)
    expect((await client.lookUp([prn])).entries[0]?.statements).toEqual([])
  })

  test("S23 without an archive in the rules nothing is locked for one", async () => {
    await setArchive(admin.account, admin.org, null)
    const id = await send(["bob@example.com"])
    expect(kidsOf(id)).not.toContain(toHex(key.kid))
    expect((await readMessage({ account: bob.account, id })).verdict).toBe("intact")
  })
})
