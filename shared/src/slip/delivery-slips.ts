/** The delivery slip: who, what, when, options, key holders (docs/PROTOCOL.md §4.1). The server sees these bytes. */
import {
  decodeCbor,
  demand,
  encodeCbor,
  hash,
  isNormalAddress,
  readBoolean,
  readBytes,
  readCount,
  readId,
  readList,
  readMap,
  readMapWith,
  readNullable,
  readOneOf,
  readPrincipalId,
  readText,
  readTime,
  readTuple,
  refuse,
} from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { FIRST_CONTACT_MODES, HOLDER_KINDS } from "./policies.ts"
import type { FirstContactMode, HolderKind } from "./policies.ts"

export type Scope = "all" | "files"
/** `key`: granted at send. All others are first contacts (docs/PROTOCOL.md §6). */
export type RecipientMode = "key" | FirstContactMode

export interface SlipParty {
  readonly addr: string
  readonly name: string
  readonly prn: string
  readonly kid: Bytes
}
export interface SlipRecipient {
  readonly addr: string
  readonly name: string
  /** null exactly when the mode is a first contact. */
  readonly prn: string | null
  readonly kid: Bytes | null
  readonly mode: RecipientMode
}
export interface SlipHolder {
  readonly prn: string
  readonly kind: HolderKind
  readonly kid: Bytes
  readonly scope: Scope
}
export interface Controls {
  readonly reply: boolean
  readonly all: boolean
  readonly fwd: boolean
  readonly exp: number | null
  /** 1: the own password again at each opening. 2 (own passphrase) is not built. */
  readonly fyeo: 0 | 1
  readonly label: string | null
  readonly rcpt: boolean
  /** Readers in to and cc are shown what became of each other's copies; absent: that is the sender's alone. */
  readonly share?: true
}
export interface Thread {
  readonly root: string
  readonly prev: readonly [msg: string, slipHash: Bytes]
}

export interface Slip {
  readonly org: string
  readonly msg: string
  /** The sender's time. */
  readonly at: number
  readonly from: SlipParty
  readonly to: readonly SlipRecipient[]
  readonly cc: readonly SlipRecipient[]
  /** null when hidden: then it stands in the manifest. */
  readonly subj: string | null
  readonly holders: readonly SlipHolder[]
  readonly ctl: Controls
  readonly thread: Thread | null
  readonly ext: readonly (readonly [name: string, value: string])[]
  /** Manifest hash. */
  readonly man: Bytes
  /** Commitment to the blind copies, present in every message. */
  readonly bcc: Bytes
  readonly objs: readonly (readonly [obj: string, length: number, root: Bytes])[]
  /** Hash of the policy that was used. */
  readonly pol: Bytes
  /** Signed checkpoints of the key log and the organization's log that the sender verified last. */
  readonly logs: readonly [string, string]
}

const MAX_SLIP = 1 << 20
const KEYS = [
  "v",
  "org",
  "msg",
  "at",
  "from",
  "by",
  "to",
  "cc",
  "subj",
  "holders",
  "ctl",
  "thread",
  "ext",
  "man",
  "bcc",
  "objs",
  "pol",
  "logs",
] as const
const MOST_READERS = 1000
const MOST_OBJECTS = 200
const MOST_FIELDS = 100
export const MAX_SUBJECT = 998
const MAX_NAME = 800
const MAX_NOTE = 16_384

export function slipHash(bytes: Bytes): Bytes {
  return hash("slip", bytes)
}

/** Throws what readSlip throws: what cannot be read is not written. */
export function encodeSlip(slip: Slip): Bytes {
  const { reply, all, fwd, exp, fyeo, label, rcpt, share } = slip.ctl
  const bytes = encodeCbor({
    v: 1,
    org: slip.org,
    msg: slip.msg,
    at: slip.at,
    from: [slip.from.addr, slip.from.name, slip.from.prn, slip.from.kid],
    by: null,
    to: slip.to.map(recipientRow),
    cc: slip.cc.map(recipientRow),
    subj: slip.subj,
    holders: slip.holders.map(({ prn, kind, kid, scope }) => [prn, kind, kid, scope]),
    ctl: { reply, all, fwd, exp, fyeo, label, rcpt, ...(share ? { share } : {}) },
    thread: slip.thread && { root: slip.thread.root, prev: slip.thread.prev },
    ext: slip.ext,
    man: slip.man,
    bcc: slip.bcc,
    objs: slip.objs,
    pol: slip.pol,
    logs: slip.logs,
  })
  readSlip(bytes)
  return bytes
}

function recipientRow({ addr, name, prn, kid, mode }: SlipRecipient): unknown[] {
  return [addr, name, prn, kid, mode]
}

