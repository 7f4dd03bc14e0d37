/** A keeper, an agent and people with real keys, on a clock that tests set: what the agent's tests begin with. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { newId } from "@smp/shared/bytes"
import type { Bytes, SignedObject } from "@smp/shared/bytes"
import { encodeGrant, sealMessage } from "@smp/shared/envelope"
import type { Recipient, SealedMessage } from "@smp/shared/envelope"
import { keyLeaf, minuteOf } from "@smp/shared/log"
import { checkChain, mailboxMac, makeStatement, policyHash, readStatement, signPolicy } from "@smp/shared/slip"
import type { Kind, Policy, Statement } from "@smp/shared/slip"
import { generateKeySet } from "@smp/shared/suite"
import type { KeySet } from "@smp/shared/suite"
import type { FirstContact } from "../engines/agent-client.ts"
import { FolderGrantAgent } from "../roles/grant-agent/folder-grant-agent.ts"
import type { CodeMail } from "../roles/grant-agent/folder-grant-agent.ts"
import { FolderLogKeeper } from "../roles/log-keeper/folder-log-keeper.ts"

export const DAY_MS = 86_400_000
const HOST = "mail.example.com"
export const KEY_LOG = `${HOST}/log/keys`

export interface Person {
  readonly keySet: KeySet
  readonly statement: Statement
  readonly chain: readonly Statement[]
}
export interface ContactChange {
  readonly to?: (bob: string) => Recipient[]
  readonly bcc?: (bob: string) => Recipient[]
  readonly exp?: number
  /** Checkpoint of the key log that the sender says to have seen. */
  readonly note?: string
}
/** A message to Bob, who had no key, and Bob's proved and logged first key. */
export interface Contact {
  readonly alice: Person
  readonly bob: Person
  readonly agent: Statement
  readonly sealed: SealedMessage
  /** As they are stored. */
  readonly grants: readonly Bytes[]
  readonly request: FirstContact
}

export class AgentWorld {
  readonly folder = mkdtempSync(join(tmpdir(), "agent-"))
  readonly mails: CodeMail[] = []
  clock = Date.parse("2026-11-23T12:00:00Z")
  /** How much of that is a clock that was set, and no time that passed. */
  jumped = 0
  #keeper: FolderLogKeeper | null = null
  #agent: FolderGrantAgent | null = null

  static async open(): Promise<AgentWorld> {
    const world = new AgentWorld()
    await world.openKeeper()
    await world.openAgent()
    return world
  }

  get keeper(): FolderLogKeeper {
    if (this.#keeper === null) throw new Error("no keeper")
    return this.#keeper
  }

  get agent(): FolderGrantAgent {
    if (this.#agent === null) throw new Error("no agent")
    return this.#agent
  }

  /** Opens, or opens again, the keeper in this folder. */
  async openKeeper(name = "keeper"): Promise<void> {
    await this.#keeper?.close()
    this.#keeper = await FolderLogKeeper.open({ folder: join(this.folder, name), host: HOST, now: () => this.clock })
  }

  async openAgent(): Promise<void> {
    await this.#agent?.close()
    this.#agent = await FolderGrantAgent.open({
      folder: join(this.folder, "agent"),
      keeper: this.keeper,
      sendCode: (mail) => void this.mails.push(mail),
      now: () => this.clock,
      elapsed: () => this.clock - this.jumped,
    })
  }

  async close(): Promise<void> {
    await this.#agent?.close()
    await this.#keeper?.close()
    rmSync(this.folder, { recursive: true })
  }

  async person(addr: string | null, kind: Kind = "person"): Promise<Person> {
    const { keySet } = await generateKeySet(1)
    const statement = await makeStatement(keySet, { kind, addr, at: this.clock })
    return { keySet, statement, chain: [statement] }
  }

  async rotated({ keySet: before, statement: { kind, addr, prn, kid, seq }, chain }: Person): Promise<Person> {
    const { keySet } = await generateKeySet(1)
    const fields = { kind, addr, prn, seq: seq + 1, how: "rotate", prev: kid, at: this.clock } as const
    const statement = await makeStatement(keySet, fields, before)
    return { keySet, statement, chain: [...chain, statement] }
  }

