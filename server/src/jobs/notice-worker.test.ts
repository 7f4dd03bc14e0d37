import { fork } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { newId } from "@smp/shared/bytes"
import { simpleParser } from "mailparser"
import type { ParsedMail } from "mailparser"
import { SMTPServer } from "smtp-server"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { openSqlite } from "../data/dialects/sqlite.ts"
import * as schema from "../data/schema/organization.sqlite.ts"
import { cryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import { smtpMailer } from "../engines/mailer/smtp-mailer.ts"
import { messageNoticeId, sealNotice } from "../services/notices.ts"
import type { Notice } from "../services/notices.ts"
import { storesOf } from "../services/organization-house.ts"
import type { OpenOrganization, OrganizationHouse } from "../services/organization-house.ts"
import { MailPause } from "./mail-pause.ts"
import { NoticeWorker } from "./notice-worker.ts"

const MIGRATIONS = resolve(import.meta.dirname, "../data/migrations/organization.sqlite")
const KEY = randomBytes(32)
const DAY = 86_400_000

interface Sink {
  readonly mails: { to: string; messageId: string; text: string }[]
  readonly port: number
  /** Reply code for every recipient; null takes the mail. */
  answer: number | null
  close(): Promise<void>
  open(): Promise<void>
}

async function mailServer(): Promise<Sink> {
  const start = async (port: number): Promise<SMTPServer> => {
    const server = new SMTPServer({
      authOptional: true,
      closeTimeout: 50,
      disabledCommands: ["STARTTLS"],
      disableReverseLookup: true,
      onRcptTo: (_to, _session, done) =>
        sink.answer === null ? done() : done(Object.assign(new Error("no"), { responseCode: sink.answer })),
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo[0]?.address ?? ""
        const take = ({ messageId = "", text = "" }: ParsedMail): number => sink.mails.push({ to, messageId, text })
        simpleParser(stream)
          .then(take)
          .then(() => done(), done)
      },
    })
    server.on("error", () => undefined)
    await new Promise<void>((done) => server.listen(port, "127.0.0.1", done))
    return server
  }
  let server: SMTPServer | null = null
  const sink: Sink & { port: number } = {
    mails: [],
    port: 0,
    answer: null,
    close: async () => {
      const running = server
      server = null
      await new Promise<void>((done) => (running === null ? done() : running.close(() => done())))
    },
    open: async () => {
      server = await start(sink.port)
    },
  }
  server = await start(0)
  sink.port = (server.server.address() as AddressInfo).port
  return sink
}

function openOrganization(file: string): OpenOrganization {
  const database = openSqlite(file, schema, MIGRATIONS)
  return {
    id: newId("org") as OpenOrganization["id"],
    name: "Example Works",
    database,
    engine: cryptoEngine(KEY),
    ...storesOf(database),
  }
}

let folder: string
let organization: OpenOrganization
let sink: Sink
let clock: number
let workers: NoticeWorker[]
const faults: unknown[] = []

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "notices-"))
  organization = openOrganization(join(folder, "org.db"))
  sink = await mailServer()
  clock = Date.parse("2026-11-23T12:00:00Z")
  workers = []
})
afterEach(async () => {
  for (const worker of workers) await worker.stop()
  await sink.close()
  organization.database.close()
  rmSync(folder, { recursive: true })
})

async function work(change: Partial<ConstructorParameters<typeof NoticeWorker>[0]> = {}): Promise<NoticeWorker> {
  const house = { all: () => [organization], refresh: () => Promise.resolve() } as Pick<
    OrganizationHouse,
    "all" | "refresh"
  >
  const now = () => clock
  const worker = new NoticeWorker({
    mailer: smtpMailer(`smtp://127.0.0.1:${sink.port}`, null),
    organizations: house as OrganizationHouse,
    house: { origin: "https://mail.example.com", host: "mail.example.com", from: "notice@mail.example.com" },
    pause: new MailPause(now),
    now,
    certain: now,
    owner: "test",
    report: (fault) => faults.push(fault),
    ...change,
  })
  workers.push(worker)
  await worker.start()
  return worker
}

function noticeTo(to: string, message = newId("msg")): Notice {
  return {
    kind: "message",
    messageId: messageNoticeId(message, to, "mail.example.com"),
    to,
    message,
    reference: "7HK2PQ9D",
    sender: { name: "Anna Example", address: "anna@example.com" },
    organization: "Example Works",
    sentAt: clock,
    until: null,
    isFirstContact: false,
    references: [],
    queuedAt: clock,
  }
}

async function enqueue(...notices: Notice[]): Promise<void> {
  const rows = notices.map((notice) => ({
    topic: "notify" as const,
    payload: sealNotice(organization.engine, notice),
    dueAt: clock,
  }))
  await organization.queue.add(rows)
}

const eventsOf = async (notice: Notice) =>
  notice.kind === "message"
    ? (await organization.tracking.of(notice.message)).map(({ kind, address }) => `${kind} ${address}`)
    : []

async function until(look: () => boolean | Promise<boolean>, milliseconds = 8_000): Promise<void> {
  for (const deadline = Date.now() + milliseconds; !(await look()); await new Promise((done) => setTimeout(done, 10))) {
    if (Date.now() > deadline) throw new Error(`not within ${milliseconds} ms`)
  }
}

