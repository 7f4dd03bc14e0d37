/** Sealing one message for all its readers (docs/PROTOCOL.md §3–§6.1). */
import { demand, equalBytes, frame, newId, randomBytes, refuse, sha256Async } from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import { encodeSlip, makeBccRecord, signHeader, signRecord, signTicket, slipHash } from "../slip/index.ts"
import type {
  BlindProof,
  Controls,
  HolderKind,
  Kind,
  SealedList,
  Scope,
  Slip,
  SlipHolder,
  SlipRecipient,
  Statement,
  Thread,
} from "../slip/index.ts"
import { seal } from "../suite/index.ts"
import type { KeySet, SuiteId } from "../suite/index.ts"
import { encodeBody, encodeCore, encodeManifest, manifestHash, MAX_CORE } from "./content.ts"
import type { ManifestEntry } from "./content.ts"
import { bccRecordContext, bodyAad, coreContext, deriveContentKeys } from "./content-keys.ts"
import type { MessageContext } from "./content-keys.ts"
import { sealGrant } from "./grants.ts"
import type { Grant, GrantPayload } from "./grants.ts"
import { sealContactBox } from "./contact-boxes.ts"
import type { ContactSecret } from "./contact-boxes.ts"
import { sealWhole } from "./objects.ts"

/** Somebody with a verified key, or a first contact. */
export type Recipient =
  | { readonly addr: string; readonly name: string; readonly statement: Statement }
  | (FirstContact & { readonly addr: string; readonly name: string })

export type FirstContact =
  | { readonly mode: "agent" }
  /** `code`: the reader is told one by telephone, and is not let in without it. */
  | { readonly mode: "sender"; readonly code: boolean }
  | ContactSecret

/** An uploaded object: its manifest entry and what the slip says of it. */
export interface SealedFile {
  readonly entry: ManifestEntry
  readonly object: readonly [obj: string, storedLength: number, root: Bytes]
}

export interface MessageInput {
  /** The sender's suite. */
  readonly suite: SuiteId
  readonly org: string
  readonly msg?: string
  readonly at: number
  readonly from: { readonly statement: Statement; readonly keySet: KeySet; readonly name: string }
  readonly to: readonly Recipient[]
  readonly cc: readonly Recipient[]
  readonly bcc: readonly Recipient[]
  readonly subject: string
  readonly hideSubject: boolean
  readonly html: string | null
  readonly text: string | null
  readonly fields: readonly (readonly [string, string])[]
  readonly files: readonly SealedFile[]
  /** Archive and scanner; the grant agent is added where a first contact needs it. */
  readonly holders: readonly { readonly statement: Statement; readonly scope: Scope }[]
  readonly agent: Statement | null
  readonly ctl: Controls
  readonly thread: Thread | null
  readonly ext: readonly (readonly [string, string])[]
  readonly pol: Bytes
  readonly logs: readonly [string, string]
  /** Pads the body; the core is always padded. */
  readonly pad: boolean
  readonly ticketExpires: number
}

export interface SealedMessage {
  readonly msg: string
  readonly header: SignedObject
  readonly slip: Bytes
  readonly slipHash: Bytes
  readonly core: Bytes
  /** Object header and segments. */
  readonly body: Bytes
  readonly grants: readonly Grant[]
  readonly tickets: readonly SignedObject[]
  /** Of the modes pass and link. */
  readonly boxes: readonly ContactBox[]
  /** The sealed Bcc record. */
  readonly bccRecord: Bytes
}

export interface ContactBox {
  readonly addr: string
  readonly box: Bytes
  /** The server's half of a link; null for words. */
  readonly share: Bytes | null
}

/** Throws open-failed on what could not be read again, unsupported on a missing agent for a first contact. */
export async function sealMessage(input: MessageInput): Promise<SealedMessage> {
  checkInput(input)
  const msg = input.msg ?? newId("msg")
  const contentKey = randomBytes(32)
  const recordKey = randomBytes(32)
  const body = encodeBody({ html: input.html, text: input.text, fields: input.fields })
  const manifest = encodeManifest({
    salt: randomBytes(32),
    subj: input.hideSubject ? input.subject : null,
    body: { length: body.length, sha: await sha256Async(body) },
    files: input.files.map((file) => file.entry),
  })
  const blind = makeBccRecord({ bcc: input.bcc.map(recipientOnSlip), holders: blindHolders(input) })
  const slip = encodeSlip(slipOf(input, msg, manifestHash(manifest), blind.commitment))
  const message: MessageContext = { org: input.org, msg, slipHash: slipHash(slip) }
  const keys = await deriveContentKeys(contentKey, message)
  const secrets = { contentKey, recordKey }
  const [sealedCore, sealedBody, bccRecord, grants, tickets, boxes] = await Promise.all([
    sealCore(input, message, { slip, manifest }, keys),
    sealWhole(keys.body, bodyAad(input.suite, message), frame(body, input.pad)),
    seal(recordKey, "bcc-record", bccRecordContext(message), blind.record),
    sealGrants(input, message, blind, secrets),
    signTickets(input, message, blind),
    sealBoxes(input, message, contentKey),
  ])
  return {
    msg,
    slip,
    slipHash: message.slipHash,
    header: sealedCore.header,
    core: sealedCore.core,
    body: sealedBody,
    bccRecord,
    grants,
    tickets,
    boxes,
  }
}

