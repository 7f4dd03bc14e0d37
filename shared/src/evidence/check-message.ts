/**
 * A message checked from answers and its content key, by somebody who has no account: §5.1 without the steps that only a
 * reader can take (own grant, its reason, own address).
 */
import { organizationLog, strangerView } from "../account/index.ts"
import type { DirectoryView, VerifiedPolicy } from "../account/index.ts"
import { fromBase64url, normalizeAddress, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { signedFromText, statementFromText } from "../client/index.ts"
import { openBccRecord, openBody, openCoreWithKey } from "../envelope/open.ts"
import type { OpenedCore } from "../envelope/open.ts"
import type { MailFacts } from "../export/index.ts"
import { checkLog, columnsOfReply } from "../read/index.ts"
import type { LogVerdict, OpenedAttachment } from "../read/index.ts"
import { checkNames, compareSlip, readSlip, readStatement, statementsByKid } from "../slip/index.ts"
import type { Difference, NameProblem, Statement } from "../slip/index.ts"
import { messageId, objectId, organizationId } from "../wire/index.ts"
import type { MessageReply, TrackingReply } from "../wire/index.ts"
import type { Answering } from "./answers.ts"
import type { EvidenceList } from "./pack-format.ts"

export interface CheckedMessage {
  readonly facts: MailFacts
  readonly opened: OpenedCore
  readonly policy: VerifiedPolicy
  readonly differences: readonly Difference[]
  readonly nameProblems: readonly NameProblem[]
  readonly log: LogVerdict
  readonly tracking: TrackingReply
  readonly view: DirectoryView
  /** Whoever handed the evidence over. */
  readonly maker: readonly Statement[]
}

/** What a check is told, beside the answers. */
export type Told = Pick<EvidenceList, "at" | "addr" | "role" | "org" | "msg"> & { ck: Bytes; rk: Bytes | null }

/** @throws ProtocolError: open-failed, key-changed, log-fork, log-missing, proof-refused, policy-rollback. */
export async function checkMessage(client: Answering, told: Told): Promise<CheckedMessage> {
  const org = organizationId.parse(told.org)
  const id = messageId.parse(told.msg)
  const view = await strangerView({ client, now: told.at })
  const reply = await client.message(id)
  const slipHint = readSlip(fromBase64url(reply.slip))
  const policy = await view.policy(org, slipHint.pol)
  const senderChain = await chainOfSender(view, policy, reply)
  const opened = await openCoreWithKey({
    org,
    msg: id,
    header: signedFromText(reply.header),
    core: fromBase64url(reply.core),
    senderChain,
    contentKey: told.ck,
    recordKey: told.rk,
  })
  const { slip } = opened
  const addresses = [slip.from, ...slip.to, ...slip.cc].filter(({ kid }) => kid !== null).map(({ addr }) => addr)
  const [chains, makers] = [await view.chains(addresses), await view.chains([normalizeAddress(told.addr)])]
  const statements = statementsByKid([...chains.values(), ...policy.principals.values()])
  const body = await openBody(opened, await client.body(id))
  const sealedRecord = reply.bccRecord === null ? null : fromBase64url(reply.bccRecord)
  const bcc = await openBccRecord(opened, told.rk === null ? null : sealedRecord)
  const viewer = { role: told.role, addr: told.addr, blind: bcc?.bcc.map(({ addr }) => addr) ?? [] }
  const stored = { slip: fromBase64url(reply.slip), columns: columnsOfReply(reply.columns) }
  return {
    facts: factsOf(opened, reply, { html: body.html, text: body.text, bcc: bcc?.bcc ?? [] }),
    opened,
    policy,
    view,
    differences: compareSlip(opened.slipBytes, stored, viewer),
    nameProblems: checkNames(slip, statements, policy.policy),
    log: await checkLog({
      account: { view },
      org,
      slip,
      slipHash: opened.message.slipHash,
      log: reply.log,
      notBelow: view.logs.sizeOf(organizationLog(view.logs.keyLog, org)),
      now: told.at,
    }),
    tracking: await client.tracking(id),
    maker: makers.get(normalizeAddress(told.addr)) ?? [],
  }
}

async function chainOfSender(
  view: DirectoryView,
  policy: VerifiedPolicy,
  reply: MessageReply,
): Promise<readonly Statement[]> {
  const { k } = signedFromText(reply.header)
  const texts = reply.statements.flatMap(({ statements }) => statements).map(statementFromText)
  const known = await Promise.all(texts.map((text) => readStatement(text)))
  const hint = known.find(({ kid }) => kid.every((byte, at) => byte === k[at]))
  const address = hint?.addr ?? refuse("open-failed", "sender unknown")
  const found = (await view.lookUp([address], "read", { policy })).get(address)
  return found?.state === "verified" ? found.chain : refuse("key-changed", "sender without a verified key")
}

type Content = Pick<MailFacts, "html" | "text"> & { readonly bcc: readonly { addr: string; name: string }[] }

function factsOf(opened: OpenedCore, reply: MessageReply, { html, text, bcc }: Content): MailFacts {
  const { slip, manifest } = opened
  const person = ({ addr, name }: { addr: string; name: string }) => ({ address: addr, name })
  return {
    id: messageId.parse(slip.msg),
    reference: reply.row.reference,
    slip,
    subject: slip.subj ?? manifest.subj,
    from: person(slip.from),
    to: slip.to.map(person),
    cc: slip.cc.map(person),
    bcc: bcc.map(person),
    sentAt: slip.at,
    html,
    text,
    attachments: manifest.files.map(({ obj, name, type, size, sha, cid, disp }): OpenedAttachment => ({
      obj: objectId.parse(obj),
      name,
      type,
      size,
      sha256: sha,
      cid,
      disposition: disp,
    })),
  }
}
