/** A reader is let in at the moment at which another one's access is recalled: both orders, on real stores and agent. */
import { randomBytes } from "node:crypto"
import { join, resolve } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { parseTicket, readHeader, readStatement, signControl } from "@smp/shared/slip"
import type { SignedObject } from "@smp/shared/bytes"
import type { OrganizationId } from "@smp/shared/wire"
import { openSqlite } from "../data/dialects/sqlite.ts"
import * as schema from "../data/schema/organization.sqlite.ts"
import { cryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import { AgentWorld, asGuest } from "../testing/agent-world.ts"
import type { Contact } from "../testing/agent-world.ts"
import { controlService } from "./control.service.ts"
import { firstContactService } from "./first-contact.service.ts"
import type { FirstContactParts } from "./first-contact.service.ts"
import { readGrantFields } from "./grant-fields.ts"
import { storesOf } from "./organization-house.ts"
import type { OpenOrganization } from "./organization-house.ts"
import { notices } from "./notices.ts"
import { grantKey } from "./sending.service.ts"
import { textOfSigned, textOfStatement } from "./texts.ts"

const MIGRATIONS = resolve(import.meta.dirname, "../data/migrations/organization.sqlite")
const [BOB, CAROL] = ["bob@example.org", "carol@example.org"]
const report = (fault: unknown) => expect.fail(String(fault))
let world: AgentWorld
let contact: Contact
let organization: OpenOrganization

beforeEach(async () => {
  world = await AgentWorld.open()
  contact = await world.firstContact({ to: (bob) => [asGuest(bob), asGuest(CAROL)] })
  const database = openSqlite(join(world.folder, "org.db"), schema, MIGRATIONS)
  const id = contact.request.org as OrganizationId
  const engine = cryptoEngine(randomBytes(32))
  organization = { ...storesOf(database), id, name: "Example", database, engine }
  await store()
})
afterEach(async () => {
  organization.database.close()
  await world.close()
})

async function store(): Promise<void> {
  const { sealed, alice } = contact
  const at = world.clock
  const message = {
    id: sealed.msg,
    reference: "reference",
    sender: alice.statement.prn,
    senderAddress: "alice@example.com",
    senderName: "",
    sentAt: at,
    subject: null,
    thread: null,
    ext: [],
    body: randomBytes(8),
    bodyObject: null,
    ctl: { reply: true, all: true, fwd: true, exp: null, fyeo: 0 as const, label: null, rcpt: true },
    header: textOfSigned(sealed.header),
    slip: sealed.slip,
    core: sealed.core,
    bccRecord: randomBytes(8),
    leafMinute: 0,
    acceptedAt: at,
  }
  const tickets = sealed.tickets.map((signed) => ({ signed: textOfSigned(signed), ticket: parseTicket(signed) }))
  await organization.messages.commit({
    message,
    recipients: [BOB, CAROL].map((address, position) => ({ role: "to", position, address, name: "" })),
    grants: contact.grants.map((grant) => {
      const fields = readGrantFields(grant)
      return { kid: grantKey(fields), principal: fields.prn, grant }
    }),
    tickets: tickets.map(({ signed, ticket: { addr: address, role, exp } }) => ({ address, role, exp, signed })),
    boxes: [],
    objects: [],
    follows: null,
    leaf: randomBytes(32),
    queue: [],
    idempotency: { identity: alice.statement.prn, key: sealed.msg, request: "", answer: {}, expiresAt: at },
  })
}

/** What the platform knows of the three who have to do with it; Carol has no account. */
function directory() {
  const { alice, bob, request } = contact
  const raw = { [alice.statement.prn]: request.senderChain, [bob.statement.prn]: request.recipientChain }
  const texts = async (prn: string) => (raw[prn] ?? request.rootChain).map(textOfStatement)
  return {
    personOf: async (address: string) => (address === BOB ? { id: bob.statement.prn } : null),
    chainOf: async (prn: string) => Promise.all((raw[prn] ?? []).map((statement) => readStatement(statement))),
    mailboxProofOf: async () => textOfSigned(request.mailboxProof),
    statementOfKid: async () => readStatement(request.rootChain[0] ?? expect.fail("no root")),
    statementTexts: texts,
  }
}

async function letIn(where: OpenOrganization): Promise<void> {
  const policy = { signed: textOfSigned(contact.request.policy) }
  const parts = { directory: directory(), organizations: { policyByHash: async () => policy }, agent: world.agent }
  const service = firstContactService({
    ...parts,
    house: {},
    now: () => world.clock,
    report,
  } as never as FirstContactParts)
  const ticket = await where.messages.ticket(contact.sealed.msg, BOB ?? "")
  expect(await service.serveTicket(where, ticket ?? expect.fail("no ticket"))).toBe(true)
}

async function recall(where: OpenOrganization, who: string[] | null): Promise<void> {
  const { alice, sealed } = contact
  const { org, msg, slip } = readHeader(sealed.header)
  const head = { org, msg, slip, iss: alice.statement.prn, seq: 1, at: world.clock }
  const record: SignedObject = await signControl(alice.keySet, { ...head, kind: "recall", who, obj: null, reason: "" })
  const message = (await where.messages.find(msg)) ?? expect.fail("no message")
  const recipients = await where.messages.recipients(msg)
  const session = { identity: alice.statement.prn, address: "alice@example.com" }
  const seen = { organization: where, message, recipients, role: "from" as const, ...session, client: null }
  const now = () => world.clock
  const mail = notices({ house: {}, mailDomain: "example.com", now, wake: () => undefined } as never)
  const parts = { authorise: async () => seen, directory: directory(), agent: world.agent, notices: mail, now, report }
  await controlService(parts as never).recall(session as never, msg, textOfSigned(record))
}

/** What is left of the message: whose grants, and how many words of the agent. */
async function left() {
  const id = contact.sealed.msg
  const names = new Map([
    [contact.alice.statement.prn, "alice"],
    [contact.bob.statement.prn, "bob"],
    [contact.agent.prn, "agent"],
  ])
  const grants = (await organization.messages.grants(id)).map(({ principal }) => names.get(principal) ?? "")
  const open = (await organization.messages.tickets(id)).filter(({ servedAt }) => servedAt === null)
  return {
    grants: grants.toSorted((a, b) => a.localeCompare(b)),
    words: (await organization.messages.destroyed(id)).length,
    open: open.length,
  }
}

describe("S33 recall beside a first contact", () => {
  test("S33 recall: of the last other reader who needed the agent, after it was judged that she does: its grant goes with the reader's set-up", async () => {
    let beside = () => recall(organization, [CAROL ?? ""])
    await letIn({
      ...organization,
      messages: {
        ...organization.messages,
        serveTicket: async (input) => {
          const once = beside
          beside = async () => undefined
          await once()
          return organization.messages.serveTicket(input)
        },
      },
    })
    expect(await left()).toEqual({ grants: ["alice", "bob"], words: 1, open: 0 })
  })

  test("S33 recall: of her, after the set-up that was not yet there when the agent was asked: its word is there all the same", async () => {
    let beside = () => letIn(organization)
    const where = {
      ...organization,
      controls: {
        ...organization.controls,
        recall: async (input: Parameters<OpenOrganization["controls"]["recall"]>[0]) => {
          const once = beside
          beside = async () => undefined
          await once()
          return organization.controls.recall(input)
        },
      },
    }
    await recall(where, [CAROL ?? ""])
    expect(await left()).toEqual({ grants: ["alice", "bob"], words: 1, open: 0 })
  })

  test("S33 recall: of the message, before or after the set-up: nothing is left but the sender's", async () => {
    await letIn(organization)
    expect(await left()).toEqual({ grants: ["agent", "alice", "bob"], words: 0, open: 1 })
    await recall(organization, null)
    expect(await left()).toEqual({ grants: ["alice"], words: 1, open: 0 })
  })

  test("S33 recall: of her alone leaves the agent what another reader still needs", async () => {
    await recall(organization, [CAROL ?? ""])
    expect(await left()).toEqual({ grants: ["agent", "alice"], words: 0, open: 1 })
    await letIn(organization)
    expect(await left()).toEqual({ grants: ["alice", "bob"], words: 1, open: 0 })
  })
})
