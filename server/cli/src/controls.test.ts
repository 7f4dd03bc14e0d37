/** What a sender decides after the send, through smp on the real server. */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PASSWORD, startRealServer } from "./testing/real-server.ts"
import type { RealServer } from "./testing/real-server.ts"

interface Slip {
  readonly closed: { state: string; by: string | null; reason: string; openedAt: number | null } | null
  readonly people: { address: string; state: string; events: { kind: string; signed: boolean }[] }[]
  readonly holders: { name: string; kind: string; state: string }[]
  readonly options: { expires: number | null; password: boolean; label: string | null }
  readonly files: { name: string | null; recalledAt: number | null }[]
}
let server: RealServer
let org: string
const file = (name: string) => join(server.home, name)

const send = (person: string, args: readonly string[], text = "The draft.\n") => server.send(person, args, text)
const done = async (person: string, args: readonly string[]) => {
  const ran = await server.smp(person, args)
  expect(ran.err).toBe("")
  return ran
}
const refusal = async (person: string, args: readonly string[], input = "") => {
  const { code, err, out } = await server.smp(person, args, input)
  expect([code, out]).toEqual([1, ""])
  return err
}
const slip = async (person: string, id: string) => (await done(person, ["slip", id, "--json"])).json() as Slip
const person = (view: Slip, address: string) => view.people.find((one) => one.address === address)
const outbox = async (to: string) =>
  ((await (await fetch(`${server.origin}/dev/outbox.json`)).json()) as { to: string; subject: string; text: string }[])
    .filter((mail) => mail.to.includes(to))
    .map(({ subject }) => subject)