  async log({ addr, prn, seq, hash }: Statement): Promise<void> {
    const { index } = await this.keeper.index(addr ?? prn)
    const leaf = keyLeaf({ minute: minuteOf(this.clock), index, seq, statementHash: hash })
    const { size } = await this.keeper.checkpoint(KEY_LOG)
    await this.keeper.append(KEY_LOG, size, [leaf])
  }

  /** The code of the newest mail, as typed. */
  get code(): string {
    return this.mails.at(-1)?.code.replaceAll("-", "") ?? ""
  }

  async prove({ raw, addr, hash }: Statement): Promise<SignedObject> {
    this.clock += 60_000
    const address = addr ?? ""
    const { nonce } = await this.agent.mailCode({ address, locale: "en", asker: "test" })
    const mac = await mailboxMac(this.code, address, hash, nonce)
    return this.agent.prove({ statement: raw, claim: { nonce, mac, setUp: false } })
  }

  async agentChain(): Promise<Statement[]> {
    const chain = await Promise.all((await this.agent.statements()).map((raw) => readStatement(raw)))
    await checkChain(chain)
    return chain
  }

  async firstContact(change: ContactChange = {}): Promise<Contact> {
    const alice = await this.person("alice@example.com")
    await this.log(alice.statement)
    const own = await checkChain(await this.agentChain())
    const root = await this.person(null, "root")
    const policy = await this.#policy(root, own)
    const signedPolicy = await signPolicy(root.keySet, policy)
    const address = "bob@example.org"
    const sealed = await sealMessage({
      ...DRAFT,
      org: policy.org,
      at: this.clock,
      from: { statement: alice.statement, keySet: alice.keySet, name: "Alice" },
      to: change.to?.(address) ?? [asGuest(address)],
      bcc: change.bcc?.(address) ?? [],
      agent: own,
      ctl: { ...DRAFT.ctl, exp: change.exp ?? null },
      pol: policyHash(signedPolicy.b),
      logs: [change.note ?? (await this.keeper.checkpoint(KEY_LOG)).note, "organization's note"],
      ticketExpires: this.clock + 30 * DAY_MS,
    })
    const bob = await this.person(address)
    const mailboxProof = await this.prove(bob.statement)
    await this.log(bob.statement)
    const raw = ({ chain }: Person) => chain.map((statement) => statement.raw)
    const [ticket] = sealed.tickets
    const grant = sealed.grants.find(({ prn }) => prn === own.prn)
    if (ticket === undefined || grant === undefined) throw new Error("no first contact in this message")
    const request: FirstContact = {
      org: policy.org,
      msg: sealed.msg,
      header: sealed.header,
      slip: sealed.slip,
      core: sealed.core,
      ticket,
      agentGrant: encodeGrant(grant),
      senderChain: raw(alice),
      recipientChain: raw(bob),
      mailboxProof,
      controls: [],
      policy: signedPolicy,
      rootChain: raw(root),
    }
    return { alice, bob, agent: own, sealed, grants: sealed.grants.map(encodeGrant), request }
  }

  async #policy(root: Person, own: Statement): Promise<Policy> {
    const org = newId("org")
    const { keyLog } = await this.keeper.keys()
    return {
      org,
      name: "Example Works",
      ver: 1,
      prev: null,
      root: root.statement.kid,
      suites: [1],
      first: ["agent"],
      holders: [{ prn: own.prn, kind: "grant-agent", kid: own.kid }],
      officers: [],
      provers: [{ prn: own.prn, kid: own.kid }],
      keylog: keyLog,
      logkey: await this.keeper.organizationKey(org),
      domains: [],
      regrant: { mode: "ask", wait: 0 },
      hide: false,
      pad: false,
      until: this.clock + 30 * DAY_MS,
      at: this.clock,
    }
  }
}

export const asGuest = (addr: string): Recipient => ({ addr, name: "", mode: "agent" })

const DRAFT = {
  suite: 1,
  cc: [],
  subject: "Quotation",
  hideSubject: false,
  html: null,
  text: "Dear Bob",
  fields: [],
  files: [],
  holders: [],
  ctl: { reply: true, all: true, fwd: true, exp: null, fyeo: 0, label: null, rcpt: true },
  thread: null,
  ext: [],
  pad: false,
} as const