function checkInput({ suite, from, holders, to, cc, bcc, agent }: MessageInput): void {
  demand(from.keySet.suite === suite && equalBytes(from.keySet.kid, from.statement.kid), "sender's key set")
  demand(from.statement.kind === "person", "sender's kind")
  const scopes: Partial<Record<Kind, Scope>> = { archive: "all", scanner: "files" }
  demand(
    holders.every(({ statement, scope }) => scopes[statement.kind] === scope),
    "kind or scope of a holder",
  )
  const everybody = [...to, ...cc, ...bcc]
  demand(everybody.length > 0, "nobody to read it")
  demand(new Set(everybody.map(({ addr }) => addr)).size === everybody.length, "an address twice")
  for (const recipient of everybody) {
    if (!isFirstContact(recipient)) demand(recipient.statement.addr === recipient.addr, "key of another address")
    else if (recipient.mode === "agent" && agent === null) refuse("unsupported", "first contact without an agent")
  }
}

function isFirstContact(recipient: Recipient): recipient is Extract<Recipient, { mode: string }> {
  return "mode" in recipient
}

const needsAgent = (recipient: Recipient): boolean => isFirstContact(recipient) && recipient.mode === "agent"

function recipientOnSlip(recipient: Recipient): SlipRecipient {
  const { addr, name } = recipient
  if (isFirstContact(recipient)) return { addr, name, prn: null, kid: null, mode: recipient.mode }
  return { addr, name, prn: recipient.statement.prn, kid: recipient.statement.kid, mode: "key" }
}

function blindHolders({ bcc, agent }: MessageInput) {
  if (agent === null || !bcc.some(needsAgent)) return []
  return [{ prn: agent.prn, kind: "grant-agent", kid: agent.kid, scope: "all" } as const]
}

function visibleHolders({ holders, to, cc, agent }: MessageInput): { statement: Statement; scope: Scope }[] {
  return agent !== null && [...to, ...cc].some(needsAgent)
    ? [...holders, { statement: agent, scope: "all" }]
    : [...holders]
}

function slipOf(input: MessageInput, msg: string, man: Bytes, bcc: Bytes): Slip {
  const { org, at, from, ctl, thread, ext, pol, logs, files } = input
  const { addr, prn, kid } = from.statement
  demand(addr !== null, "sender's address")
  const holders = visibleHolders(input).map(({ statement, scope }): SlipHolder => ({
    prn: statement.prn,
    kind: statement.kind as HolderKind,
    kid: statement.kid,
    scope,
  }))
  return {
    org,
    msg,
    at,
    from: { addr, name: from.name, prn, kid },
    to: input.to.map(recipientOnSlip),
    cc: input.cc.map(recipientOnSlip),
    subj: input.hideSubject ? null : input.subject,
    holders,
    ctl,
    thread,
    ext,
    man,
    bcc,
    objs: files.map((file) => file.object),
    pol,
    logs,
  }
}

async function sealCore(
  { suite, org, from }: MessageInput,
  message: MessageContext,
  parts: { slip: Bytes; manifest: Bytes },
  keys: { core: Bytes; commitment: Bytes },
): Promise<{ header: SignedObject; core: Bytes }> {
  const { prn, kid } = from.statement
  const header = await signHeader(from.keySet, {
    suite,
    org,
    msg: message.msg,
    prn,
    kid,
    slip: message.slipHash,
    com: keys.commitment,
  })
  const core = encodeCore({ slip: parts.slip, head: header.b, sig: header.s, man: parts.manifest })
  demand(core.length <= MAX_CORE, "core too large")
  return { header, core: await seal(keys.core, "core", coreContext(suite, message), frame(core, true)) }
}

