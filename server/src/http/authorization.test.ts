/**
 * The authorization matrix: every route of the router × who asks × whose object. A route without a row fails; foreign
 * and absent answer alike, byte for byte.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { fromBase64url, hash, newId, randomBytes, sha256, toBase64url, utf8 } from "@smp/shared/bytes"
import { proveRequest } from "@smp/shared/client"
import type { Session } from "@smp/shared/client"
import { DraftNotEmptied, sendSecure } from "@smp/shared/send"
import { readSlip } from "@smp/shared/slip"
import type { OrganizationId } from "@smp/shared/wire"
import { founder, invite, letterHost, registered, sendLetter, signedInAgain } from "../testing/test-people.ts"
import type { TestPerson } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"
import type { TestServer } from "../testing/test-server.ts"

type Who =
  | "anonymous"
  | "recipient"
  | "other recipient"
  | "sender"
  | "other member"
  | "administrator"
  | "outside member"
  | "outside administrator"
  | "ended session"
/** Statuses by who asks for Example Legal's message, upload or organization; "absent" is the same call with ids that do not exist. */
type Row = Record<Who, number>

const EVERYBODY: Who[] = [
  "anonymous",
  "recipient",
  "other recipient",
  "sender",
  "other member",
  "administrator",
  "outside member",
  "outside administrator",
  "ended session",
]
const all = (status: number): Row => Object.fromEntries(EVERYBODY.map((who) => [who, status])) as Row
/** Signed-in people see `status`; others must sign in. */
const people = (status: number): Row => ({ ...all(status), anonymous: 401, "ended session": 401 })
const participants = (status: number, sender = status): Row => ({
  ...people(404),
  recipient: status,
  "other recipient": status,
  sender,
})
const administrator = (status: number): Row => ({
  ...people(404),
  recipient: 403,
  sender: 403,
  "other member": 403,
  administrator: status,
})
const owner = (status: number): Row => ({ ...people(404), sender: status })

