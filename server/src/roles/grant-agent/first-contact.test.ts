import { cpSync, rmSync } from "node:fs"
import { join } from "node:path"
import { concat, encodeCbor, equalBytes, label, newId, randomBytes } from "@smp/shared/bytes"
import type { Bytes, SignedObject } from "@smp/shared/bytes"
import { encodeGrant, openGrant, readGrant } from "@smp/shared/envelope"
import { keyLeaf } from "@smp/shared/log"
import { justifyGrant, readDestroyed, readHeader, readSlip, signControl, statementsByKid } from "@smp/shared/slip"
import type { Control } from "@smp/shared/slip"
import { hkdf } from "@smp/shared/suite"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { FirstContact } from "../../engines/agent-client.ts"
import { AgentWorld, asGuest, DAY_MS, KEY_LOG } from "../../testing/agent-world.ts"
import type { Contact } from "../../testing/agent-world.ts"

let world: AgentWorld
beforeEach(async () => {
  world = await AgentWorld.open()
})
afterEach(() => world.close())

const open = (request: FirstContact) => world.agent.grantFirstContact(request)
const refused = (code = "ticket-refused") => ({ code })

/** What Bob's client does with the new grant. */
async function openAsBob({ alice, bob, sealed, request }: Contact, bytes: Bytes) {
  const grant = readGrant(bytes)
  const header = readHeader(sealed.header)
  const justified = await justifyGrant({
    slip: readSlip(sealed.slip),
    header,
    grant,
    ticket: request.ticket,
    me: { statement: bob.statement, chain: bob.chain, addr: bob.statement.addr },
    statements: statementsByKid([alice.chain, bob.chain, await world.agentChain()]),
    policy: null,
  })
  const message = { org: header.org, msg: header.msg, slipHash: header.slip }
  const payload = await openGrant(bob.keySet, bob.statement.prn, message, grant)
  if (!("ck" in payload)) throw new Error("no content key")
  const info = concat(label("commit"), encodeCbor([header.org, header.msg]))
  return { justified, isRightKey: equalBytes(await hkdf(payload.ck, header.slip, info, 32), header.com) }
}

describe("S33 what the sender decided since (review M2)", () => {
  const controlled = (
    { alice, sealed }: Contact,
    control: Pick<Control, "kind"> & Record<string, unknown>,
    seq = 1,
  ) => {
    const { org, msg, slip } = readHeader(sealed.header)
    const head = { org, msg, slip, iss: alice.statement.prn, seq, at: world.clock }
    return signControl(alice.keySet, { ...head, ...control } as Control)
  }
  const recall = { kind: "recall", who: null, obj: null, reason: "" } as const
  const tell = ({ request: { header, senderChain } }: Contact, kind: Control["kind"], signed: SignedObject) =>
    world.agent.noteControls({ header, senderChain, controls: [{ kind, signed }] })

  test("S33 recall: told once, the agent refuses by its own record, after a restart and whatever it is shown later", async () => {
    const contact = await world.firstContact()
    await tell(contact, "recall", await controlled(contact, recall))
    await expect(open(contact.request)).rejects.toMatchObject(refused("recalled"))
    await world.openAgent()
    await expect(open({ ...contact.request, controls: [] })).rejects.toMatchObject(refused("recalled"))
  })

  test("S33 recall: shown with the request, it counts too; of another recipient it does not", async () => {
    const contact = await world.firstContact()
    const other = await controlled(contact, { ...recall, who: ["carol@example.org"] })
    await open({ ...contact.request, controls: [{ kind: "recall", signed: other }] })
    const own = await controlled(contact, { ...recall, who: ["bob@example.org"] }, 2)
    const request = { ...contact.request, controls: [{ kind: "recall", signed: own } as const] }
    await expect(open(request)).rejects.toMatchObject(refused("recalled"))
  })

  test("S33 suspension and end: the highest seq counts; nobody else's word does", async () => {
    const contact = await world.firstContact({ exp: world.clock + DAY_MS })
    const on = await controlled(contact, { kind: "suspension", on: true, reason: "" }, 1)
    await tell(contact, "suspension", on)
    await expect(open(contact.request)).rejects.toMatchObject(refused("suspended"))
    await tell(contact, "suspension", await controlled(contact, { kind: "suspension", on: false, reason: "" }, 2))
    await tell(contact, "suspension", on)
    await open(contact.request)
    const forged = await signControl((await world.person("eve@example.org")).keySet, {
      ...recall,
      org: contact.request.org,
      msg: contact.request.msg,
      slip: readHeader(contact.sealed.header).slip,
      iss: contact.alice.statement.prn,
      seq: 9,
      at: world.clock,
    })
    await tell(contact, "recall", forged)
    await open(contact.request)
    await tell(contact, "expiry", await controlled(contact, { kind: "expiry", exp: world.clock - 1 }))
    await expect(open(contact.request)).rejects.toMatchObject(refused("expired"))
  })
})

