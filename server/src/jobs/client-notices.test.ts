/** Notices that the sender's own mail program sends: what the server does when its client says so, or says nothing. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { changeRules } from "@smp/shared/account"
import { readMessage } from "@smp/shared/read"
import { sendSecure } from "@smp/shared/send"
import type { MailHost } from "@smp/shared/send"
import { NO_MAIL_RULES } from "@smp/shared/slip"
import type { MessageId, OrganizationId } from "@smp/shared/wire"
import { composeData } from "../compose.ts"
import { readConfig } from "../config.ts"
import { messageNoticeId, notices, openNotice } from "../services/notices.ts"
import type { Notice } from "../services/notices.ts"
import { founder, invite, letterHost, registered } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"
import { runMessageTask } from "./message-task.job.ts"
import type { TaskParts } from "./message-task.job.ts"

const [BOB, CAROL] = ["bob@example.com", "carol@example.org"] as const
const OUTLOOK = "Send Secure for Outlook/0.1.0"
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
type State = "at-hand" | "sent"
let server: TestServer
let alice: TestPerson & { org: OrganizationId }
let bob: TestPerson
let data: Awaited<ReturnType<typeof composeData>>
/** Every notice that was ever queued, as the notifier finds it. */
const queued: Notice[] = []

beforeAll(async () => {
  server = await startTestServer()
  alice = await founder(server, "alice@example.com", "Example Works", { client: OUTLOOK })
  await invite(alice, BOB)
  bob = await registered(server, BOB)
  await changeRules(alice.account, alice.org, { mail: { ...NO_MAIL_RULES, notices: "client" } })
  data = await composeData(readConfig({ DATA_DIR: server.dataDir }))
})
afterAll(async () => {
  data?.close()
  await server?.stop()
})

/** By a mail program that gets as far as `states`, and then its page is gone. */
async function send(...states: State[]): Promise<MessageId> {
  const finish: MailHost["finish"] = async (_sent, tell) => {
    for (const state of states) await tell?.(state)
  }
  const host = { ...letterHost(alice, [BOB, CAROL]), sendsNotices: true, finish }
  return (await sendSecure({ account: alice.account, host, org: alice.org, journal: alice.store })).id
}

/** What is due that long from now is done, and whom the server tells of this message. */
async function toldAfter(milliseconds: number, id: MessageId): Promise<{ to: string; messageId: string }[]> {
  const now = () => Date.now() + milliseconds
  const organization = data.house.get(alice.org)
  const claim = { owner: "test", now: now(), leaseMs: 1, limit: 100 } as const
  const mail = notices({ house: data.house, mailDomain: "localhost", now, wake: () => undefined })
  const parts: Partial<TaskParts> = {
    directory: data.directory,
    notices: mail,
    now,
    report: (fault) => expect.fail(String(fault)),
  }
  for (const entry of await organization.queue.claim({ ...claim, topic: "message" }))
    await runMessageTask(parts as TaskParts, organization, entry)
  for (const { id: row, payload } of await organization.queue.claim({ ...claim, now: now(), topic: "notify" })) {
    queued.push(openNotice(organization.engine, payload))
    await organization.queue.complete(row, now(), () => Promise.resolve())
  }
  const ofThis = queued.filter((notice) => notice.kind === "message" && notice.message === id)
  return ofThis.map(({ to, messageId }) => ({ to, messageId }))
}
const accepted = async (id: MessageId) =>
  (await alice.account.client.tracking(id)).people.flatMap(({ address, events }) =>
    events.filter(({ kind }) => kind === "accepted").map(({ client }) => [address, client]),
  )
const notice = (id: MessageId, to: string) => ({ to, messageId: messageNoticeId(id, to, "localhost") })

describe("S64 notices that the sender's mail program sends", () => {
  test("S64 its client ends after the hand-over: the server sends them after ten minutes, once, under the usual Message-IDs", async () => {
    const id = await send()
    expect(await toldAfter(9 * MINUTE_MS, id)).toEqual([])
    const both = [notice(id, BOB), notice(id, CAROL)]
    expect(await toldAfter(11 * MINUTE_MS, id)).toEqual(both)
    await alice.account.client.reportNotices(id, { sent: true })
    expect(await toldAfter(2 * DAY_MS, id)).toEqual(both)
    expect(await accepted(id)).toEqual([])
  })

  test("S64 its client says that they are out: the server sends none, and the tracking names the program", async () => {
    const id = await send("at-hand", "sent")
    await alice.account.client.reportNotices(id, { sent: true })
    await alice.account.client.reportNotices(id, { sent: false })
    expect(await toldAfter(2 * DAY_MS, id)).toEqual([])
    expect(await accepted(id)).toEqual([
      [BOB, OUTLOOK],
      [CAROL, OUTLOOK],
    ])
  })

  test("S64 they stand there for a person to press Send: after a day who has not opened the message is told", async () => {
    const id = await send("at-hand")
    await readMessage({ account: bob.account, id })
    expect(await toldAfter(11 * MINUTE_MS, id)).toEqual([])
    expect(await toldAfter(DAY_MS - MINUTE_MS, id)).toEqual([])
    expect(await toldAfter(DAY_MS + MINUTE_MS, id)).toEqual([notice(id, CAROL)])
  })
})
