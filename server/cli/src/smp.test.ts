import { createHash, randomBytes } from "node:crypto"
import { readdir, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PASSWORD, startRealServer } from "./testing/real-server.ts"
import type { RealServer } from "./testing/real-server.ts"

interface ReadOutput {
  readonly verdict: string
  readonly differences: readonly { field: string; signed: unknown; server: unknown }[]
  readonly subject: string
  readonly from: string
  readonly text: string
  readonly attachments: readonly { name: string; size: number; sha256: string; path: string }[]
}

let server: RealServer
let org: string
const file = (name: string) => join(server.home, name)
const send = (person: string, args: readonly string[], text = "Dear both,\nthe draft.\n") =>
  server.send(person, args, text)
const read = async (person: string, id: string, more: readonly string[] = []) =>
  (await server.smp(person, ["read", id, "--json", ...more])).json() as ReadOutput

beforeAll(async () => {
  server = await startRealServer()
  org = await server.found("alice", "alice@example.com")
  await server.smp("alice", ["member", "add", "--email", "bob@example.com"])
  await server.register("bob", "bob@example.com")
}, 120_000)

afterAll(async () => {
  await server?.stop()
})

describe("smp", () => {
  it("S1 S11 S19 S30 S34 S35 a member sends to a colleague and to an address never seen before; both read the same", async () => {
    const bytes = randomBytes(1_200_000)
    await writeFile(file("contract.pdf"), bytes)
    const id = await send("alice", [
      "--to",
      "bob@example.com",
      "carol@example.net",
      "--subject",
      "Purchase agreement",
      "--attach",
      file("contract.pdf"),
    ])
    const bobs = await read("bob", id, ["--out", file("bob-files")])
    const sha256 = createHash("sha256").update(bytes).digest("hex")
    expect(bobs).toMatchObject({
      verdict: "intact",
      differences: [],
      subject: "Purchase agreement",
      from: "alice@example.com",
      text: "Dear both,\nthe draft.\n",
      attachments: [{ name: "contract.pdf", size: bytes.length, sha256 }],
    })
    expect((await readFile(bobs.attachments[0]?.path ?? "")).equals(bytes)).toBe(true)
    await server.register("carol", "carol@example.net")
    expect(await read("carol", id)).toMatchObject({ verdict: "intact", text: "Dear both,\nthe draft.\n" })
    const slip = (await server.smp("alice", ["slip", id, "--json"])).json() as {
      people: { address: string; state: string; events: { kind: string; signed: boolean }[] }[]
      holders: { kind: string; state: string }[]
    }
    expect(slip.people.map(({ address, state }) => [address, state])).toEqual([
      ["bob@example.com", "displayed"],
      ["carol@example.net", "displayed"],
    ])
    expect(slip.people.every(({ events }) => events.some(({ kind, signed }) => kind === "displayed" && signed))).toBe(
      true,
    )
    const shown = await server.smp("alice", ["slip", id])
    expect(shown.out, "S19 the slip names the default").toContain("AES-256 (suite 1)")
    expect(slip.holders.find(({ kind }) => kind === "grant-agent")?.state).toBe("destroyed")
  })

  it("S31 a guest answers in the thread, and only where a message let them in", async () => {
    const id = await send("alice", ["--to", "carol@example.net", "--subject", "A question"])
    const answer = await send(
      "carol",
      ["--to", "alice@example.com", "--subject", "Re: A question", "--reply-to", id],
      "Yes.\n",
    )
    expect(await read("alice", answer)).toMatchObject({ verdict: "intact", from: "carol@example.net", text: "Yes.\n" })
    const alone = await server.smp("carol", [
      "send",
      "--to",
      "alice@example.com",
      "--subject",
      "x",
      "--body-file",
      file("body.txt"),
    ])
    expect(alone).toMatchObject({ code: 1, out: "" })
    expect(alone.err).toMatch(/^smp: .+\n$/)
  })

  it("S31 S51 a message is passed on with its file, filed, labelled and found again", async () => {
    const bytes = randomBytes(1_000)
    await writeFile(file("offer.pdf"), bytes)
    const id = await send("alice", [
      "--to",
      "bob@example.com",
      "--subject",
      "Angebot Süd",
      "--attach",
      file("offer.pdf"),
    ])
    const passed = await send("bob", ["--to", "alice@example.com", "--forward", id], "See below.\n")
    const got = await read("alice", passed, ["--out", file("passed")])
    expect(got).toMatchObject({ verdict: "intact", subject: "Fwd: Angebot Süd", attachments: [{ name: "offer.pdf" }] })
    expect(got.text).toMatch(/^See below\.\n[^]*From: .*alice@example\.com[^]*Dear both,\nthe draft\./)
    expect((await readFile(got.attachments[0]?.path ?? "")).equals(bytes)).toBe(true)
    const answered = await send("bob", ["--reply-to", id], "Thank you.\n")
    const bob = async (...args: string[]) => (await server.smp("bob", [...args, "--json"])).json() as { id: string }[]
    expect((await bob("thread", id)).map((row) => row.id)).toEqual([id, passed, answered])
    await server.smp("bob", ["label", "add", "Offers", "--color", "green"])
    expect((await server.smp("bob", ["label", "put", "Offers", id])).code).toBe(0)
    expect((await server.smp("bob", ["move", id, "--to", "archive"])).code).toBe(0)
    const found = await bob("list", "--search", "angebot sued", "--from", "alice", "--label", "offers", "--with-files")
    expect(found).toMatchObject([{ id, folder: "archive" }])
    expect(await bob("list", "--search", "angebot", "--before", "2020-01-01")).toEqual([])
    const nowhere = await server.smp("bob", ["move", id, "--to", "sent"])
    expect(nowhere).toMatchObject({ code: 1, out: "" })
  })

  it("S51 a hidden subject and blind copies are seen only by those who may", async () => {
    await writeFile(file("body.html"), "<p>Hello <b>all</b>,</p><p>see below.</p>")
    const sent = await server.smp("alice", [
      "send",
      "--to",
      "bob@example.com",
      "--bcc",
      "carol@example.net",
      "--subject",
      "Board only",
      "--hide-subject",
      "--html",
      "--body-file",
      file("body.html"),
      "--json",
    ])
    const { id } = sent.json() as { id: string }
    const rows = (await server.smp("bob", ["list", "--json"])).json() as {
      id: string
      subject: string | null
      to: string[]
    }[]
    expect(rows.find((row) => row.id === id)).toMatchObject({ subject: null, to: ["bob@example.com"] })
    expect(await read("bob", id)).toMatchObject({ subject: "Board only", bcc: [], text: "Hello all,\n\nsee below." })
    expect(await read("carol", id)).toMatchObject({
      subject: "Board only",
      bcc: ["carol@example.net"],
      verdict: "intact",
    })
    expect(await read("alice", id)).toMatchObject({ bcc: ["carol@example.net"] })
  })

  it("S17 whoever is not on the slip is told that there is nothing", async () => {
    const id = await send("alice", ["--to", "carol@example.net", "--subject", "Private"])
    const refused = await server.smp("bob", ["read", id])
    expect(refused).toMatchObject({ code: 1, out: "", err: "smp: not found\n" })
    const absent = await server.smp("bob", ["read", "msg_00041061050r3gg28a1c60t3gf"])
    expect(absent.err).toBe(refused.err)
  })

  it("S52 a row edited in the database is shown as altered, with the original", async () => {
    const id = await send("alice", ["--to", "bob@example.com", "--subject", "Pay 100"])
    expect((await server.smp("bob", ["verify", id])).code).toBe(0)
    const database = new DatabaseSync(join(server.home, "data/db/organizations", `${org}.db`))
    database.prepare("update message set subject = ? where id = ?").run("Pay 900", id)
    database.close()
    expect(await read("bob", id)).toMatchObject({
      verdict: "altered",
      subject: "Pay 100",
      differences: [{ field: "subject", signed: "Pay 100", server: "Pay 900" }],
    })
    expect((await server.smp("bob", ["verify", id])).code).toBe(1)
  })

  it("S22 S52 verify prints the whole record, names a row that is gone, and compares checkpoints", async () => {
    const id = await send("alice", ["--to", "bob@example.com", "--subject", "On record"])
    await read("bob", id)
    const good = await server.smp("alice", ["verify", id])
    expect(good).toMatchObject({ code: 0 })
    expect(good.out).toMatch(
      /bob@example\.com \d: released, smp\/\S+, proved[^]*displayed, smp\/\S+, signed, proved[^]*record is complete/,
    )
    await writeFile(file("checkpoint.txt"), good.out)
    const compared = await server.smp("bob", ["verify", id, "--checkpoint", file("checkpoint.txt")])
    expect(compared).toMatchObject({ code: 0 })
    expect(compared.out).toContain("one history")
    const database = new DatabaseSync(join(server.home, "data/db/organizations", `${org}.db`))
    database.prepare("delete from tracking_event where message = ? and kind = 'released'").run(id)
    database.close()
    const bad = await server.smp("alice", ["verify", id])
    expect(bad).toMatchObject({ code: 1 })
    expect(bad.out).toMatch(/bob@example\.com: entry \d is missing/)
  })

  it("S34 killed in the middle of an upload, it goes on where it was, and nothing of the message lies readable in the profile", async () => {
    const bytes = randomBytes(90 << 20)
    await writeFile(file("film.bin"), bytes)
    const args = [
      "send",
      "--to",
      "bob@example.com",
      "--subject",
      "Long film",
      "--body-file",
      file("body.txt"),
      "--attach",
      file("film.bin"),
      "--json",
    ]
    const first = server.startSmp("alice", args)
    const journal = join(server.home, "alice/journal")
    while (!(await readdir(journal)).some((name) => name.endsWith("segments%2F0")))
      await new Promise((done) => setTimeout(done, 20))
    first.kill("SIGKILL")
    await new Promise((done) => first.once("close", done))
    for (const name of await readdir(journal))
      expect((await readFile(join(journal, name))).includes("film")).toBe(false)
    const objects = () => {
      const database = new DatabaseSync(join(server.home, "data/db/organizations", `${org}.db`))
      const [row] = database.prepare("select count(*) as n from object").all() as { n: number }[]
      database.close()
      return row?.n
    }
    const before = objects()
    const again = await server.smp("alice", args)
    expect(again.code).toBe(0)
    expect(objects()).toBe(before)
    const got = await read("bob", (again.json() as { id: string }).id, ["--out", file("bob-films")])
    expect(got.attachments[0]?.sha256).toBe(createHash("sha256").update(bytes).digest("hex"))
    expect(await readdir(journal)).toEqual([])
  })

  it("S28 signs in again on another profile; a wrong password and an unknown address read the same", async () => {
    const done = await server.smp(
      "bob-laptop",
      ["login", "--email", "Bob@Example.com", "--password-stdin", "--json"],
      PASSWORD,
    )
    expect(done.json()).toMatchObject({ address: "bob@example.com", alarms: [] })
    const wrong = await server.smp("x", ["login", "--email", "bob@example.com", "--password-stdin"], "wrong password")
    const unknown = await server.smp(
      "x",
      ["login", "--email", "nobody@example.com", "--password-stdin"],
      "wrong password",
    )
    expect(wrong).toMatchObject({ code: 1, err: "smp: address or password is not right\n" })
    expect(unknown.err).toBe(wrong.err)
  })

  it("S1 S30 five words are printed once, and open a message that neither server nor mailbox can", async () => {
    await writeFile(file("body.txt"), "By words.\n")
    const to = ["--to", "erin@example.net", "--first-contact", "pass"]
    const sent = await server.smp("alice", [
      "send",
      "--subject",
      "Words",
      "--body-file",
      file("body.txt"),
      "--json",
      ...to,
    ])
    const { id, tell } = sent.json() as { id: string; tell: { address: string; kind: string; text: string }[] }
    expect(tell).toEqual([
      { address: "erin@example.net", kind: "words", text: expect.stringMatching(/^\S+( \S+){4}$/) },
    ])
    const words = tell[0]?.text ?? ""
    await server.register("erin", "erin@example.net")
    const early = await server.smp("erin", ["read", id])
    expect(early).toMatchObject({ code: 1, out: "" })
    const wrong = await server.smp("erin", ["read", id, "--secret-stdin"], words.replace(/^\S+/, "zebra"))
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining("cannot be opened")])
    const opened = await server.smp("erin", ["read", id, "--secret-stdin", "--json"], words.toUpperCase())
    expect(opened.json()).toMatchObject({ verdict: "intact", text: "By words.\n" })
    expect(await read("erin", id)).toMatchObject({ verdict: "intact" })
  }, 120_000)

  it("S29 a lost password: nothing opens until the sender, asked, says yes, or the organization's rule does", async () => {
    const [asked, ruled] = [
      await send("alice", ["--to", "bob@example.com", "--subject", "Asked for"]),
      await send("alice", ["--to", "bob@example.com", "--subject", "By rule"]),
    ]
    await server.smp("bob", ["reset", "--email", "bob@example.com"])
    const code = await server.codeFor("bob@example.com")
    const reset = ["reset", "--email", "bob@example.com", "--code", code, "--password-stdin"]
    expect(await server.smp("bob", reset, PASSWORD)).toMatchObject({ code: 0 })
    for (const id of [asked, ruled]) {
      const waits = await server.smp("bob", ["read", id])
      expect([waits.code, waits.err]).toEqual([1, expect.stringContaining("waiting until somebody lets you in")])
    }
    const before = (await server.smp("alice", ["wanted", "--json"])).json() as {
      letIn: unknown[]
      waiting: { id: string; decision: string }[]
    }
    expect(before.letIn).toEqual([])
    expect(before.waiting.find(({ id }) => id === asked)?.decision).toBe("ask")
    expect((await server.smp("alice", ["grant", asked, "--to", "bob@example.com"])).code).toBe(0)
    expect(await read("bob", asked)).toMatchObject({ verdict: "intact" })
    await server.smp("alice", ["policy", "--regrant", "auto", "--wait", "0"])
    const after = (await server.smp("alice", ["wanted", "--json"])).json() as { letIn: { id: string }[] }
    expect(after.letIn.map(({ id }) => id)).toContain(ruled)
    expect(await read("bob", ruled)).toMatchObject({ verdict: "intact" })
  }, 120_000)

  it("the profile is for its owner's eyes only", async () => {
    expect((await stat(file("alice"))).mode & 0o777).toBe(0o700)
    expect((await stat(file("alice/session.json"))).mode & 0o777).toBe(0o600)
    for (const name of await readdir(file("alice/pins")))
      expect((await stat(join(file("alice/pins"), name))).mode & 0o777).toBe(0o600)
  })

  it("says in one line why it refuses, and exits with 2 for wrong usage", async () => {
    const usage = [
      [],
      ["bogus"],
      ["send", "--to", "a@example.com"],
      ["read"],
      ["register"],
      ["list", "--nonsense"],
      ["setup", "no-link", "--organization", "x", "--email", "e@example.com"],
    ]
    for (const args of usage) expect([args, (await server.smp("alice", args)).code]).toEqual([args, 2])
    const refused = [
      ["send", "--to", "nobody", "--subject", "x", "--body-file", file("body.txt")],
      ["send", "--subject", "x", "--body-file", file("body.txt")],
      ["send", "--to", "bob@example.com", "--subject", "x", "--body-file", file("missing.txt")],
      ["register", "--email", "bob@example.com", "--code", "AAAA-BBBB-CCCC", "--password-stdin"],
    ]
    for (const args of refused) {
      const ran = await server.smp("alice", args, PASSWORD)
      expect([args, ran.code, ran.out]).toEqual([args, 1, ""])
      expect(ran.err).toMatch(/^smp: [^\n]+\n$/)
    }
    const nobody = await server.smp("nobody", ["list"])
    expect(nobody).toMatchObject({
      code: 1,
      err: "smp: nobody is signed in on this profile: use smp login --email E\n",
    })
  })
})
