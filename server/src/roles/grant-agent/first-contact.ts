/**
 * First contact: everything that the agent checks before it opens the way (docs/PROTOCOL.md §6.3), then the new grant.
 * Promises: all of it is checked by the agent's own log, keys and proofs; one refusal text for all causes.
 */
import { demand, equalBytes, ProtocolError, refuse, toHex } from "@smp/shared/bytes"
import type { Bytes, SignedStatement } from "@smp/shared/bytes"
import { encodeGrant, readGrant, sealGrant } from "@smp/shared/envelope"
import type { Grant } from "@smp/shared/envelope"
import { openCore } from "@smp/shared/envelope/open"
import type { OpenedCore } from "@smp/shared/envelope/open"
import {
  checkChain,
  checkTicket,
  isPolicyHolder,
  justifyGrant,
  policyHash,
  readMailboxProof,
  readPolicy,
  readStatement,
  recordHash,
  signRecord,
  ticketHash,
} from "@smp/shared/slip"
import type { Statement, Ticket } from "@smp/shared/slip"
import type { FirstContact } from "../../engines/agent-client.ts"
import { CallRefused } from "../../engines/socket/contract.ts"
import { isLive } from "./agent-keys.ts"
import type { AgentKeys, LiveEpoch } from "./agent-keys.ts"
import type { DestroyedGrants } from "./destroyed-grants.ts"
import type { FollowedLog } from "./followed-log.ts"
import { noteControls } from "./note-controls.ts"
import type { NotedControls } from "./noted-controls.ts"

export interface FirstContactParts {
  readonly keys: AgentKeys
  readonly log: FollowedLog
  readonly destroyed: DestroyedGrants
  readonly noted: NotedControls
  readonly now: () => number
  readonly signer: LiveEpoch
}

/** @throws CallRefused message.not_ready; ProtocolError ticket-refused, proof-refused, expired, log-fork, log-rollback. */
export async function grantFirstContact(parts: FirstContactParts, request: FirstContact): Promise<Bytes> {
  await parts.log.follow()
  const opened = await openOwn(parts, request)
  await checkPolicy(parts, request, opened)
  await parts.log.checkNote(opened.slip.logs[0])
  const claimant = await readClaimant(parts, request)
  const ticket = await checkTicket({
    ticket: request.ticket,
    header: opened.header,
    slip: opened.slip,
    sender: opened.sender,
    agent: parts.keys.newest.statement,
    claimant,
    now: parts.now(),
  })
  const { msg } = opened.header
  parts.noted.check({ msg, address: ticket.addr, exp: opened.slip.ctl.exp, now: parts.now() })
  if ((ticket.role === "bcc") !== (opened.grant.rec !== null)) refuse("ticket-refused", "grant of another ticket")
  await checkMailbox(parts, request, claimant)
  return issue(parts, { request, opened, ticket, claimant })
}

type OwnMessage = OpenedCore & { readonly grant: Grant }

/** Opens the agent's own grant and the core: whoever kept a destroyed grant, or made a hidden one, is refused. */
async function openOwn({ keys, log, destroyed, noted }: FirstContactParts, request: FirstContact): Promise<OwnMessage> {
  const senderChain = await readChain(request.senderChain)
  await checkLogged(log, senderChain)
  const grant = readGrant(request.agentGrant)
  const epoch = liveEpoch(keys, grant.kid)
  if (destroyed.has(grant.msg, grant.rec && recordHash(grant.rec))) refuse("ticket-refused", "destroyed grant")
  const me = { keySet: epoch.held.keySet, chain: keys.chain, addr: null }
  const { org, msg, header, core } = request
  const opened = await openCore({ org, msg, header, core, grant, me, senderChain })
  await noteControls(noted, { header: opened.header, senderChain }, request.controls)
  const statements = new Map([...senderChain, ...keys.chain].map((statement) => [toHex(statement.kid), statement]))
  const { role } = await justifyGrant({
    slip: opened.slip,
    header: opened.header,
    grant,
    ticket: null,
    me: { statement: epoch.statement, chain: keys.chain, addr: null },
    statements,
    policy: null,
  })
  if (role !== "agent") refuse("ticket-refused", "not the agent's grant")
  return { ...opened, grant }
}

function liveEpoch(keys: AgentKeys, kid: Bytes): LiveEpoch {
  const epoch = keys.find(kid)
  if (epoch === null) return refuse("ticket-refused", "grant to another agent")
  return isLive(epoch) ? epoch : refuse("expired", "the key of that week is erased")
}