describe("ProcessQ to the mail server", () => {
  test("S62 S64 a queued notice goes out when the worker is woken, and is recorded as accepted", async () => {
    const worker = await work()
    const notice = noticeTo("bob@example.org")
    await enqueue(notice)
    worker.wake()
    await until(async () => (await eventsOf(notice)).length > 0)
    expect(sink.mails).toMatchObject([{ to: "bob@example.org", messageId: notice.messageId }])
    expect(await eventsOf(notice)).toEqual(["accepted bob@example.org"])
    expect(await organization.queue.waiting()).toBe(0)
  })

  test("S64 whoever is not woken leaves a burst alone that is still coming in; a lost wake-up costs two seconds", async () => {
    await work()
    await enqueue(noticeTo("bob@example.org"))
    await new Promise((done) => setTimeout(done, 1_300))
    expect(sink.mails).toEqual([])
    clock += 1_000
    await until(() => sink.mails.length > 0)
    expect(sink.mails).toHaveLength(1)
  })

  test("S69 what is refused for good is recorded as bounced and not tried again", async () => {
    sink.answer = 550
    const notice = noticeTo("nobody@example.org")
    await enqueue(notice)
    const worker = await work()
    await until(async () => (await eventsOf(notice)).length > 0)
    sink.answer = null
    clock += DAY
    worker.wake()
    await new Promise((done) => setTimeout(done, 300))
    expect(await eventsOf(notice)).toEqual(["bounced nobody@example.org"])
    expect(sink.mails).toEqual([])
  })

  test("S64 a mail server that asks for patience gets it: minutes, then hours; after three days it is given up", async () => {
    sink.answer = 451
    const notice = noticeTo("bob@example.org")
    await enqueue(notice)
    const start = clock
    const worker = await work()
    const tries = () => faults.length
    faults.length = 0
    for (const minutes of [1, 5, 15, 60]) {
      const before = tries()
      worker.wake()
      await until(() => tries() > before)
      await until(async () => !(await organization.queue.hasDue(clock + minutes * 60_000 * 0.9)))
      clock += minutes * 60_000 * 1.1
      expect(await organization.queue.hasDue(clock)).toBe(true)
    }
    clock = start + 4 * DAY
    worker.wake()
    await until(async () => (await eventsOf(notice)).length > 0)
    expect(await eventsOf(notice)).toEqual(["bounced bob@example.org"])
  })

  test("S64 while the mail server is away notices wait; each goes out once when it is back", async () => {
    // It runs in real time, and after three days a notice is given up.
    clock = Date.now()
    await sink.close()
    const notices = Array.from({ length: 60 }, (_, i) => noticeTo(`person${i}@example.org`))
    await enqueue(...notices)
    faults.length = 0
    const worker = await work({ now: Date.now, pause: new MailPause(Date.now) })
    await new Promise((done) => setTimeout(done, 2_500))
    expect(faults.length).toBeLessThan(30)
    await sink.open()
    worker.wake()
    await until(async () => (await organization.queue.waiting()) === 0, 15_000)
    expect(new Set(sink.mails.map(({ to }) => to)).size).toBe(60)
    expect(sink.mails).toHaveLength(60)
  })

  test("S64 what was put off while the clock was a year ahead goes out when it is right again", async () => {
    const [right, ahead] = [clock, clock + 365 * DAY]
    const asked = noticeTo("bob@example.org")
    await enqueue(asked)
    clock = ahead
    sink.answer = 451
    const worker = await work({ certain: () => right })
    const dueAt = async () =>
      (await organization.database.read.select({ at: schema.queue.dueAt }).from(schema.queue)).map(({ at }) => at)
    await until(async () => (await dueAt()).some((at) => at > ahead))
    // The mail server goes away too, and everything waits for it.
    await sink.close()
    await enqueue(noticeTo("carol@example.org"))
    worker.wake()
    await until(async () => (await dueAt()).every((at) => at > ahead))
    sink.answer = null
    await sink.open()
    clock = right
    await until(() => sink.mails.length === 2)
    expect(sink.mails.map(({ to }) => to).toSorted()).toEqual(["bob@example.org", "carol@example.org"])
  })

  test("S70 a thousand queued notices are drained, each once", async () => {
    await enqueue(...Array.from({ length: 1_000 }, (_, i) => noticeTo(`person${i}@example.org`)))
    await work()
    await until(async () => (await organization.queue.waiting()) === 0, 50_000)
    expect(new Set(sink.mails.map(({ to }) => to)).size).toBe(1_000)
    expect(sink.mails).toHaveLength(1_000)
  })

  test("a notice that cannot be read harms no other", async () => {
    const good = noticeTo("bob@example.org")
    await organization.queue.add([{ topic: "notify", payload: randomBytes(80), dueAt: clock - 1 }])
    await enqueue(good)
    await work()
    await until(async () => (await organization.queue.waiting()) === 0)
    expect(sink.mails).toMatchObject([{ to: "bob@example.org" }])
  })

  test("T2 killed at any moment, every notice goes out, again only under the same Message-ID", async () => {
    const notices = Array.from({ length: 150 }, (_, i) => noticeTo(`person${i}@example.org`))
    await enqueue(...notices)
    const child = () =>
      fork(
        join(import.meta.dirname, "../testing/notifier-to-kill.ts"),
        [join(folder, "org.db"), KEY.toString("hex"), String(sink.port)],
        {
          execArgv: ["--disable-warning=ExperimentalWarning"],
          stdio: "inherit",
        },
      )
    for (let kill = 0; kill < 5; kill++) {
      const running = child()
      await new Promise((done) => running.once("message", done))
      await new Promise((done) => setTimeout(done, 10 + Math.random() * 60))
      running.kill("SIGKILL")
      await new Promise((done) => running.once("exit", done))
    }
    const last = child()
    await until(async () => (await organization.queue.waiting()) === 0, 30_000)
    last.kill("SIGKILL")
    const wanted = new Map(notices.map(({ to, messageId }) => [to, messageId]))
    expect(new Set(sink.mails.map(({ to }) => to)).size).toBe(150)
    for (const { to, messageId } of sink.mails) expect(messageId).toBe(wanted.get(to))
  })
})
