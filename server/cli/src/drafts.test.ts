/** Drafts by smp, on the real server. */
import { randomBytes } from "node:crypto"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startRealServer } from "./testing/real-server.ts"
import type { RealServer } from "./testing/real-server.ts"

let server: RealServer
const file = (name: string) => join(server.home, name)
const send = (person: string, args: readonly string[], text = "Dear both,\nthe draft.\n") =>
  server.send(person, args, text)
const read = async (person: string, id: string) => (await server.smp(person, ["read", id, "--json"])).json()

beforeAll(async () => {
  server = await startRealServer()
  await server.found("alice", "alice@example.com")
  await server.smp("alice", ["member", "add", "--email", "bob@example.com"])
  await server.register("bob", "bob@example.com")
}, 120_000)

afterAll(async () => {
  await server?.stop()
})

describe("smp draft", () => {
  it("S32 a draft is saved, shown, written anew and sent with its file; then it is no draft any more", async () => {
    const [body, plan] = [file("draft-body.txt"), file("plan.pdf")]
    await writeFile(body, "not yet\n")
    await writeFile(plan, randomBytes(90_000))
    const what = ["--to", "bob@example.com", "--subject", "Later", "--body-file", body, "--attach", plan, "--json"]
    const { id } = (await server.smp("alice", ["draft", "save", ...what])).json() as { id: string }
    await writeFile(body, "now\n")
    expect((await server.smp("alice", ["draft", "save", id, ...what])).json()).toMatchObject({ id })
    expect((await server.smp("alice", ["draft", "show", id, "--json"])).json()).toMatchObject({
      subject: "Later",
      text: "now\n",
      attachments: [{ name: "plan.pdf", size: 90_000 }],
    })
    const sent = (await server.smp("alice", ["draft", "send", id, "--json"])).json() as { id: string }
    expect(await read("bob", sent.id)).toMatchObject({ verdict: "intact", text: "now\n", subject: "Later" })
    expect((await server.smp("alice", ["draft", "list", "--json"])).json()).toEqual([])
  })

  it("S32 S41 a draft keeps what the answered message and the command line ask for, and is sent so", async () => {
    const asked = await send("alice", [
      "--to",
      "bob@example.com",
      "--subject",
      "Secret",
      "--hide-subject",
      "--label",
      "L",
    ])
    const answer = [
      "--reply-to",
      asked,
      "--to",
      "alice@example.com",
      "fay@example.net",
      "--body-file",
      file("body.txt"),
    ]
    const saved = await server.smp("bob", [
      "draft",
      "save",
      "--json",
      "--no-forward",
      "--first-contact",
      "pass",
      ...answer,
    ])
    const { id } = saved.json() as { id: string }
    const sent = await server.smp("bob", ["draft", "send", id, "--json"])
    const handedOver = sent.json() as { id: string; tell?: unknown[] }
    expect(handedOver.tell).toMatchObject([{ address: "fay@example.net", kind: "words" }])
    const { options } = (await server.smp("alice", ["slip", handedOver.id, "--json"])).json() as { options: object }
    expect(options).toMatchObject({ subjectHidden: true, label: "L", forward: false, reply: true })
  })
})