/** `own`: ids that exist; `absent`: what everybody but strangers gets for ids that do not (401 for strangers). */
const MATRIX: Record<string, { own: Row; absent?: number }> = {
  "POST /api/accounts/codes": { own: all(400) },
  "POST /api/accounts/registration/start": { own: all(400) },
  "POST /api/accounts/registration/finish": { own: all(400) },
  "POST /api/accounts/sign-in/start": { own: all(400) },
  "POST /api/accounts/sign-in/finish": { own: all(400) },
  "POST /api/accounts/recovery/start": { own: all(400) },
  "POST /api/accounts/recovery/finish": { own: all(400) },
  "POST /api/accounts/reset/finish": { own: all(400) },
  "POST /api/accounts/password": { own: people(400) },
  "GET /api/account": { own: people(200) },
  "GET /api/sessions": { own: people(200) },
  "DELETE /api/sessions/:id": { own: people(204) },
  "GET /api/key-ring": { own: people(200) },
  "PUT /api/key-ring": { own: people(400) },
  "PUT /api/key-ring/pins": { own: people(400) },
  "POST /api/key-ring/unlockers": { own: people(400) },
  "DELETE /api/key-ring/unlockers/:unl": { own: people(204) },
  "GET /api/platform": { own: all(200) },
  "POST /api/directory/look-up": { own: people(400) },
  "POST /api/directory/own-leaves": { own: people(200) },
  "GET /api/log/:log/checkpoint": { own: people(200), absent: 404 },
  "GET /api/log/:log/consistency": { own: people(416), absent: 404 },
  "GET /api/log/:log/inclusion": { own: people(416), absent: 404 },
  "GET /api/log/:log/leaves": { own: people(416), absent: 404 },
  "POST /api/organizations/prepare": { own: people(403) },
  "POST /api/organizations": { own: people(400) },
  "GET /api/organizations/:org/policy": { own: people(200), absent: 404 },
  "PUT /api/organizations/:org/policy": { own: administrator(400), absent: 404 },
  "GET /api/organizations/:org/members": { own: administrator(200), absent: 404 },
  "POST /api/organizations/:org/members": { own: administrator(400), absent: 404 },
  "POST /api/uploads": { own: people(400) },
  "GET /api/uploads/:obj": { own: owner(200), absent: 404 },
  "PUT /api/uploads/:obj/chunks/:index": { own: owner(204), absent: 404 },
  "POST /api/uploads/:obj/complete": { own: people(400), absent: 400 },
  "DELETE /api/uploads/:obj": { own: owner(204), absent: 404 },
  "POST /api/messages": { own: people(400) },
  "GET /api/messages/handed-over/:key": { own: people(404) },
  "GET /api/mailbox": { own: people(200) },
  "GET /api/messages": { own: people(200) },
  "POST /api/messages/search": { own: people(400) },
  "GET /api/threads/:root": { own: participants(200), absent: 404 },
  "POST /api/placements": { own: people(400) },
  "POST /api/labels": { own: people(400) },
  "PUT /api/labels/:label": { own: people(400), absent: 400 },
  "DELETE /api/labels/:label": { own: owner(204), absent: 404 },
  "GET /api/messages/:id": { own: participants(200), absent: 404 },
  "POST /api/messages/:id/grant": { own: people(400), absent: 400 },
  "GET /api/messages/:id/body": { own: participants(200), absent: 404 },
  "GET /api/messages/:id/attachments/:obj": { own: participants(200), absent: 404 },
  "GET /api/messages/:id/attachments/:obj/chunks/:index": { own: participants(200), absent: 404 },
  "POST /api/messages/:id/attachments/:obj/downloaded": { own: participants(204), absent: 404 },
  "POST /api/messages/:id/receipts": { own: people(400), absent: 400 },
  "PATCH /api/messages/:id/placement": { own: people(400), absent: 400 },
  "GET /api/messages/:id/tracking": { own: participants(200), absent: 404 },
  "GET /api/messages/:id/history": { own: participants(200), absent: 404 },
  "GET /api/wanted": { own: people(200) },
  "GET /api/wanted/own": { own: people(200) },
  "POST /api/grants": { own: people(400) },
  "POST /api/messages/:id/contact-box": { own: people(404), absent: 404 },
  "POST /api/messages/:id/contact-code": { own: people(400), absent: 400 },
  "POST /api/wanted/refusals": { own: people(400) },
  "POST /api/messages/:id/recall": { own: people(400), absent: 400 },
  "POST /api/messages/:id/suspension": { own: people(400), absent: 400 },
  "POST /api/messages/:id/expiry": { own: people(400), absent: 400 },
  "GET /api/messages/:id/controls": { own: participants(200), absent: 404 },
  "GET /api/messages/:id/reminders": { own: owner(200), absent: 404 },
  "POST /api/messages/:id/reminders": { own: people(400), absent: 400 },
  "POST /api/messages/:id/reminders/cancel": { own: people(400), absent: 400 },
  "POST /api/messages/:id/notices": { own: people(400), absent: 400 },
  "POST /api/messages/:id/bounces": { own: people(400), absent: 400 },
  "PUT /api/staged/:key": { own: people(400), absent: 400 },
  "GET /api/staged": { own: people(200) },
  "GET /api/staged/:key": { own: owner(200), absent: 404 },
  "DELETE /api/staged/:key": { own: owner(204), absent: 404 },
  "GET /api/staged/:key/objects/:obj": { own: owner(200), absent: 404 },
  "GET /api/staged/:key/objects/:obj/chunks/:index": { own: owner(200), absent: 404 },
  "GET /api/drafts": { own: people(200) },
  "GET /api/drafts/:drf": { own: owner(200), absent: 404 },
  "PUT /api/drafts/:drf": { own: people(400), absent: 400 },
  "DELETE /api/drafts/:drf": { own: owner(204), absent: 404 },
  "POST /api/tracking/search": { own: people(400) },
  "GET /api/events": { own: people(200) },
  "GET /api/arrivals/:id": { own: all(200), absent: 404 },
}
const NOBODYS = {
  b: toBase64url(new Uint8Array(8)),
  k: toBase64url(new Uint8Array(32)),
  s: toBase64url(new Uint8Array(64)),
}
/** Well-formed bodies, for the calls where the body is read before the object: then who asks must decide. */
const BODIES: Record<string, { body: unknown; own: Row }> = {
  "POST /api/messages/:id/grant": { body: { kid: toBase64url(new Uint8Array(32)) }, own: participants(409) },
  ...Object.fromEntries(
    ["recall", "suspension", "expiry"].map((what) => [
      `POST /api/messages/:id/${what}`,
      { body: { record: NOBODYS }, own: owner(422) },
    ]),
  ),
  "POST /api/messages/:id/reminders": { body: {}, own: owner(200) },
  "POST /api/messages/:id/reminders/cancel": { body: {}, own: owner(200) },
  "POST /api/messages/:id/notices": { body: { sent: true }, own: owner(204) },
  "POST /api/messages/:id/bounces": {
    body: { address: "bob@example.com" },
    own: { ...owner(204), administrator: 204 },
  },
  "PATCH /api/messages/:id/placement": { body: { unread: false }, own: participants(204) },
  "PUT /api/labels/:label": { body: { name: "Contract", color: "blue" }, own: owner(204) },
  "POST /api/uploads/:obj/complete": { body: { root: toBase64url(new Uint8Array(32)) }, own: owner(409) },
}

