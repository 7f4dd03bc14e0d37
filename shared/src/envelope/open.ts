/**
 * Opening (docs/PROTOCOL.md §5.1), a door of its own: the web role of the server must not have it.
 * Promises: steps 1 to 8 fail closed with one code; no plaintext leaves before everything that binds it is checked.
 * Never: decides whether a statement is the right one for an address (the directory view does), touches the network.
 */
import { demand, equalBytes, refuse, sha256Async, unframe } from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import {
  checkChain,
  compareSlip,
  justifyGrant,
  readBccRecord,
  readHeader,
  readSlip,
  slipHash,
  statementsByKid,
  verifyHeader,
} from "../slip/index.ts"
import type {
  Columns,
  Difference,
  Expiry,
  Header,
  Justification,
  Policy,
  ProvedBccRecord,
  Slip,
  Statement,
} from "../slip/index.ts"
import { unseal } from "../suite/index.ts"
import type { KeySet } from "../suite/index.ts"
import { manifestHash, readBody, readCore, readManifest } from "./content.ts"
import type { Manifest, MessageBody } from "./content.ts"
import { bccRecordContext, bodyAad, coreContext, deriveContentKeys } from "./content-keys.ts"
import type { MessageContext } from "./content-keys.ts"
import { openGrant } from "./grants.ts"
import type { Grant } from "./grants.ts"
import { openWhole } from "./objects.ts"

/** The reader: the key set of the grant, all own statements, the own address (null for services). */
export interface Reader {
  readonly keySet: KeySet
  readonly chain: readonly Statement[]
  readonly addr: string | null
}

interface SealedCore {
  /** What was asked for. */
  readonly org: string
  readonly msg: string
  readonly header: SignedObject
  readonly core: Bytes
  /** Complete chain of the sender, oldest first, whose newest statement the directory view has verified. */
  readonly senderChain: readonly Statement[]
}

export interface CoreInput extends SealedCore {
  readonly grant: Grant
  readonly me: Reader
}

/** For whoever was handed the content key itself: evidence (§8). */
export interface CoreWithKey extends SealedCore {
  readonly contentKey: Bytes
  readonly recordKey: Bytes | null
}

export interface OpenedCore {
  readonly header: Header
  readonly message: MessageContext
  /** The statement whose key signed the header. */
  readonly sender: Statement
  readonly slip: Slip
  /** Exact bytes of the signed slip. */
  readonly slipBytes: Bytes
  readonly manifest: Manifest
  /** For re-sealing to another reader; never to be stored in clear. */
  readonly contentKey: Bytes
  /** Opens the Bcc record: sender and archive alone. */
  readonly recordKey: Bytes | null
  readonly bodyKey: Bytes
}

/** Steps 1 to 6: header, sender, own grant, commitment, core, manifest. Throws open-failed. */
export async function openCore(input: CoreInput): Promise<OpenedCore> {
  const { grant, me } = input
  const signed = await verifiedHeader(input)
  const payload = await openGrant(me.keySet, statementOf(me.chain, grant.kid).prn, messageOf(signed.header), grant)
  if (!("ck" in payload)) return refuse("open-failed", "grant of files alone")
  return openWith(input, signed, { contentKey: payload.ck, recordKey: payload.rec })
}

/** The same without step 3. Throws open-failed. */
export async function openCoreWithKey(input: CoreWithKey): Promise<OpenedCore> {
  return openWith(input, await verifiedHeader(input), input)
}

interface SignedBy {
  readonly header: Header
  readonly sender: Statement
}

async function verifiedHeader(input: SealedCore): Promise<SignedBy> {
  const unverified = readHeader(input.header)
  demand(unverified.org === input.org && unverified.msg === input.msg, "another message than asked for")
  await checkChain(input.senderChain)
  const sender = statementOf(input.senderChain, unverified.kid)
  return { header: await verifyHeader(input.header, sender), sender }
}

const messageOf = (header: Header): MessageContext => ({ org: header.org, msg: header.msg, slipHash: header.slip })

async function openWith(
  input: SealedCore,
  { header, sender }: SignedBy,
  { contentKey, recordKey }: Pick<OpenedCore, "contentKey" | "recordKey">,
): Promise<OpenedCore> {
  const message = messageOf(header)
  const keys = await deriveContentKeys(contentKey, message)
  demand(equalBytes(keys.commitment, header.com), "commitment")
  const core = readCore(unframe(await unseal(keys.core, "core", coreContext(header.suite, message), input.core)))
  // So that the core is a signed snapshot by itself, for whoever holds nothing else any more.
  demand(equalBytes(core.head, input.header.b) && equalBytes(core.sig, input.header.s), "header in the core")
  demand(equalBytes(slipHash(core.slip), header.slip), "slip in the core")
  const slip = readSlip(core.slip)
  checkSender(slip, header, sender)
  demand(equalBytes(manifestHash(core.man), slip.man), "manifest in the core")
  const manifest = readManifest(core.man)
  const isMatched =
    manifest.files.length === slip.objs.length && manifest.files.every((file, i) => file.obj === slip.objs[i]?.[0])
  demand(isMatched, "files and objects")
  const { slip: slipBytes } = core
  return { header, message, sender, slip, slipBytes, manifest, contentKey, recordKey, bodyKey: keys.body }
}

