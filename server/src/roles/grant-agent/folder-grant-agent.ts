/**
 * The grant agent and prover (docs/PROTOCOL.md §6): own process, own key file, own copy of the key log.
 * Promises: proves a mailbox for exactly one statement; opens a first contact only to the first and only key of its
 * address; codes and content keys are in memory alone.
 * Never: believes the web role about keys, logs or mailboxes; answers with why something was refused.
 */
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { demand, isNormalAddress } from "@smp/shared/bytes"
import type { Bytes, SignedObject, SignedStatement } from "@smp/shared/bytes"
import { openGrant, readGrant } from "@smp/shared/envelope"
import { MAILBOX_PROOF_VALIDITY_MS, readStatement, recordHash, signDestroyed, signMailboxProof } from "@smp/shared/slip"
import type { ControlledMessage, FirstContact, GrantAgent, MailboxClaim } from "../../engines/agent-client.ts"
import type { LogKeeper } from "../../engines/keeper-client.ts"
import { CallRefused } from "../../engines/socket/contract.ts"
import { SureClock } from "../../engines/sure-clock.ts"
import type { ClockParts } from "../../engines/sure-clock.ts"
import { agentClockFile } from "../clock-watch.ts"
import { AgentKeys, isLive } from "./agent-keys.ts"
import type { LiveEpoch } from "./agent-keys.ts"
import { DestroyedGrants } from "./destroyed-grants.ts"
import { asOneRefusal, grantFirstContact, readChain } from "./first-contact.ts"
import { FollowedLog } from "./followed-log.ts"
import { MailboxCodes, showCode } from "./mailbox-codes.ts"
import { noteControls, readOwnHeader } from "./note-controls.ts"
import { NotedControls } from "./noted-controls.ts"
import { SetUpTokens } from "./set-up-tokens.ts"

export interface CodeMail {
  readonly to: string
  /** As shown: XXXX-XXXX-XXXX. */
  readonly code: string
  readonly locale: string | null
  readonly askedAt: number
  readonly expiresAt: number
}

export interface AgentOptions extends ClockParts {
  readonly folder: string
  readonly keeper: LogKeeper
  /** Speaks SMTP itself. Returns at once; tries again until the code expires. */
  readonly sendCode: (mail: CodeMail) => void
}

interface Parts {
  readonly keys: AgentKeys
  readonly log: FollowedLog
  readonly destroyed: DestroyedGrants
  readonly noted: NotedControls
  readonly tokens: SetUpTokens
}

export class FolderGrantAgent implements GrantAgent {
  /** By which keys are erased. */
  readonly clock: SureClock
  readonly #options: AgentOptions
  readonly #now: () => number
  readonly #parts: Parts
  readonly #codes: MailboxCodes

  private constructor(options: AgentOptions, clock: SureClock, parts: Parts) {
    this.#options = options
    this.clock = clock
    this.#now = () => clock.now()
    this.#parts = parts
    this.#codes = new MailboxCodes(this.#now)
  }

  static async open(options: AgentOptions): Promise<FolderGrantAgent> {
    const { folder, keeper } = options
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const clock = new SureClock(agentClockFile(folder), options)
    return new FolderGrantAgent(options, clock, {
      keys: await AgentKeys.open(join(folder, "keys.json"), clock),
      log: await FollowedLog.open(folder, keeper),
      destroyed: new DestroyedGrants(join(folder, "destroyed")),
      noted: new NotedControls(join(folder, "controls")),
      tokens: new SetUpTokens(join(folder, "set-up.json"), () => clock.now()),
    })
  }

  /** The token of the first start's link; null once an organization exists. */
  firstSetUpToken(): string | null {
    return this.#parts.tokens.first()
  }

  async statements(): Promise<SignedStatement[]> {
    await this.#parts.keys.turn()
    return this.#parts.keys.chain.map(({ raw }) => raw)
  }

  mailCode(request: { address: string; locale: string | null; asker: string }) {
    const { address, locale, asker } = request
    demand(isNormalAddress(address), "address")
    const { code, nonce, expiresAt, resendAt } = this.#codes.issue(address, asker)
    this.#options.sendCode({ to: address, code: showCode(code), locale, askedAt: this.#now(), expiresAt })
    return Promise.resolve({ nonce, expiresAt, resendAt })
  }

  async prove({ statement: raw, claim }: { statement: SignedStatement; claim: MailboxClaim }): Promise<SignedObject> {
    const statement = await readStatement(raw)
    const { addr, prn, kid, hash: st } = statement
    demand(statement.kind === "person" && addr !== null && statement.how !== "rotate", "statement of a mailbox")
    const { nonce, mac } = claim
    if (claim.setUp) {
      const isProved = await this.#parts.tokens.use({ idn: prn, address: addr, nonce, mac, statementHash: st })
      if (!isProved) throw new CallRefused("account.code_refused")
    } else {
      await this.#codes.use({ address: addr, nonce, mac, bound: st })
    }
    const { held } = await this.#signer()
    const at = this.#now()
    const exp = at + MAILBOX_PROOF_VALIDITY_MS
    return signMailboxProof(held.keySet, { addr, prn, kid, st, org: null, nonce, at, exp })
  }

  checkCode(request: { address: string; nonce: Bytes; mac: Bytes; bound: Bytes }): Promise<void> {
    return this.#codes.use(request)
  }

  async grantFirstContact(request: FirstContact): Promise<{ grant: Bytes }> {
    try {
      const signer = await this.#signer()
      return { grant: await grantFirstContact({ ...this.#parts, now: this.#now, signer }, request) }
    } catch (fault) {
      throw asOneRefusal(fault)
    }
  }

  async noteControls({ header, senderChain, controls }: ControlledMessage): Promise<void> {
    const chain = await readChain(senderChain)
    await noteControls(this.#parts.noted, { header: await readOwnHeader(header, chain), senderChain: chain }, controls)
  }

  async destroy(request: { org: string; msg: string; slip: Bytes; agentGrant: Bytes }): Promise<SignedObject> {
    const { keys, destroyed } = this.#parts
    const signer = await this.#signer()
    const grant = readGrant(request.agentGrant)
    const epoch = keys.find(grant.kid)
    const message = { org: request.org, msg: request.msg, slipHash: request.slip }
    demand(
      epoch !== null && grant.org === request.org && grant.msg === request.msg,
      "grant of another agent or message",
    )
    // The agent signs nothing about a grant that it cannot recognise; an erased key's grant is gone by itself.
    if (isLive(epoch)) await openGrant(epoch.held.keySet, epoch.statement.prn, message, grant)
    const rec = grant.rec && recordHash(grant.rec)
    destroyed.add(grant.msg, rec)
    return signDestroyed(signer.held.keySet, {
      org: request.org,
      msg: request.msg,
      slip: request.slip,
      prn: epoch.statement.prn,
      kid: grant.kid,
      rec,
      ends: epoch.ends,
      at: this.#now(),
    })
  }

  async #signer(): Promise<LiveEpoch> {
    const { keys, log } = this.#parts
    await keys.turn()
    await log.follow()
    return keys.signer(await log.logged(keys.newest.statement.prn))
  }

  setUpDone(idn: string): Promise<void> {
    this.#parts.tokens.done(idn)
    return Promise.resolve()
  }

  newSetUpToken(): Promise<string> {
    return Promise.resolve(this.#parts.tokens.make())
  }

  /** What is due without being asked: the next week's key, erasing old ones, catching up with the log. */
  async tick(): Promise<void> {
    await this.#parts.keys.turn()
    await this.#parts.log.follow()
  }

  close(): Promise<void> {
    return this.#parts.log.close()
  }
}