let server: TestServer
let askers: Record<Who, Session | null>
let ids: Record<string, string>

const absentIds = (): Record<string, string> => ({
  id: newId("msg"),
  obj: newId("obj"),
  org: newId("org"),
  log: newId("org"),
  unl: newId("unl"),
  index: "0",
  key: "x".repeat(26),
  root: newId("msg"),
  label: newId("lbl"),
  drf: newId("drf"),
})

beforeAll(async () => {
  server = await startTestServer()
  const admin = await founder(server, "admin@example.com", "Example Legal")
  const outside = await founder(server, "boss@example.net", "Example Freight")
  for (const address of ["alice@example.com", "bob@example.com", "dora@example.com"]) await invite(admin, address)
  await invite(outside, "otto@example.net")
  const [alice, bob, dora, otto, carol] = await Promise.all(
    ["alice@example.com", "bob@example.com", "dora@example.com", "otto@example.net", "carol@example.org"].map(
      (address) => registered(server, address),
    ),
  )
  const ended = await signedInAgain(server, "bob@example.com")
  if (!alice || !bob || !dora || !otto || !carol) throw new Error("people are missing")
  const message = await sendLetter(alice, admin.org, ["bob@example.com", "carol@example.org"], randomBytes(1000))
  const { columns } = await alice.account.client.message(message as never)
  const upload = await stagedUpload(alice, admin.org)
  const staged = await stageLetter(alice, admin.org)
  ids = {
    id: message,
    obj: columns.objects[0]?.[0] ?? "",
    org: admin.org,
    log: admin.org,
    upload,
    unl: newId("unl"),
    index: "0",
    key: staged.key,
    root: message,
    label: (await alice.account.client.addLabel({ name: "Contract", color: "green" })).id,
    stagedObject: staged.obj,
    drf: await savedDraft(alice, admin.org),
  }
  const endedSession = sessionOf(ended)
  await ended.account.client.signOut()
  askers = {
    anonymous: null,
    recipient: sessionOf(bob),
    "other recipient": sessionOf(carol),
    sender: sessionOf(alice),
    "other member": sessionOf(dora),
    administrator: sessionOf(admin),
    "outside member": sessionOf(otto),
    "outside administrator": sessionOf(outside),
    "ended session": endedSession,
  }
})
afterAll(() => server?.stop())

function sessionOf({ account }: TestPerson): Session {
  const { session } = account.client
  if (session === null) throw new Error("not signed in")
  return session
}

async function stagedUpload({ account }: TestPerson, org: OrganizationId): Promise<string> {
  const obj = newId("obj")
  await account.client.createUpload({
    obj: obj as never,
    org,
    header: toBase64url(randomBytes(74)),
    length: 74 + 40,
    chunks: 1,
  })
  return obj
}

async function savedDraft({ account }: TestPerson, org: OrganizationId): Promise<string> {
  const body = { org, expected: 0, box: toBase64url(randomBytes(200)), objects: [] }
  return (await account.client.putDraft(newId("drf") as never, body)).id
}

/** A message that stays staged, because the host's draft lost its text. */
async function stageLetter(from: TestPerson, org: OrganizationId): Promise<{ key: string; obj: string }> {
  const host = letterHost(from, ["bob@example.com"], randomBytes(1000))
  const empty = () => Promise.reject(new DraftNotEmptied(false))
  await expect(
    sendSecure({ account: from.account, host: { ...host, empty }, org, journal: from.store }),
  ).rejects.toMatchObject({ text: "staged" })
  const key = (await from.account.client.stagedMessages())[0]?.key ?? ""
  const commit = await from.account.client.staged(key)
  return { key, obj: readSlip(fromBase64url(commit?.slip ?? "")).objs[0]?.[0] ?? "" }
}

