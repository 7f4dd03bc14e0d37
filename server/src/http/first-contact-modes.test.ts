/** First contact without the grant agent: the real server and the real flows, one person for each way in. */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { changeRules, typedCharacters } from "@smp/shared/account"
import type { Fetch } from "@smp/shared/client"
import {
  letInByRule,
  neededSecret,
  openWithLink,
  openWithWords,
  readMessage,
  sendContactCode,
  slipOf,
} from "@smp/shared/read"
import { reviewRecipients, sendSecure } from "@smp/shared/send"
import type { ContactChoice } from "@smp/shared/send"
import type { MessageId, OrganizationId } from "@smp/shared/wire"
import { founder, letterHost, registered } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

let server: TestServer
let alice: TestPerson & { org: OrganizationId }

const code = (wanted: string) => expect.objectContaining({ code: wanted }) as Error
const open = ({ account }: TestPerson, id: MessageId) => readMessage({ account, id, receipt: false })
const sendBy = async (choice: ContactChoice, address: string) => {
  const host = letterHost(alice, [address])
  const options = { firstContact: { [address]: choice } }
  const { id, told } = await sendSecure({ account: alice.account, host, org: alice.org, journal: alice.store, options })
  return { id, told: told[0]?.text ?? "" }
}

beforeAll(async () => {
  server = await startTestServer()
  alice = await founder(server, "alice@example.com", "Example Legal")
})
afterAll(() => server?.stop())

