/**
 * A message checked from answers and its content key, by somebody who has no account: §5.1 without the steps that only a
 * reader can take (own grant, its reason, own address).
 */
import { organizationLog, stranger } from "../account/index.ts"
import type { DirectoryView, VerifiedPolicy } from "../account/index.ts"
import { equalBytes, fromBase64url, normalizeAddress, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { signedFromText, statementFromText } from "../client/index.ts"
import { openBccRecord, openBody, openCoreWithKey } from "../envelope/open.ts"
import type { OpenedCore, OpenedSealedMessage } from "../envelope/open.ts"
import { checkLog, columnsOfReply, keepInternals, shape, verifyHistory } from "../read/index.ts"
import type { OpenedMessage, VerifiedHistory } from "../read/index.ts"
import { checkNames, compareSlip, readSlip, readStatement, statementsByKid } from "../slip/index.ts"
import type { Statement } from "../slip/index.ts"
import { messageId, organizationId } from "../wire/index.ts"
import type { MessageReply } from "../wire/index.ts"
import type { Answering } from "./answers.ts"
import type { EvidenceList } from "./pack-format.ts"

export interface CheckedMessage {
  readonly message: OpenedMessage
  readonly opened: OpenedCore
  readonly policy: VerifiedPolicy
  /** Everything that happened to it, against the log. */
  readonly history: VerifiedHistory
  /** Whoever handed the evidence over. */
  readonly maker: readonly Statement[]
}

/** What a check is told, beside the answers. */
export type Told = Pick<EvidenceList, "at" | "addr" | "role" | "org" | "msg"> & { ck: Bytes; rk: Bytes | null }

/** @throws ProtocolError: open-failed, key-changed, log-fork, log-missing, proof-refused, policy-rollback. */
export async function checkMessage(client: Answering, told: Told): Promise<CheckedMessage> {
  const org = organizationId.parse(told.org)
  const id = messageId.parse(told.msg)
  const { view, store } = await stranger({ client, now: told.at })
  const reply = await client.message(id)
  const policy = await view.policy(org, readSlip(fromBase64url(reply.slip)).pol)
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
  const sealed = await openRest(client, { told, opened, reply })
  const chains = new Map(await view.chains(addressesOf(opened)))
  const makers = await view.chains([normalizeAddress(told.addr)])
  const principals = [...policy.principals.values()]
  const nameProblems = checkNames(opened.slip, statementsByKid([...chains.values(), ...principals]), policy.policy)
  const { log, alarms } = await checkLog({
    account: { view },
    org,
    slip: opened.slip,
    slipHash: opened.message.slipHash,
    log: reply.log,
    notBelow: view.logs.sizeOf(organizationLog(view.logs.keyLog, org)),
    now: told.at,
  })
  const message = keepInternals(
    {
      ...shape(sealed, reply, { org, controls: { recalls: [], suspension: null, expiry: null } }),
      organization: policy.policy.name,
      nameProblems,
      verdict: sealed.differences.length > 0 ? "altered" : nameProblems.length > 0 ? "altered-names" : "intact",
      log,
      alarms,
    },
    {
      onlooker: { address: told.addr, view, store, client },
      get account(): never {
        throw new TypeError("Evidence is looked at without an account.")
      },
      reply,
      sealed,
      senderChain,
      chains,
      signingKeySince: opened.sender.at,
      agents: principals.flat(),
    },
  )
  const history = await verifyHistory(message, { now: () => told.at })
  return { message, opened, policy, history, maker: makers.get(normalizeAddress(told.addr)) ?? [] }
}

const addressesOf = ({ slip }: OpenedCore): string[] =>
  [slip.from, ...slip.to, ...slip.cc].filter(({ kid }) => kid !== null).map(({ addr }) => addr)

interface Rest {
  readonly told: Told
  readonly opened: OpenedCore
  readonly reply: MessageReply
}

/** Steps 8 and 9; the reason for a grant (step 7) is the signer's own business. */
async function openRest(client: Answering, { told, opened, reply }: Rest): Promise<OpenedSealedMessage> {
  const body = await openBody(opened, await client.body(messageId.parse(told.msg)))
  const record = told.rk === null || reply.bccRecord === null ? null : fromBase64url(reply.bccRecord)
  const bcc = await openBccRecord(opened, record)
  const viewer = { role: told.role, addr: told.addr, blind: bcc?.bcc.map(({ addr }) => addr) ?? [] }
  const stored = { slip: fromBase64url(reply.slip), columns: columnsOfReply(reply.columns) }
  return {
    ...opened,
    justification: { role: told.role, issuer: null, why: "slip", record: null },
    body,
    bcc,
    subject: opened.slip.subj ?? opened.manifest.subj,
    differences: compareSlip(opened.slipBytes, stored, viewer),
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
  const address = known.find(({ kid }) => equalBytes(kid, k))?.addr ?? refuse("open-failed", "sender unknown")
  const found = (await view.lookUp([address], "read", { policy })).get(address)
  return found?.state === "verified" ? found.chain : refuse("key-changed", "sender without a verified key")
}
