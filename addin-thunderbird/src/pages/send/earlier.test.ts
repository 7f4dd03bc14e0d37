/** What is sent after its window was closed too early, with the real server. */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { reviewRecipients, sendSecure } from "@smp/shared/send"
import type { Draft } from "@smp/shared/send"
import { founder, invite, registered, signedInAgain } from "../../../../server/src/testing/test-people.ts"
import type { TestPerson } from "../../../../server/src/testing/test-people.ts"
import { startTestServer } from "../../../../server/src/testing/test-server.ts"
import type { TestServer } from "../../../../server/src/testing/test-server.ts"
import { findEarlier } from "./earlier.ts"

let server: TestServer
let admin: Awaited<ReturnType<typeof founder>>
let alice: TestPerson
/** Answers to requests that match do not arrive. */
let lost = /^$/

beforeAll(async () => {
  server = await startTestServer()
  admin = await founder(server, "admin@example.com", "Example Legal")
  for (const address of ["alice@example.com", "bob@example.com"]) await invite(admin, address)
  await registered(server, "alice@example.com")
  await registered(server, "bob@example.com")
  alice = await signedInAgain(server, "alice@example.com", {
    fetch: async (input, init) => {
      const response = await fetch(input, init)
      if (lost.test(`${init.method} ${input}`)) throw new TypeError("the answer was lost")
      return response
    },
    tries: 1,
  })
})
afterAll(() => server?.stop())

const draftTo = (subject: string, ...to: string[]): Draft => ({
  from: { address: "alice@example.com", name: "Alice" },
  to: to.map((address) => ({ address, name: "" })),
  cc: [],
  bcc: [],
  subject,
  html: null,
  text: "The text",
  attachments: [
    {
      name: "plan.txt",
      type: "text/plain",
      size: 4,
      source: { size: 4, slice: () => Promise.resolve(new TextEncoder().encode("plan")) },
      cid: null,
    },
  ],
  thread: null,
})
const send = (draft: Draft) =>
  sendSecure({
    account: alice.account,
    host: {
      snapshot: () => Promise.resolve(draft),
      hasChanged: () => Promise.resolve(false),
      finish: () => Promise.resolve(),
    },
    org: admin.org,
    journal: alice.account.store,
  })
const earlier = async (draft: Draft) =>
  findEarlier(alice.account, await reviewRecipients(alice.account, draft, admin.org), draft.subject)

describe("S34 what an earlier window left of a message", () => {
  it("handed over, and its answer lost: it is known when the same is sent again, so that nobody is told twice", async () => {
    const draft = draftTo("Findings", "bob@example.com")
    lost = /POST .*\/api\/messages$|\/handed-over\//
    await expect(send(draft)).rejects.toMatchObject({ isUnknown: true })
    lost = /^$/
    const { resume, handedOver } = await earlier(draft)
    expect(resume).toBeNull()
    expect(await alice.account.client.messages({ folder: "sent" })).toMatchObject({
      messages: [{ id: handedOver?.id }],
    })
    expect(await earlier(draft)).toEqual({ resume: null, handedOver: null })
  })

  it("an interrupted upload is taken up for the same subject and the same people only", async () => {
    const draft = draftTo("Upload", "bob@example.com")
    lost = /\/chunks\//
    await expect(send(draft)).rejects.toMatchObject({ code: "offline" })
    lost = /^$/
    expect((await earlier(draftTo("Other", "bob@example.com"))).resume).toBeNull()
    expect((await earlier(draftTo("Upload", "bob@example.com", "admin@example.com"))).resume).toBeNull()
    expect((await earlier(draft)).resume).toEqual(expect.any(String))
  })
})