describe("S1 S30 first contact", () => {
  test("through the service: its key goes with the last reader, also where the last two come at once", async () => {
    const addresses = ["kim@example.org", "lee@example.org"]
    const host = letterHost(alice, addresses)
    const { id } = await sendSecure({ account: alice.account, host, org: alice.org, journal: alice.store })
    const { promise: both, resolve } = Promise.withResolvers<void>()
    let arrived = 0
    const together: Fetch = async (url, init) => {
      if (url.endsWith("/registration/finish") && (arrived += 1) === 2) resolve()
      if (url.endsWith("/registration/finish")) await both
      return fetch(url, init)
    }
    for (const reader of await Promise.all(
      addresses.map((address) => registered(server, address, { fetch: together })),
    ))
      expect((await open(reader, id)).verdict).toBe("intact")
    const { destroyed, waiting } = await alice.account.client.tracking(id)
    expect([destroyed.length, waiting]).toEqual([1, []])
  })

  test("only through the sender: nothing opens until the sender's own client is there", async () => {
    const { id, told } = await sendBy("sender", "carol@example.org")
    expect(told).toBe("")
    const carol = await registered(server, "carol@example.org")
    await expect(open(carol, id)).rejects.toThrow(code("not-ready"))
    expect((await letInByRule(alice.account)).letIn.map(({ message }) => message)).toEqual([id])
    expect(await open(carol, id)).toMatchObject({ verdict: "intact", issuer: { why: "first-contact" } })
    const slip = await slipOf(await open(alice, id), await alice.account.client.tracking(id))
    expect(slip.holders.map(({ kind, state }) => [kind, state])).toEqual([
      ["person", "holds"],
      ["person", "holds"],
    ])
  })

  test("with a code told by telephone, nobody comes in without it, and the right one verifies the key", async () => {
    const { id, told } = await sendBy("sender-code", "dan@example.org")
    expect(told).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
    const dan = await registered(server, "dan@example.org")
    expect(await neededSecret(dan.account, id)).toBe("code")
    expect(await letInByRule(alice.account)).toEqual({ letIn: [], waiting: [] })
    await sendContactCode(dan.account, id, "0000000000000000")
    expect((await letInByRule(alice.account)).letIn).toEqual([])
    await expect(open(dan, id)).rejects.toThrow(code("not-ready"))
    await sendContactCode(dan.account, id, typedCharacters(told.toLowerCase().replaceAll("0", "o")))
    expect((await letInByRule(alice.account)).letIn.map(({ message }) => message)).toEqual([id])
    expect((await open(dan, id)).verdict).toBe("intact")
    expect(alice.account.pins.get("dan@example.org")?.state).toBe("verified")
  })

  test("with five words: wrong ones open nothing, right ones open once, and the box is gone", async () => {
    const { id, told } = await sendBy("pass", "erin@example.org")
    expect(told).toMatch(/^[a-z-]+( [a-z-]+){4}$/)
    const erin = await registered(server, "erin@example.org")
    await expect(open(erin, id)).rejects.toThrow(code("not-ready"))
    expect(await neededSecret(erin.account, id)).toBe("words")
    const wrong = told.replace(/^\S+/, "zoom")
    await expect(openWithWords(erin.account, id, wrong)).rejects.toThrow(code("open-failed"))
    await openWithWords(erin.account, id, `  ${told.toUpperCase().replaceAll(" ", "   ")} `)
    expect(await open(erin, id)).toMatchObject({ verdict: "intact", role: "to" })
    await expect(erin.account.client.contactBox(id)).rejects.toThrow(code("not_found"))
    // Nobody waits for the sender, and the agent was never asked.
    expect(await alice.account.client.wanted()).toEqual([])
    const slip = await slipOf(await open(alice, id), await alice.account.client.tracking(id))
    expect(slip.holders.every(({ kind, state }) => kind === "person" && state === "holds")).toBe(true)
  })

  test("with the link of the sender's own mail: the server's half alone opens nothing", async () => {
    const { id, told } = await sendBy("link", "finn@example.org")
    const half = new URL(told).hash.slice("#k=".length)
    expect(told.startsWith(`${server.origin}/m/${id}#k=`)).toBe(true)
    const finn = await registered(server, "finn@example.org")
    const { share } = await finn.account.client.contactBox(id)
    await expect(openWithLink(finn.account, id, share ?? "")).rejects.toThrow(code("open-failed"))
    await openWithLink(finn.account, id, half)
    expect((await open(finn, id)).verdict).toBe("intact")
  })

  test("S42 the box is for its reader alone, and a few times an hour", async () => {
    const { id } = await sendBy("pass", "gina@example.org")
    const erin = await registered(server, "hans@example.org")
    await expect(erin.account.client.contactBox(id)).rejects.toThrow(code("not_found"))
    await expect(alice.account.client.contactBox(id)).rejects.toThrow(code("not_found"))
    const gina = await registered(server, "gina@example.org")
    for (let ask = 0; ask < 20; ask++) await gina.account.client.contactBox(id)
    await expect(gina.account.client.contactBox(id)).rejects.toThrow(code("request.rate_limited"))
  })

  test("S33 a label may ask for a stronger way: it is taken by itself, a weaker choice stops, a weaker client is refused", async () => {
    const labels = [{ label: "Secret", least: "sender" as const }]
    await changeRules(alice.account, alice.org, { labels })
    const host = letterHost(alice, ["jana@example.org"])
    const job = { account: alice.account, host, org: alice.org, journal: alice.store }
    const sendAs = (label: string, choice?: ContactChoice) =>
      sendSecure({ ...job, options: { label, ...(choice === undefined ? {} : { firstContactOfAll: choice }) } })
    const modeOf = async ({ id }: { id: MessageId }) => (await open(alice, id)).slip.to[0]?.mode
    expect(await modeOf(await sendAs("Open"))).toBe("agent")
    expect(await modeOf(await sendAs("Secret"))).toBe("sender")
    expect(await modeOf(await sendAs("Secret", "pass"))).toBe("pass")
    await expect(sendAs("Secret", "agent")).rejects.toThrow(code("policy-forbids"))
    const review = await reviewRecipients(alice.account, await host.snapshot(), alice.org)
    const policy = { ...review.policy, policy: { ...review.policy.policy, labels: [] } }
    const options = { label: "Secret", firstContactOfAll: "agent" as const }
    await expect(sendSecure({ ...job, options, review: { ...review, policy } })).rejects.toThrow(
      code("message.refused"),
    )
    await changeRules(alice.account, alice.org, { labels: [] })
  })

  test("the organization says which ways there are, the sender may choose among them, and none means none", async () => {
    await changeRules(alice.account, alice.org, { first: ["sender", "pass"] })
    await expect(sendBy("agent", "ivan@example.org")).rejects.toThrow(code("policy-forbids"))
    const host = letterHost(alice, ["ivan@example.org"])
    const { id } = await sendSecure({ account: alice.account, host, org: alice.org, journal: alice.store })
    expect((await open(alice, id)).slip.to.map(({ mode }) => mode)).toEqual(["sender"])
    await changeRules(alice.account, alice.org, { first: [] })
    await expect(sendSecure({ account: alice.account, host, org: alice.org, journal: alice.store })).rejects.toThrow(
      code("first-contact-not-allowed"),
    )
  })
})
