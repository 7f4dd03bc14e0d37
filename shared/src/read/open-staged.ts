/**
 * The author's own staged message, opened: text, people and files as they would be handed over (docs/PROTOCOL.md §5.1).
 * Promises: only what the author's own key signed and sealed; files are checked like those of a delivered message.
 * Never: releases anything, tells anybody.
 */
import type { Account } from "../account/index.ts"
import { concat, equalBytes, fromBase64url, refuse } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { downloadObject, signedFromText } from "../client/index.ts"
import type { ApiClient } from "../client/index.ts"
import { readGrant } from "../envelope/index.ts"
import { openBody, openCore } from "../envelope/open.ts"
import type { OpenedCore } from "../envelope/open.ts"
import type { SendOptions } from "../send/index.ts"
import { parseTicket } from "../slip/index.ts"
import type { Slip, Thread } from "../slip/index.ts"
import { messageId, objectId } from "../wire/index.ts"
import type { MessageCommit, ObjectId, OrganizationId } from "../wire/index.ts"
import type { Person } from "./opened-message.ts"

export interface StagedFile {
  readonly name: string
  readonly type: string
  readonly size: number
  readonly cid: string | null
  /** The file in order. Throws open-failed at the first wrong byte. */
  open(signal?: AbortSignal): AsyncGenerator<Bytes, void, undefined>
}
type Chosen = Omit<SendOptions, "fields" | "extension" | "firstContactOfAll">

export interface OpenedStaged {
  readonly key: string
  readonly org: OrganizationId
  readonly subject: string
  /** What the author had chosen: whoever goes on from here sends nothing with less. */
  readonly options: Chosen
  readonly to: readonly Person[]
  readonly cc: readonly Person[]
  readonly bcc: readonly Person[]
  readonly html: string | null
  readonly text: string | null
  readonly files: readonly StagedFile[]
  readonly thread: Thread | null
}

/** null: nothing is staged under this key. @throws ProtocolError open-failed; ApiProblem, NetworkError. */
export async function readStaged(account: Account, key: string): Promise<OpenedStaged | null> {
  const commit = await account.client.staged(key)
  if (commit === null) return null
  const core = await openOwnCore(account, commit)
  const body = await openBody(core, await sealedBody(account, key, commit))
  const { slip, manifest } = core
  const person = ({ addr, name }: { addr: string; name: string }): Person => ({ address: addr, name })
  return {
    key,
    org: commit.org,
    subject: slip.subj ?? manifest.subj ?? "",
    options: { ...optionsOf(slip), firstContact: contactsOf(commit) },
    to: slip.to.map(person),
    cc: slip.cc.map(person),
    bcc: commit.bcc.map((address) => ({ address, name: "" })),
    html: body.html,
    text: body.text,
    thread: slip.thread,
    files: manifest.files.map(({ obj, name, type, size, cid }) => ({
      name,
      type,
      size,
      cid,
      open: (signal) =>
        downloadObject({
          client: stagedObjects(account, key),
          msg: messageId.parse(slip.msg),
          opened: core,
          obj: objectId.parse(obj),
          ...(signal ? { signal } : {}),
        }),
    })),
  }
}

function optionsOf({ ctl, subj }: Slip): Omit<Chosen, "firstContact"> {
  const { reply, all: replyAll, fwd: forward, rcpt: receipts, exp: expires, label, fyeo, share } = ctl
  const same = { reply, replyAll, forward, receipts, expires, label }
  return { ...same, hideSubject: subj === null, password: fyeo === 1, shared: share === true }
}

/** How each person without a key was to come in: the author's own tickets say it. */
function contactsOf({ tickets }: MessageCommit): SendOptions["firstContact"] {
  const read = tickets.map((text) => parseTicket(signedFromText(text)))
  return Object.fromEntries(read.map(({ addr, mode, code }) => [addr, code ? "sender-code" : mode]))
}

async function openOwnCore(account: Account, commit: MessageCommit): Promise<OpenedCore> {
  const grants = commit.grants.map((text) => readGrant(fromBase64url(text)))
  const grant = grants.find(({ kid, prn }) => prn === account.idn && account.ownKeys.of(kid) !== null)
  const own = grant === undefined ? null : account.ownKeys.of(grant.kid)
  if (grant === undefined || own === null) return refuse("open-failed", "no grant for its author")
  const chain = account.ownChain
  const header = signedFromText(commit.header)
  const signer = chain.find(({ kid }) => equalBytes(kid, header.k))
  if (signer === undefined) return refuse("open-failed", "signed by somebody else")
  return openCore({
    org: commit.org,
    msg: grant.msg,
    header,
    core: fromBase64url(commit.core),
    grant,
    me: { keySet: own.keySet, chain, addr: account.address },
    senderChain: chain,
  })
}

/** Inside the commit, or as an uploaded object: header and segments. */
async function sealedBody(account: Account, key: string, { body }: MessageCommit): Promise<Bytes> {
  if ("inline" in body) return fromBase64url(body.inline)
  const { header, hashes } = await account.client.stagedObject(key, body.obj)
  const segments: Bytes[] = []
  for (let index = 0; index * 32 < fromBase64url(hashes).length; index += 1)
    segments.push(await account.client.stagedChunk(key, { obj: body.obj, index }))
  return concat(fromBase64url(header), ...segments)
}

const stagedObjects = (account: Account, key: string): Pick<ApiClient, "attachment" | "chunk"> => ({
  attachment: (_, obj: ObjectId, signal) => account.client.stagedObject(key, obj, signal),
  chunk: (_, obj, index, signal) => account.client.stagedChunk(key, { obj, index }, signal),
})