async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await isTrue()); await new Promise((wake) => setTimeout(wake, 100)))
    if (Date.now() > end) throw new Error("waited too long")
}
/** Everything below the data folder, as bytes. */
const filesBelow = (folder: string): Buffer[] =>
  readdirSync(join(server.home, "data", folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
const database = () =>
  new DatabaseSync(join(server.home, "data", "db", "organizations", `${org}.db`), { readOnly: true })
function grantsOf(id: string): Buffer[] {
  const db = database()
  const rows = db.prepare("select grant_bytes from grant_ where message = ?").all(id) as { grant_bytes: Uint8Array }[]
  db.close()
  return rows.map((row) => Buffer.from(row.grant_bytes))
}

beforeAll(async () => {
  server = await startRealServer()
  org = await server.found("alice", "alice@example.com")
  for (const name of ["bob", "dave"]) {
    await server.smp("alice", ["member", "add", "--email", `${name}@example.com`])
    await server.register(name, `${name}@example.com`)
  }
}, 120_000)
afterAll(() => server?.stop())

describe("S33 through smp", () => {
  it("S33 recall: for everyone, also after reading: who, when and why; each person's slip says what was released", async () => {
    const people = ["--to", "bob@example.com", "dave@example.com", "carol@example.net", "--bcc", "erin@example.net"]
    const id = await send("alice", [...people, "--subject", "Offer"])
    await done("bob", ["read", id])
    await until(async () => (await outbox("dave@example.com")).length > 0)
    const before = grantsOf(id)
    expect((await done("alice", ["recall", id, "--reason", "Wrong version"])).out).toContain("keys are destroyed")

    expect(await refusal("bob", ["read", id])).toMatch(
      /^smp: recalled by the sender \(recalled, alice@example.com, .+\): Wrong version\n$/,
    )
    const bobs = await slip("bob", id)
    expect(bobs.closed).toMatchObject({ state: "recalled", by: "alice", reason: "Wrong version" })
    expect(bobs.closed?.openedAt).toBeGreaterThan(0)
    const own = await slip("alice", id)
    expect(own.closed).toMatchObject({ state: "recalled", reason: "Wrong version" })
    expect(own.people.map(({ state }) => state)).toEqual(["recalled", "recalled", "recalled", "recalled"])
    const events = (address: string) => person(own, address)?.events.map(({ kind }) => kind)
    expect(events("bob@example.com")).toEqual(expect.arrayContaining(["released", "displayed", "recalled"]))
    expect(events("dave@example.com")).not.toContain("released")
    const lines = (await done("alice", ["slip", id])).out
    expect(lines).toMatch(/recalled, signed by the sender: never released/)
    expect(lines).toMatch(/recalled, signed by the sender: released before the recall/)
    expect(own.holders.filter(({ state }) => state === "holds").map(({ name }) => name)).toEqual(["alice"])

    expect(grantsOf(id)).toHaveLength(1)
    const lost = before.filter((grant) => !grantsOf(id).some((kept) => kept.equals(grant)))
    const all = filesBelow("db")
    for (const grant of lost) expect(all.some((bytes) => bytes.includes(grant.subarray(-64)))).toBe(false)
    // A first contact that registers now finds no way in.
    await server.register("carol", "carol@example.net")
    expect(await refusal("carol", ["read", id])).toContain("recalled")
    await until(async () => (await outbox("dave@example.com")).some((subject) => /withdrawn message/.test(subject)))
  })

  it("S33 the words of a sender do not steer a reader's terminal", async () => {
    const subject = "Offer\u009b2J\nSigned by nobody"
    const id = await send("alice", ["--to", "bob@example.com", "--subject", subject])
    expect((await done("bob", ["read", id])).out).toContain("\nSubject: Offer\ufffd2J\ufffdSigned by nobody\n")
    const parsed = await done("bob", ["read", id, "--json"])
    expect(parsed.out).not.toContain("\u009b")
    expect(parsed.json()).toMatchObject({ subject })
    await done("alice", ["recall", id, "--reason", "Wrong\u001b]0;x\u0007\nsmp: all is well"])
    expect(await refusal("bob", ["read", id])).toMatch(/^smp: [^\n]+: Wrong\ufffd\]0;x\ufffd\ufffdsmp: all is well\n$/)
  })

  it("S33 suspend, resume, and the end: it destroys the readers' keys by itself, and never moves after", async () => {
    const id = await send("alice", ["--to", "bob@example.com", "--subject", "Ends", "--expires", "30d"])
    await done("alice", ["suspend", id, "--reason", "Checking a number"])
    expect(await refusal("bob", ["read", id])).toMatch(/suspended by the sender .*Checking a number/)
    await done("alice", ["resume", id])
    await done("alice", ["expire", id, "--at", "never"])
    expect((await slip("bob", id)).options.expires).toBeNull()
    await done("alice", ["expire", id, "--at", new Date(Date.now() + 1_500).toISOString()])
    await until(() => Promise.resolve(grantsOf(id).length === 1))
    expect(await refusal("bob", ["read", id])).toMatch(/its time is over \(expired, alice@example.com/)
    expect(await refusal("alice", ["expire", id, "--at", "30d"])).toContain("its time is over")
    const own = await slip("alice", id)
    expect([own.closed?.state, person(own, "bob@example.com")?.state]).toEqual(["expired", "expired"])
  })

  it("S36 remind: who has not opened it is told once a day; whoever has is not; what was planned can be taken back", async () => {
    const people = ["--to", "bob@example.com", "dave@example.com", "--bcc", "erin@example.net"]
    const id = await send("alice", [...people, "--subject", "Please read"])
    await done("bob", ["read", id])
    const states = async (args: readonly string[]) =>
      Object.fromEntries(
        (
          (await done("alice", ["remind", id, "--json", ...args])).json() as {
            address: string
            state: string
            planned: string[]
          }[]
        ).map(({ address, state, planned }) => [address.split("@")[0], [state, planned.length]]),
      )
    expect(await states(["--at", "30d"])).toEqual({ bob: ["opened", 0], dave: ["may", 1], erin: ["may", 1] })
    expect(await states(["--off"])).toEqual({ bob: ["opened", 0], dave: ["may", 0], erin: ["may", 0] })
    expect(await refusal("bob", ["remind", id])).toBe("smp: not found\n")
    await until(async () => (await outbox("dave@example.com")).some((subject) => subject.startsWith("Message ")))
    await states(["--to", "dave@example.com"])
    await states([])
    const reminded = async () => person(await slip("alice", id), "dave@example.com")?.events.map(({ kind }) => kind)
    await until(async () => (await reminded())?.includes("reminded") === true)
    expect(await states([])).toMatchObject({ bob: ["opened", 0], dave: ["soon", 0], erin: ["soon", 0] })
    const mails = (await (await fetch(`${server.origin}/dev/outbox.json`)).json()) as {
      to: string
      subject: string
      raw: string
    }[]
    const about = mails.filter(({ to, raw }) => to.includes("dave@") && raw.includes(`${id};`))
    expect(about.map(({ subject }) => subject.split(/[ :]/)[0])).toEqual(["Message", "Not"])
    const [first, second] = about.map(({ raw }) => raw)
    const field = (raw: string | undefined, name: string) => new RegExp(`^${name}: (<[^>]+>)`, "m").exec(raw ?? "")?.[1]
    expect(field(second, "In-Reply-To")).toBe(field(first, "Message-ID"))
    expect(mails.some(({ to, subject }) => to.includes("bob@") && subject.startsWith("Not opened"))).toBe(false)
  })

  it("S69 bounce: a returned notice stands on the slip; nobody else's word about it is taken, and it takes no access away", async () => {
    const id = await send("alice", ["--to", "bob@example.com", "--subject", "Returned"])
    const lines = [
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.example.com",
      "",
      "Final-Recipient: rfc822; bob@example.com",
      "Action: failed",
      "Status: 5.1.1",
      "",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      `X-Delivery-Slip: ${id}; origin=${server.origin}`,
      "",
      "--b--",
    ]
    await writeFile(file("report.eml"), lines.join("\r\n"))
    expect(await refusal("bob", ["bounce", file("report.eml")])).toContain("is not yours")
    const piped = await server.smp("alice", ["bounce", "-"], lines.join("\n"))
    expect([piped.code, piped.out]).toEqual([0, `${id}: not delivered to bob@example.com (5.1.1)\n`])
    const bob = person(await slip("alice", id), "bob@example.com")
    expect(bob?.state).toBe("bounced")
    expect(bob?.events.find(({ kind }) => kind === "bounced")?.signed).toBe(false)
    await done("bob", ["read", id])
    await writeFile(file("report.eml"), lines.join("\n").replaceAll("bob@", "mallory@"))
    expect(await refusal("alice", ["bounce", file("report.eml")])).toContain("not a recipient")
  })

  it("S33 recall: by an officer whom the organization's rules name, and by nobody whom they do not", async () => {
    const id = await send("alice", ["--to", "bob@example.com", "--subject", "Officer"])
    expect(await refusal("dave", ["recall", id, "--reason", "not mine"])).toBe("smp: not found\n")
    await done("alice", ["policy", "--officers", "dave@example.com"])
    await done("dave", ["recall", id, "--reason", "an order"])
    expect(await refusal("bob", ["read", id])).toMatch(/^smp: recalled by .*: an order\n$/)
    expect((await slip("alice", id)).closed).toMatchObject({ state: "recalled", reason: "an order" })
    await done("alice", ["policy", "--officers", "none"])
  })

  it("S33 fyeo: the own password at each opening, and never without", async () => {
    const id = await send("alice", [
      "--to",
      "bob@example.com",
      "--subject",
      "Eyes only",
      "--fyeo",
      "--label",
      "Internal",
    ])
    expect(await refusal("bob", ["read", id, "--password-stdin"], "wrong password")).toContain("password is not right")
    expect((await server.smp("bob", ["read", id, "--password-stdin"], PASSWORD)).out).toContain("The draft.")
    expect((await slip("alice", id)).options).toMatchObject({ password: true, label: "Internal" })
  })

  it("S23 archive: its key lies in one file, every slip names it, and evidence with it holds", async () => {
    const made = (await done("alice", ["archive", "make", "--out", join(server.home, "kept"), "--json"])).json() as {
      file: string
    }
    expect(statSync(made.file).mode & 0o777).toBe(0o600)
    const id = await send("alice", ["--to", "bob@example.com", "--subject", "Kept", "--no-share"])
    expect((await slip("bob", id)).holders).toContainEqual(expect.objectContaining({ kind: "archive", state: "holds" }))
    expect((await done("bob", ["slip", id])).out).toContain("Only the sender sees who has read it")
    const { path } = (await done("bob", ["export", id, "--out", file("kept"), "--json"])).json() as { path: string }
    expect(await server.smp("bob", ["verify", path])).toMatchObject({ err: "", code: 0 })
    await done("alice", ["archive", "off"])
  })
})