async function call(
  who: Who,
  route: string,
  named: Record<string, string>,
  body?: unknown,
): Promise<{ status: number; text: string }> {
  const [method = "", pattern = ""] = route.split(" ")
  const objects = pattern.startsWith("/api/uploads/")
    ? "upload"
    : pattern.startsWith("/api/staged/")
      ? "stagedObject"
      : ""
  const path = pattern.replaceAll(
    /:(\w+)/g,
    (_, name: string) => (name === "obj" ? named[objects] : undefined) ?? named[name] ?? "x",
  )
  const isChunk = pattern.endsWith("/chunks/:index") && method === "PUT"
  const bytes =
    method === "GET"
      ? new Uint8Array()
      : isChunk
        ? new Uint8Array(40)
        : utf8(JSON.stringify(body ?? { unexpected: true }))
  const headers: Record<string, string> = { "content-type": isChunk ? "application/octet-stream" : "application/json" }
  if (isChunk) headers["chunk-digests"] = toBase64url(sha256(bytes))
  const session = askers[who]
  if (session !== null) {
    headers["authorization"] = `Bearer ${session.token}`
    headers["smp-proof"] = await proveRequest(session, {
      method,
      target: path,
      bodyDigest: isChunk ? hash("chunks", sha256(bytes)) : sha256(bytes),
      time: Date.now(),
    })
  }
  const response = await fetch(server.origin + path, { method, headers, ...(method === "GET" ? {} : { body: bytes }) })
  if (route === "GET /api/events" && response.ok) {
    await response.body?.cancel()
    return { status: response.status, text: "" }
  }
  return { status: response.status, text: await response.text() }
}

const isDestructive = (route: string): boolean => /^DELETE \/api\/(?:uploads|staged|labels|drafts)\//.test(route)

describe("S17 S21 S42 who may call what", () => {
  test("every route of the router has a row, and no row is left over", () => {
    const routes = server.routes
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => route !== "POST /api/accounts/sign-out")
    expect(Object.keys(MATRIX).toSorted()).toEqual(routes.toSorted())
  })

  test("each asker gets what the row says", async () => {
    const wrong: string[] = []
    const rows = Object.entries(MATRIX).toSorted(([a], [b]) => Number(isDestructive(a)) - Number(isDestructive(b)))
    for (const [route, { own }] of rows) {
      for (const who of EVERYBODY.toSorted((a, b) => Number(a === "sender") - Number(b === "sender"))) {
        const { status } = await call(who, route, ids)
        if (status !== own[who]) wrong.push(`${route} as ${who}: ${status} instead of ${own[who]}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test("with a well-formed body, who asks decides", async () => {
    const upload = await stagedUploadAgain()
    const added = await call("sender", "POST /api/labels", ids, { name: "Contract", color: "blue" })
    const label = (JSON.parse(added.text) as { id: string }).id
    const wrong: string[] = []
    for (const [route, { body, own }] of Object.entries(BODIES)) {
      for (const who of EVERYBODY) {
        const { status } = await call(who, route, { ...ids, upload, label }, body)
        if (status !== own[who]) wrong.push(`${route} as ${who}: ${status} instead of ${own[who]}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test("foreign and absent answer alike, byte for byte", async () => {
    const different: string[] = []
    for (const [route, { absent }] of Object.entries(MATRIX)) {
      if (
        absent === undefined ||
        route === "GET /api/arrivals/:id" ||
        route.startsWith("GET /api/log/") ||
        route.endsWith("/policy")
      )
        continue
      const { body } = BODIES[route] ?? {}
      const foreign = await call("outside member", route, ids, body)
      const missing = await call("outside member", route, absentIds(), body)
      if (foreign.status !== missing.status || foreign.text !== missing.text)
        different.push(`${route}: ${foreign.status} ${foreign.text} / ${missing.status} ${missing.text}`)
    }
    expect(different).toEqual([])
  })

  test("a session proof counts once, and only for its own request", async () => {
    const session = askers.recipient
    if (session === null) throw new Error("not signed in")
    const proof = await proveRequest(session, {
      method: "GET",
      target: "/api/account",
      bodyDigest: sha256(new Uint8Array()),
      time: Date.now(),
    })
    const headers = { authorization: `Bearer ${session.token}`, "smp-proof": proof }
    const status = async (path: string) => (await fetch(server.origin + path, { headers })).status
    expect([await status("/api/key-ring"), await status("/api/account"), await status("/api/account")]).toEqual([
      401, 200, 401,
    ])
  })
})

async function stagedUploadAgain(): Promise<string> {
  const obj = newId("obj")
  const body = { obj, org: ids["org"], header: toBase64url(randomBytes(74)), length: 74 + 40, chunks: 1 }
  const { status } = await call("sender", "POST /api/uploads", ids, body)
  expect(status).toBe(200)
  return obj
}