function checkSender(slip: Slip, header: Header, sender: Statement): void {
  demand(slip.org === header.org && slip.msg === header.msg, "slip of another message")
  const { addr, prn, kid } = slip.from
  demand(addr === sender.addr && prn === header.prn && equalBytes(kid, header.kid), "slip of another sender")
}

function statementOf(chain: readonly Statement[], kid: Bytes): Statement {
  return chain.find((statement) => equalBytes(statement.kid, kid)) ?? refuse("open-failed", "no statement of this key")
}

export interface MessageToOpen extends CoreInput {
  /** What the server stores and says in clear, for the comparison. */
  readonly slip: Bytes
  readonly columns: { readonly [Name in keyof Columns]?: unknown }
  /** Object header and segments. */
  readonly body: Bytes
  readonly bccRecord: Bytes | null
  readonly ticket: SignedObject | null
  /** Chains of whoever issued the grant's record. */
  readonly issuerChains: readonly (readonly Statement[])[]
  readonly policy: Policy | null
  /** The verified record of another end than the slip's. */
  readonly expiry?: Pick<Expiry, "exp"> | null
  /** Milliseconds since 1970 UTC. */
  readonly now: number
}

export interface OpenedSealedMessage extends OpenedCore {
  readonly justification: Justification
  readonly body: MessageBody
  /** Whether hidden or not. */
  readonly subject: string | null
  /** Sender and archive alone. */
  readonly bcc: ProvedBccRecord | null
  /** Empty: intact. Else altered: the slip is the original, the server's values stand beside it. */
  readonly differences: readonly Difference[]
}

/**
 * Steps 1 to 9: everything but names (checkNames), foreign keys (namesForeignKey) and the log.
 * Throws open-failed, hidden-reader, unsupported, expired.
 */
export async function openSealedMessage(input: MessageToOpen): Promise<OpenedSealedMessage> {
  const opened = await openCore(input)
  for (const chain of [input.me.chain, ...input.issuerChains]) await checkChain(chain)
  const justification = await justifyGrant({
    slip: opened.slip,
    header: opened.header,
    grant: input.grant,
    ticket: input.ticket,
    me: { statement: statementOf(input.me.chain, input.grant.kid), chain: input.me.chain, addr: input.me.addr },
    statements: statementsByKid([input.senderChain, input.me.chain, ...input.issuerChains]),
    policy: input.policy,
  })
  const { exp } = input.expiry ?? opened.slip.ctl
  if (exp !== null && input.now > exp && justification.role !== "from" && justification.role !== "archive")
    refuse("expired", "expired")
  const [body, bcc] = await Promise.all([openBody(opened, input.body), openBccRecord(opened, input.bccRecord)])
  const viewer = { role: justification.role, addr: input.me.addr, blind: bcc?.bcc.map(({ addr }) => addr) ?? [] }
  const differences = compareSlip(opened.slipBytes, { slip: input.slip, columns: input.columns }, viewer)
  return { ...opened, justification, body, bcc, differences, subject: opened.slip.subj ?? opened.manifest.subj }
}

/** Step 8. Throws open-failed unless the body is the one whose length and digest the manifest has. */
export async function openBody(opened: OpenedCore, stored: Bytes): Promise<MessageBody> {
  const { header, message, manifest, bodyKey } = opened
  const bytes = unframe(await openWhole(bodyKey, bodyAad(header.suite, message), stored))
  const isSame = bytes.length === manifest.body.length && equalBytes(await sha256Async(bytes), manifest.body.sha)
  demand(isSame, "body")
  return readBody(bytes)
}

/** The list of blind copies, for whoever has its key. Throws open-failed when it is withheld or incomplete. */
export async function openBccRecord(opened: OpenedCore, sealed: Bytes | null): Promise<ProvedBccRecord | null> {
  if (opened.recordKey === null) return null
  demand(sealed !== null, "Bcc record withheld")
  const bytes = await unseal(opened.recordKey, "bcc-record", bccRecordContext(opened.message), sealed)
  return readBccRecord(bytes, opened.slip.bcc)
}

export { checkFileComplete, openFileSegment, prepareFile } from "./open-file.ts"
export type { FileToOpen, PreparedFile } from "./open-file.ts"