describe("first contact", () => {
  test("S1 opens the way to the first and only key of a proved mailbox", async () => {
    const contact = await world.firstContact()
    const { justified, isRightKey } = await openAsBob(contact, (await open(contact.request)).grant)
    expect(justified).toMatchObject({ role: "to", why: "first-contact", issuer: { prn: contact.agent.prn } })
    expect(isRightKey).toBe(true)
  })

  test("a blind recipient comes in by the blind grant and by no other (review M3)", async () => {
    const contact = await world.firstContact({ to: () => [asGuest("carol@example.org")], bcc: (bob) => [asGuest(bob)] })
    const own = contact.sealed.grants.filter(({ prn }) => prn === contact.agent.prn)
    const [seen, blind] = [own.find(({ rec }) => rec === null), own.find(({ rec }) => rec !== null)]
    const ticket = contact.sealed.tickets.at(-1)
    if (seen === undefined || blind === undefined || ticket === undefined) throw new Error("two grants of the agent")
    const request = { ...contact.request, ticket, agentGrant: encodeGrant(blind) }
    const { justified } = await openAsBob({ ...contact, request }, (await open(request)).grant)
    expect(justified.role).toBe("bcc")
    await expect(open({ ...request, agentGrant: encodeGrant(seen) })).rejects.toMatchObject(refused())
  })

  test("waits until the log shows the recipient's statement", async () => {
    const { request } = await world.firstContact()
    const nobody = await world.person("nobody@example.org")
    const recipientChain = [nobody.statement.raw]
    await expect(open({ ...request, recipientChain })).rejects.toMatchObject(refused("message.not_ready"))
  })

  test("refuses an address with a second statement in the log, whoever made it (review C2)", async () => {
    const contact = await world.firstContact()
    await world.log((await world.person("bob@example.org")).statement)
    await expect(open(contact.request)).rejects.toMatchObject(refused())
  })

  test("refuses a false second identity for an address that has one, logged or not (review C2)", async () => {
    const { request } = await world.firstContact()
    const { statement } = await world.person("bob@example.org")
    const forged = { ...request, recipientChain: [statement.raw], mailboxProof: await world.prove(statement) }
    await expect(open(forged)).rejects.toMatchObject(refused())
    await world.log(statement)
    await expect(open(forged)).rejects.toMatchObject(refused())
  })

  test("refuses a proof for another statement, or by another prover", async () => {
    const { request } = await world.firstContact()
    const carol = await world.person("carol@example.org")
    const mailboxProof = await world.prove(carol.statement)
    await expect(open({ ...request, mailboxProof })).rejects.toMatchObject(refused("proof-refused"))
    const forged = { ...request.mailboxProof, k: carol.statement.kid }
    await expect(open({ ...request, mailboxProof: forged })).rejects.toMatchObject(refused("proof-refused"))
  })

  test("refuses after the message has expired", async () => {
    const { request } = await world.firstContact({ exp: world.clock + 10 * DAY_MS })
    world.clock += 11 * DAY_MS
    await expect(open(request)).rejects.toMatchObject(refused("expired"))
  })

  test("refuses after the ticket has expired", async () => {
    const { request } = await world.firstContact()
    world.clock += 31 * DAY_MS
    await expect(open(request)).rejects.toMatchObject(refused())
  })

  test("refuses a changed byte of ticket, header, core, grant and policy, and other ids, with one code", async () => {
    const { request } = await world.firstContact()
    const flip = (bytes: Bytes): Bytes => bytes.map((byte, i) => (i === bytes.length - 10 ? byte ^ 1 : byte))
    const changes: Partial<FirstContact>[] = [
      { ticket: { ...request.ticket, b: flip(request.ticket.b) } },
      { ticket: { ...request.ticket, s: flip(request.ticket.s) } },
      { header: { ...request.header, b: flip(request.header.b) } },
      { core: flip(request.core) },
      { agentGrant: flip(request.agentGrant) },
      { policy: { ...request.policy, s: flip(request.policy.s) } },
      { msg: newId("msg") },
      { org: newId("org") },
    ]
    for (const change of changes) await expect(open({ ...request, ...change })).rejects.toMatchObject(refused())
  })

  test("refuses a sender whose chain is not what the log has", async () => {
    const { alice, request } = await world.firstContact()
    const rotated = await world.rotated(alice)
    await world.log(rotated.statement)
    await expect(open(request)).rejects.toMatchObject(refused())
    const senderChain = rotated.chain.map(({ raw }) => raw)
    await expect(open({ ...request, senderChain })).resolves.toHaveProperty("grant")
  })

  test("stops when a sender was shown another log than the agent follows", async () => {
    cpSync(join(world.folder, "keeper", "keys.json"), join(world.folder, "other", "keys.json"))
    await world.openKeeper("other")
    const false_ = keyLeaf({ minute: 0, index: randomBytes(32), seq: 0, statementHash: randomBytes(32) })
    const { note } = await world.keeper.append(KEY_LOG, 0, [false_])
    await world.openKeeper()
    await world.openAgent()
    const { request } = await world.firstContact({ note })
    await expect(open(request)).rejects.toMatchObject(refused("log-fork"))
  })

  test("stops when the keeper's log shrinks or is another one, and goes on when it is whole again", async () => {
    const { request } = await world.firstContact()
    await open(request)
    const leaves = await world.keeper.leaves(0, 10)
    const restart = async (held: Bytes[]): Promise<void> => {
      rmSync(join(world.folder, "keeper", "keys.leaves"))
      await world.openKeeper()
      await world.keeper.append(KEY_LOG, 0, held)
      await world.openAgent()
    }
    await restart([])
    await expect(open(request)).rejects.toMatchObject(refused("log-rollback"))
    await restart(leaves.toReversed())
    await expect(open(request)).rejects.toMatchObject(refused("log-fork"))
    await restart(leaves)
    await expect(open(request)).resolves.toHaveProperty("grant")
  })

  test("says signed that its grant is gone, and does not use a kept copy again (review H8)", async () => {
    const contact = await world.firstContact()
    const { org, msg, agentGrant } = contact.request
    const { slip } = readHeader(contact.sealed.header)
    const destroyed = await readDestroyed(await world.agent.destroy({ org, msg, slip, agentGrant }), contact.agent)
    expect(destroyed).toMatchObject({ org, msg, prn: contact.agent.prn, rec: null })
    expect(destroyed.ends).toBe(contact.agent.at + 39 * DAY_MS)
    const other = world.agent.destroy({ org, msg, slip: randomBytes(32), agentGrant })
    await expect(other).rejects.toMatchObject(refused("open-failed"))
    await world.openAgent()
    await expect(open(contact.request)).rejects.toMatchObject(refused())
  })
})
