/**
 * The whole read, the same for every host (docs/PROTOCOL.md §5.1).
 * Promises: steps 1 to 8 fail closed; what differs from the signed original is shown as altered, with the original; a
 * receipt is made only for a message that passed every check and whose sender asked for it.
 * Never: shows a byte that was not verified, keeps a content key after the message is let go.
 */
import { organizationLog, provePassword } from "../account/index.ts"
import type { Account, OpaqueCalls, VerifiedPolicy } from "../account/index.ts"
import { equalBytes, fromBase64url, ProtocolError, refuse, toBase64url } from "../bytes/index.ts"
import { isProblem, signedFromText } from "../client/index.ts"
import { controlsOf, policyForLookUps, slipHint, statementOfReply, verifySender } from "../control/index.ts"
import { readGrant } from "../envelope/index.ts"
import type { Grant } from "../envelope/index.ts"
import { openSealedMessage } from "../envelope/open.ts"
import type { OpenedSealedMessage } from "../envelope/open.ts"
import { checkNames, namesForeignKey, parseRecord, readHeader, recalledFiles, statementsByKid } from "../slip/index.ts"
import type { MessageControls, NameProblem, Slip, Statement } from "../slip/index.ts"
import { objectId, organizationId } from "../wire/index.ts"
import type { MessageId, MessageReply, OrganizationId } from "../wire/index.ts"
import { checkLog } from "./check-log.ts"
import { closureOf, isClosed, MessageClosed, readClosed } from "./closed-message.ts"
import { columnsOfReply } from "./columns.ts"
import { keepInternals } from "./opened-message.ts"
import type { Issuer, OpenedMessage, Person } from "./opened-message.ts"
import { postReceipt } from "./receipts.ts"

export interface ReadJob {
  readonly account: Account
  readonly id: MessageId
  /** false: checks only, nothing is told to the sender and the message stays unread. */
  readonly receipt?: boolean
  /** Asked for the own password where the sender wants that at each opening; without it such a message is refused. */
  readonly password?: () => Promise<string>
  readonly opaque?: OpaqueCalls
  readonly now?: () => number
}

/**
 * @throws MessageClosed (recalled, suspended, expired, withheld); ProtocolError (open-failed, hidden-reader, key-changed,
 * not-ready …); ApiProblem, NetworkError.
 */
export async function readMessage(job: ReadJob): Promise<OpenedMessage> {
  const now = (job.now ?? Date.now)()
  try {
    return await open(job, now)
  } catch (error) {
    if (!isClosed(error)) throw error
    throw new MessageClosed(await readClosed(job.account, job.id, now))
  }
}

async function open(job: ReadJob, now: number): Promise<OpenedMessage> {
  const { account, id } = job
  const sizes = new Map(account.view.logs.seen().map(([origin, , , size]) => [origin, size]))
  const reply = await account.client.message(id)
  const header = readHeader(signedFromText(reply.header))
  const org = organizationId.parse(header.org)
  const trust = await policyForLookUps(account, org, reply)
  const [sender, grant, body] = await Promise.all([
    verifySender(account, reply, trust),
    fetchGrant(job, reply),
    account.client.body(id),
  ])
  const controls = await controlsOf(account, { ...reply, org, header, senderChain: sender.chain })
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
    expiry: controls.expiry,
    now,
  })
  checkOpen(account, sealed, { controls, now })
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
      ...shape(sealed, reply, { org, controls }),
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

/** The verified statement whose key signed the header, for whoever has no grant yet. */
export async function senderOf(account: Account, reply: MessageReply): Promise<Statement> {
  const { org, kid } = readHeader(signedFromText(reply.header))
  const policy = await policyForLookUps(account, organizationId.parse(org), reply)
  const { chain } = await verifySender(account, reply, policy)
  return chain.find((statement) => equalBytes(statement.kid, kid)) ?? refuse("open-failed", "sender unknown")
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

async function fetchGrant(job: ReadJob, reply: MessageReply): Promise<Grant> {
  const { account } = job
  const hint = slipHint(reply)
  const named = hint === null ? [] : [hint.from, ...hint.to, ...hint.cc].filter(({ addr }) => addr === account.address)
  const own = named.map(({ kid }) => (kid === null ? null : account.ownKeys.of(kid))).find((key) => key !== null)
  const { kid } = (own ?? account.ownKeys.newest).statement
  try {
    return readGrant(fromBase64url(await askForGrant(job, toBase64url(kid))))
  } catch (error) {
    if (isProblem(error, "message.not_ready")) throw new ProtocolError("not-ready", "nobody has let this reader in yet")
    throw error
  }
}

async function askForGrant({ account, id, password, opaque }: ReadJob, kid: string): Promise<string> {
  try {
    return (await account.client.grant(id, { kid })).grant
  } catch (error) {
    if (!isProblem(error, "message.password_needed") || password === undefined || opaque === undefined) throw error
    const proof = await provePassword(account, opaque, await password())
    return (await account.client.grant(id, { kid, password: proof })).grant
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

/** A server that goes on handing out what was recalled or suspended is not followed. */
function checkOpen(
  account: Account,
  { justification, slip }: OpenedSealedMessage,
  { controls, now }: { controls: MessageControls; now: number },
): void {
  if (justification.role === "from") return
  const closure = closureOf(controls, { address: account.address, exp: slip.ctl.exp, now })
  if (closure !== null && closure.state !== "withheld") refuse(closure.state, "closed by the sender")
}

export function shape(
  sealed: OpenedSealedMessage,
  reply: MessageReply,
  { org, controls }: { org: OrganizationId; controls: MessageControls },
): Shaped {
  const recalled = recalledFiles(controls)
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
      recalledAt: recalled.get(obj)?.at ?? null,
    })),
    holders: slip.holders,
    role,
    options: slip.ctl,
    controls,
    issuer: issuerOf(sealed),
  }
}

const toPerson = ({ addr, name }: { addr: string; name: string }): Person => ({ address: addr, name })

function issuerOf({ justification }: OpenedSealedMessage): Issuer | null {
  const { issuer, record, why } = justification
  if (issuer === null || record === null || why === "slip" || why === "send") return null
  return { address: issuer.addr, kind: issuer.kind, why, at: record.at }
}