export async function readChain(raw: readonly SignedStatement[]): Promise<Statement[]> {
  const chain = await Promise.all(raw.map((statement) => readStatement(statement)))
  await checkChain(chain)
  return chain
}

/** Is the chain exactly what the log has for its name: every first leaf of a seq, up to the newest? */
async function checkLogged(log: FollowedLog, chain: readonly Statement[]): Promise<void> {
  const [first] = chain
  demand(first !== undefined, "no statement")
  const logged = await log.statementsOf(first.addr ?? first.prn)
  for (const { seq, hash } of chain) {
    const leaf = logged.find((candidate) => candidate.seq === seq)
    if (leaf === undefined) throw new CallRefused("message.not_ready")
    if (!equalBytes(leaf.statementHash, hash)) refuse("key-changed", "another statement is logged")
  }
  if (logged.some(({ seq }) => seq >= chain.length)) refuse("key-changed", "a newer statement is logged")
}

/** The first and only statement of its address: nobody who ever had a key comes in by first contact (review C2). */
async function readClaimant({ log }: FirstContactParts, { recipientChain }: FirstContact): Promise<Statement> {
  const [claimant, ...more] = await readChain(recipientChain)
  if (claimant === undefined || claimant.addr === null || more.length > 0)
    return refuse("ticket-refused", "not a first key")
  const logged = await log.statementsOf(claimant.addr)
  const [leaf, ...others] = logged
  if (leaf === undefined) throw new CallRefused("message.not_ready")
  const isOnly = others.length === 0 && leaf.seq === 0 && equalBytes(leaf.statementHash, claimant.hash)
  return isOnly ? claimant : refuse("ticket-refused", "not the only key of its address")
}

/** The agent's own word that whoever reads the mailbox made this very statement. */
async function checkMailbox({ keys }: FirstContactParts, request: FirstContact, claimant: Statement): Promise<void> {
  const prover = keys.find(request.mailboxProof.k)?.statement ?? refuse("proof-refused", "another prover")
  const proof = await readMailboxProof(request.mailboxProof, prover)
  const isForClaimant =
    proof.addr === claimant.addr &&
    proof.prn === claimant.prn &&
    equalBytes(proof.kid, claimant.kid) &&
    equalBytes(proof.st, claimant.hash) &&
    proof.org === null
  if (!isForClaimant) refuse("proof-refused", "proof for another statement")
}

/** The policy that the sender used allows this mode, names this agent, and stands on the log that the agent follows. */
async function checkPolicy({ keys, log }: FirstContactParts, request: FirstContact, opened: OpenedCore): Promise<void> {
  const roots = await readChain(request.rootChain)
  const root = roots.find((statement) => equalBytes(statement.kid, request.policy.k))
  if (root === undefined || root.kind !== "root") return refuse("ticket-refused", "policy of nobody")
  const policy = await readPolicy(request.policy, root)
  const isUsed = equalBytes(policyHash(request.policy.b), opened.slip.pol) && policy.org === opened.slip.org
  const { origin, pub, vrf } = policy.keylog
  const isMyLog = origin === log.facts.origin && equalBytes(pub, log.facts.pub) && equalBytes(vrf, log.facts.vrf)
  const isAllowed = policy.first.includes("agent") && isPolicyHolder(policy, "grant-agent", keys.newest.statement)
  if (!isUsed || !isMyLog || !isAllowed) refuse("ticket-refused", "policy")
}

async function issue(
  { signer, now }: FirstContactParts,
  {
    request,
    opened,
    ticket,
    claimant,
  }: { request: FirstContact; opened: OwnMessage; ticket: Ticket; claimant: Statement },
): Promise<Bytes> {
  const { statement: agent, held } = signer
  const record = await signRecord(held.keySet, {
    org: opened.header.org,
    msg: opened.header.msg,
    slip: opened.header.slip,
    prn: claimant.prn,
    kid: claimant.kid,
    addr: claimant.addr,
    role: ticket.role,
    scope: "all",
    why: "first-contact",
    iss: agent.prn,
    at: now(),
    auth: ticketHash(request.ticket),
    bcc: ticket.bcc,
  })
  const payload = { ck: opened.contentKey, rec: null }
  return encodeGrant(await sealGrant({ reader: claimant, message: opened.message, scope: "all", payload, record }))
}

/** Towards the caller every failed check of ticket, grant and chain is one code. */
export function asOneRefusal(fault: unknown): unknown {
  if (!(fault instanceof ProtocolError)) return fault
  const own = ["proof-refused", "recalled", "suspended", "expired", "log-fork", "log-rollback"]
  return own.includes(fault.code) ? fault : new ProtocolError("ticket-refused", fault.reason)
}
