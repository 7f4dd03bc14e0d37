/**
 * The whole read, the same for every host (docs/PROTOCOL.md §5.1).
 * Promises: steps 1 to 8 fail closed; what differs from the signed original is shown as altered, with the original; a
 * receipt is made only for a message that passed every check and whose sender asked for it.
 * Never: shows a byte that was not verified, keeps a content key after the message is let go.
 */
import { organizationLog } from "../account/index.ts"
import type { Account, Verified, VerifiedPolicy } from "../account/index.ts"
import { equalBytes, fromBase64url, ProtocolError, refuse, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { isProblem, signedFromText, statementFromText } from "../client/index.ts"
import { readGrant } from "../envelope/index.ts"
import type { Grant } from "../envelope/index.ts"
import { openSealedMessage } from "../envelope/open.ts"
import type { OpenedSealedMessage } from "../envelope/open.ts"
import {
  checkNames,
  namesForeignKey,
  parseRecord,
  reachedByRotate,
  readHeader,
  readSlip,
  readStatement,
  statementsByKid,
} from "../slip/index.ts"
import type { NameProblem, Slip, Statement } from "../slip/index.ts"
import { objectId, organizationId } from "../wire/index.ts"
import type { MessageId, MessageReply, OrganizationId } from "../wire/index.ts"
import { checkLog } from "./check-log.ts"
import { columnsOfReply } from "./columns.ts"
import { keepInternals } from "./opened-message.ts"
import type { Issuer, OpenedMessage, Person } from "./opened-message.ts"
import { postReceipt } from "./receipts.ts"

export interface ReadJob {
  readonly account: Account
  readonly id: MessageId
  /** false: checks only, nothing is told to the sender and the message stays unread. */
  readonly receipt?: boolean
  readonly now?: () => number
}

/** @throws ProtocolError (open-failed, hidden-reader, key-changed, not-ready, recalled, expired …), ApiProblem, NetworkError. */
export async function readMessage(job: ReadJob): Promise<OpenedMessage> {
  const { account, id } = job
  const now = (job.now ?? Date.now)()
  const sizes = new Map(account.view.logs.seen().map(([origin, , , size]) => [origin, size]))
  const reply = await account.client.message(id)
  const header = readHeader(signedFromText(reply.header))
  const org = organizationId.parse(header.org)
  const trust = await policyForLookUps(account, org, reply)
  const [sender, grant, body] = await Promise.all([
    verifySender(account, reply, trust),
    fetchGrant(account, reply, id),
    account.client.body(id),
  ])
  const issuerChains = await chainsOfIssuers({ account, reply, grant, trust })
  const sealed = await openSealedMessage({
    org,
    msg: id,
    header: signedFromText(reply.header),
    slip: fromBase64url(reply.slip),
    core: fromBase64url(reply.core),
    body,
    grant,
    me: readerOf(account, grant),
    senderChain: sender.chain,
    columns: columnsOfReply(reply.columns),
    bccRecord: reply.bccRecord === null ? null : fromBase64url(reply.bccRecord),
    ticket: reply.ticket === null ? null : signedFromText(reply.ticket),
    issuerChains,
    policy: (await rulesOf(account, org, grant, trust))?.policy ?? null,
    now,
  })
  const names = await checkPeople(account, org, sealed)
  const { log, alarms } = await checkLog({
    account,
    org,
    slip: sealed.slip,
    slipHash: sealed.message.slipHash,
    log: reply.log,
    notBelow: sizes.get(organizationLog(account.view.logs.keyLog, org)) ?? 0,
    now,
  })
  const me = { addr: account.address, chain: ownChain(account) }
  const isForeign = namesForeignKey(sealed.slip, sealed.justification.record, me)
  const message = keepInternals(
    {
      ...shape(sealed, reply, org),
      organization: names.policy?.policy.name ?? reply.row.organization,
      nameProblems: names.problems,
      verdict: sealed.differences.length > 0 ? "altered" : names.problems.length > 0 ? "altered-names" : "intact",
      log,
      alarms: isForeign ? ["foreign-key", ...alarms] : alarms,
    },
    {
      account,
      onlooker: account,
      reply,
      sealed,
      senderChain: sender.chain,
      chains: names.chains,
      signingKeySince: sealed.sender.at,
      agents: [...(names.policy?.principals.values() ?? [])].flat(),
    },
  )
  await account.pins.flush()
  if (job.receipt !== false) await postReceipt(message)
  return message
}

/** The reader's own organization says which provers count; a guest believes the policy that the message names (H4, M7). */
async function policyForLookUps(
  account: Account,
  org: OrganizationId,
  reply: MessageReply,
): Promise<VerifiedPolicy | null> {
  const own = account.memberships.filter(({ role }) => role !== "guest")
  const home = own.find((membership) => membership.org === org) ?? own[0]
  if (home !== undefined) return account.policies.known(home.org) ?? account.view.policy(home.org)
  return account.view.policy(org, slipHint(reply)?.pol)
}

/** Who may let somebody in again is for the message's own organization to say, not for the reader's. */
async function rulesOf(
  account: Account,
  org: OrganizationId,
  grant: Grant,
  trust: VerifiedPolicy | null,
): Promise<VerifiedPolicy | null> {
  return grant.rec === null || trust?.org === org ? trust : account.view.policy(org)
}

/** The server's copy of the slip, unverified: only to know what to ask for. */
function slipHint(reply: MessageReply): Slip | null {
  try {
    return readSlip(fromBase64url(reply.slip))
  } catch {
    return null
  }
}

/** Who signed: the address comes from an unverified statement, and counts only once the Directory proved its chain. */
async function verifySender(
  account: Account,
  reply: MessageReply,
  policy: VerifiedPolicy | null,
): Promise<{ chain: readonly Statement[] }> {
  const { kid } = readHeader(signedFromText(reply.header))
  const hint = await statementOfReply(reply, kid)
  const address = hint?.addr ?? slipHint(reply)?.from.addr ?? refuse("open-failed", "sender unknown")
  const found = await account.view.lookUp([address], "read", { policy })
  return { chain: believed(found.get(address), kid) }
}

/** The verified statement whose key signed the header, for whoever has no grant yet. */
export async function senderOf(account: Account, reply: MessageReply): Promise<Statement> {
  const { org, kid } = readHeader(signedFromText(reply.header))
  const { chain } = await verifySender(
    account,
    reply,
    await policyForLookUps(account, organizationId.parse(org), reply),
  )
  return chain.find((statement) => equalBytes(statement.kid, kid)) ?? refuse("open-failed", "sender unknown")
}

/** The pinned key of the address, one that rotations connect with it, or the first one seen. */
function believed(verified: Verified | undefined, kid: Bytes): readonly Statement[] {
  if (verified === undefined || verified.state === "none") return refuse("open-failed", "sender without a key")
  const { chain } = verified
  const pinned = verified.state === "verified" ? verified.statement.kid : verified.old
  if (reachedByRotate(chain, kid, pinned) || reachedByRotate(chain, pinned, kid)) return chain
  return refuse("key-changed", "signed with another key than the one that is known for this address")
}

async function statementOfReply(reply: MessageReply, kid: Bytes): Promise<Statement | null> {
  const text = reply.statements
    .flatMap(({ statements }) => statements)
    .find((statement) => statement.k === toBase64url(kid))
  return text === undefined ? null : readStatement(statementFromText(text))
}

async function fetchGrant(account: Account, reply: MessageReply, id: MessageId): Promise<Grant> {
  const hint = slipHint(reply)
  const named = hint === null ? [] : [hint.from, ...hint.to, ...hint.cc].filter(({ addr }) => addr === account.address)
  const own = named.map(({ kid }) => (kid === null ? null : account.ownKeys.of(kid))).find((key) => key !== null)
  const { kid } = (own ?? account.ownKeys.newest).statement
  try {
    return readGrant(fromBase64url((await account.client.grant(id, toBase64url(kid))).grant))
  } catch (error) {
    if (isProblem(error, "message.not_ready")) throw new ProtocolError("not-ready", "nobody has let this reader in yet")
    if (isProblem(error, "message.recalled")) throw new ProtocolError("recalled", "recalled")
    if (isProblem(error, "message.expired")) throw new ProtocolError("expired", "expired")
    throw error
  }
}

function readerOf(account: Account, grant: Grant) {
  const own = account.ownKeys.of(grant.kid) ?? refuse("open-failed", "grant for a key that is not mine")
  return { keySet: own.keySet, chain: ownChain(account), addr: account.address }
}

/** Own statements, oldest first. */
const ownChain = (account: Account): readonly Statement[] => account.ownChain

interface IssuerCase {
  readonly account: Account
  readonly reply: MessageReply
  readonly grant: Grant
  readonly trust: VerifiedPolicy | null
}

/** Whoever let the reader in: a service of the policy, or a person whom the Directory knows. */
async function chainsOfIssuers({ account, reply, grant, trust }: IssuerCase): Promise<(readonly Statement[])[]> {
  if (grant.rec === null) return []
  const { k } = grant.rec
  const hasKid = (chain: readonly Statement[]) => chain.some((statement) => equalBytes(statement.kid, k))
  const service = [...(trust?.principals.values() ?? [])].find(hasKid)
  if (service !== undefined) return [service]
  const { iss } = parseRecord(grant.rec)
  const hint = await statementOfReply(reply, k)
  const name = hint?.addr ?? iss
  return [...(await account.view.chains([name])).values()].filter(hasKid)
}

interface NamesVerdict {
  readonly problems: readonly NameProblem[]
  readonly policy: VerifiedPolicy | null
  readonly chains: Map<string, readonly Statement[]>
}

/** Step 7b: is everybody on the slip who the slip says, and is every service one of the policy that it names? */
async function checkPeople(account: Account, org: OrganizationId, sealed: OpenedSealedMessage): Promise<NamesVerdict> {
  const { slip } = sealed
  const addresses = [slip.from, ...slip.to, ...slip.cc].filter(({ kid }) => kid !== null).map(({ addr }) => addr)
  const [chains, policy] = await Promise.all([account.view.chains(addresses), policyOfSlip(account, org, slip)])
  if (policy === null) return { problems: [{ field: "pol", index: 0, reason: "not-in-policy" }], policy, chains }
  const statements = statementsByKid([...chains.values(), ...policy.principals.values()])
  return { problems: checkNames(slip, statements, policy.policy), policy, chains }
}

/** null: no policy of this organization, signed by its root, has the hash that the slip names. */
async function policyOfSlip(account: Account, org: OrganizationId, slip: Slip): Promise<VerifiedPolicy | null> {
  try {
    return await account.view.policy(org, slip.pol)
  } catch (error) {
    if (error instanceof ProtocolError || isProblem(error, "not_found")) return null
    throw error
  }
}

type Shaped = Omit<OpenedMessage, "organization" | "nameProblems" | "verdict" | "log" | "alarms">

export function shape(sealed: OpenedSealedMessage, reply: MessageReply, org: OrganizationId): Shaped {
  const { slip, manifest, justification, bcc } = sealed
  const role = justification.role
  if (role === "archive" || role === "scanner" || role === "agent") return refuse("hidden-reader", "a service's grant")
  const own = justification.record
  return {
    id: reply.row.id,
    org,
    reference: reply.row.reference,
    slip,
    slipHash: sealed.message.slipHash,
    differences: sealed.differences,
    subject: sealed.subject,
    isSubjectHidden: slip.subj === null,
    from: toPerson(slip.from),
    to: slip.to.map(toPerson),
    cc: slip.cc.map(toPerson),
    bcc: bcc?.bcc.map(toPerson) ?? (role === "bcc" ? [{ address: own?.addr ?? "", name: "" }] : []),
    sentAt: slip.at,
    html: sealed.body.html,
    text: sealed.body.text,
    fields: sealed.body.fields,
    attachments: manifest.files.map(({ obj, name, type, size, sha, cid, disp }) => ({
      obj: objectId.parse(obj),
      name,
      type,
      size,
      sha256: sha,
      cid,
      disposition: disp,
    })),
    holders: slip.holders,
    role,
    options: slip.ctl,
    issuer: issuerOf(sealed),
  }
}

const toPerson = ({ addr, name }: { addr: string; name: string }): Person => ({ address: addr, name })

function issuerOf({ justification }: OpenedSealedMessage): Issuer | null {
  const { issuer, record, why } = justification
  if (issuer === null || record === null || why === "slip" || why === "send") return null
  return { address: issuer.addr, kind: issuer.kind, why, at: record.at }
}