interface Secrets {
  readonly contentKey: Bytes
  readonly recordKey: Bytes
}

async function sealGrants(
  input: MessageInput,
  message: MessageContext,
  blind: SealedList,
  secrets: Secrets,
): Promise<Grant[]> {
  const whole: GrantPayload = { ck: secrets.contentKey, rec: secrets.recordKey }
  const plain: GrantPayload = { ck: secrets.contentKey, rec: null }
  const { statement: sender } = input.from
  const grant = (
    reader: Statement,
    scope: Scope,
    payload: GrantPayload,
    record: SignedObject | null = null,
  ): Promise<Grant> => sealGrant({ reader, message, scope, payload, record })
  const isSender = (reader: Statement): boolean => equalBytes(reader.kid, sender.kid)
  const sealed = [grant(sender, "all", whole)]
  for (const { statement, scope } of visibleHolders(input))
    sealed.push(grant(statement, scope, holderPayload(input, statement, { whole, plain })))
  for (const recipient of [...input.to, ...input.cc]) {
    if (!isFirstContact(recipient) && !isSender(recipient.statement))
      sealed.push(grant(recipient.statement, "all", plain))
  }
  const blindReaders = [
    ...input.bcc.map((recipient) => (isFirstContact(recipient) ? null : recipient.statement)),
    ...(blindHolders(input).length > 0 ? [input.agent] : []),
  ]
  for (const [i, reader] of blindReaders.entries()) {
    const proof = blind.proofs[i]
    if (reader === null || proof === undefined || isSender(reader)) continue
    sealed.push(signBlindRecord(input, message, reader, proof).then((record) => grant(reader, "all", plain, record)))
  }
  return Promise.all(sealed)
}

function holderPayload(
  { files }: MessageInput,
  { kind }: Statement,
  payloads: { whole: GrantPayload; plain: GrantPayload },
): GrantPayload {
  if (kind === "scanner") return { files: files.map(({ entry }) => [entry.obj, entry.fk]) }
  return kind === "archive" ? payloads.whole : payloads.plain
}

function signBlindRecord(
  { at, from }: MessageInput,
  message: MessageContext,
  reader: Statement,
  proof: BlindProof,
): Promise<SignedObject> {
  const isAgent = reader.kind === "grant-agent"
  return signRecord(from.keySet, {
    org: message.org,
    msg: message.msg,
    slip: message.slipHash,
    prn: reader.prn,
    kid: reader.kid,
    addr: isAgent ? null : reader.addr,
    role: isAgent ? "agent" : "bcc",
    scope: "all",
    why: "send",
    iss: from.statement.prn,
    at,
    auth: null,
    bcc: proof,
  })
}

function signTickets(input: MessageInput, message: MessageContext, blind: SealedList): Promise<SignedObject[]> {
  const { agent, from, ticketExpires: exp } = input
  const ticket = (
    recipient: Extract<Recipient, { mode: string }>,
    role: "to" | "cc" | "bcc",
    bcc: BlindProof | null,
  ): Promise<SignedObject> =>
    signTicket(from.keySet, {
      org: message.org,
      msg: message.msg,
      slip: message.slipHash,
      addr: recipient.addr,
      role,
      mode: recipient.mode,
      hold: recipient.mode === "agent" && agent !== null ? { prn: agent.prn, kid: agent.kid } : null,
      code: recipient.mode === "sender" && recipient.code,
      exp,
      bcc,
    })
  const visible = (["to", "cc"] as const).flatMap((role) =>
    input[role].filter(isFirstContact).map((recipient) => ticket(recipient, role, null)),
  )
  const hidden = input.bcc.flatMap((recipient, i) =>
    isFirstContact(recipient) ? [ticket(recipient, "bcc", blind.proofs[i] ?? null)] : [],
  )
  return Promise.all([...visible, ...hidden])
}

/** One after the other: stretching words takes 64 MiB each. */
async function sealBoxes(
  { to, cc, bcc }: MessageInput,
  message: MessageContext,
  contentKey: Bytes,
): Promise<ContactBox[]> {
  const boxes: ContactBox[] = []
  for (const recipient of [...to, ...cc, ...bcc].filter(isFirstContact)) {
    if (recipient.mode !== "pass" && recipient.mode !== "link") continue
    const { addr } = recipient
    const box = await sealContactBox(contentKey, recipient, { ...message, addr })
    boxes.push({ addr, box, share: recipient.mode === "link" ? recipient.share : null })
  }
  return boxes
}