/** Throws open-failed on another form, unsupported on a mode or option of a later part. */
export function readSlip(bytes: Bytes): Slip {
  const fields = readMap(decodeCbor(bytes, MAX_SLIP), KEYS)
  readOneOf(fields.v, [1])
  if (fields.by !== null) refuse("unsupported", "delegation")
  const [keyLog, orgLog] = readTuple(fields.logs, 2)
  const slip: Slip = {
    org: readId("org", fields.org),
    msg: readId("msg", fields.msg),
    at: readTime(fields.at),
    from: readParty(fields.from),
    to: readList(fields.to, MOST_READERS, readRecipient),
    cc: readList(fields.cc, MOST_READERS, readRecipient),
    subj: readNullable(fields.subj, (value) => readText(value, MAX_SUBJECT)),
    holders: readList(fields.holders, MOST_READERS, readHolder),
    ctl: readControls(fields.ctl),
    thread: readNullable(fields.thread, readThread),
    ext: readList(fields.ext, MOST_FIELDS, readField),
    man: readBytes(fields.man, 32),
    bcc: readBytes(fields.bcc, 32),
    objs: readList(fields.objs, MOST_OBJECTS, readObject),
    pol: readBytes(fields.pol, 32),
    logs: [readText(keyLog, MAX_NOTE), readText(orgLog, MAX_NOTE)],
  }
  checkLists(slip)
  return slip
}

function checkLists({ to, cc, holders, objs }: Slip): void {
  demand(to.length + cc.length + holders.length <= MOST_READERS, "too many readers")
  const addresses = [...to, ...cc].map((recipient) => recipient.addr)
  demand(new Set(addresses).size === addresses.length, "an address twice")
  demand(new Set(objs.map(([obj]) => obj)).size === objs.length, "an object twice")
}

function readAddress(value: unknown): string {
  const address = readText(value, 254)
  demand(isNormalAddress(address), "address form")
  return address
}

function readParty(value: unknown): SlipParty {
  const [addr, name, prn, kid] = readTuple(value, 4)
  return { addr: readAddress(addr), name: readText(name, MAX_NAME), prn: readPrincipalId(prn), kid: readBytes(kid, 32) }
}

export function readRecipient(value: unknown): SlipRecipient {
  const [addr, name, prn, kid, mode] = readTuple(value, 5)
  const recipient = {
    addr: readAddress(addr),
    name: readText(name, MAX_NAME),
    prn: readNullable(prn, readPrincipalId),
    kid: readNullable(kid, (present) => readBytes(present, 32)),
    mode: readMode(mode),
  }
  const hasKey = recipient.mode === "key"
  demand((recipient.prn !== null) === hasKey && (recipient.kid !== null) === hasKey, "mode and key")
  return recipient
}

function readMode(value: unknown): RecipientMode {
  return readOneOf(value, ["key", ...FIRST_CONTACT_MODES])
}

export function readScope(value: unknown): Scope {
  return readOneOf(value, ["all", "files"])
}

function readHolder(value: unknown): SlipHolder {
  const [prn, kind, kid, scope] = readTuple(value, 4)
  if (kind === "delegate") refuse("unsupported", "delegate")
  return {
    prn: readId("prn", prn),
    kind: readOneOf(kind, HOLDER_KINDS),
    kid: readBytes(kid, 32),
    scope: readScope(scope),
  }
}

function readControls(value: unknown): Controls {
  const fields = readMapWith(value, ["reply", "all", "fwd", "exp", "fyeo", "label", "rcpt"], "share")
  if (fields.fyeo === 2) refuse("unsupported", "fyeo")
  return {
    reply: readBoolean(fields.reply),
    all: readBoolean(fields.all),
    fwd: readBoolean(fields.fwd),
    exp: readNullable(fields.exp, readTime),
    fyeo: readOneOf(fields.fyeo, [0, 1]),
    label: readNullable(fields.label, (text) => readText(text, MAX_NAME)),
    rcpt: readBoolean(fields.rcpt),
    ...(fields.share === undefined ? {} : { share: readTrue(fields.share) }),
  }
}

/** One encoding for each meaning: what is not so is left out. */
function readTrue(value: unknown): true {
  demand(value === true, "not true")
  return value
}

export function readThread(value: unknown): Thread {
  const fields = readMap(value, ["root", "prev"])
  const [msg, previous] = readTuple(fields.prev, 2)
  return { root: readId("msg", fields.root), prev: [readId("msg", msg), readBytes(previous, 32)] }
}

function readField(value: unknown): readonly [string, string] {
  const [name, text] = readTuple(value, 2)
  return [readText(name, 255), readText(text, 65_536)]
}

function readObject(value: unknown): readonly [string, number, Bytes] {
  const [obj, length, root] = readTuple(value, 3)
  return [readId("obj", obj), readCount(length), readBytes(root, 32)]
}
