/** The sender's decisions: signed here, carried out by the server (docs/PROTOCOL.md §7.1). */
import type { Account } from "../account/index.ts"
import { demand, refuse } from "../bytes/index.ts"
import { signedFromText, signedToText } from "../client/index.ts"
import { MOST_RECALLED_PEOPLE, parseControl, signControl } from "../slip/index.ts"
import type { Control, ControlKind } from "../slip/index.ts"
import type { ControlRecordText, ControlsReply, MessageId } from "../wire/index.ts"
import { checkControlled } from "./controlled-message.ts"

export interface DecisionAbout {
  readonly account: Account
  readonly id: MessageId
  readonly now?: () => number
}
export interface RecallOrder extends DecisionAbout {
  /** Shown to the recipients, and readable on the server. */
  readonly reason: string
  /** Addresses; left out: everyone. Never together with `files`. */
  readonly who?: readonly string[] | undefined
  /** Object ids of attachments. */
  readonly files?: readonly string[] | undefined
}

/**
 * Destroys keys; nothing brings them back. A blind copy gets a record of its own, so that nobody learns of it: a cut
 * line may leave some of the records undone, and the same order again does the rest.
 * @throws ProtocolError, ApiProblem, NetworkError
 */
export async function recallMessage({ reason, who, files, ...about }: RecallOrder): Promise<void> {
  demand(who === undefined || files === undefined, "people and files in one recall")
  const known = await look(about)
  for (const names of recordsOf(known, { who, files })) await post(about, known, { kind: "recall", reason, ...names })
}

/** Nobody but the sender opens it until `resumeMessage`; keys stay. */
export async function suspendMessage({ reason, ...about }: DecisionAbout & { readonly reason: string }): Promise<void> {
  await post(about, await look(about), { kind: "suspension", on: true, reason })
}

export async function resumeMessage(about: DecisionAbout): Promise<void> {
  await post(about, await look(about), { kind: "suspension", on: false, reason: "" })
}

/** Later or sooner; null: no end. @throws ApiProblem message.expired when it has ended already. */
export async function changeExpiry({ exp, ...about }: DecisionAbout & { readonly exp: number | null }): Promise<void> {
  await post(about, await look(about), { kind: "expiry", exp })
}

/** The decisions about one message, as a host's buttons make them. */
export function decisionsOf(about: DecisionAbout) {
  return {
    recall: ({ reason, who }: { readonly reason: string; readonly who: readonly string[] | null }) =>
      recallMessage({ ...about, reason, who: who ?? undefined }),
    suspend: () => suspendMessage({ ...about, reason: "" }),
    resume: () => resumeMessage(about),
    changeEnd: (exp: number | null) => changeExpiry({ ...about, exp }),
  }
}

interface Known {
  readonly reply: ControlsReply
  readonly message: Awaited<ReturnType<typeof checkControlled>>
  readonly records: ControlRecordText[]
}

async function look({ account, id }: DecisionAbout): Promise<Known> {
  const reply = await account.client.controls(id)
  const message = await checkControlled(account, reply, { org: reply.org, id })
  return { reply, message, records: [...reply.records] }
}

type Names = Pick<Extract<Control, { kind: "recall" }>, "who" | "obj">

function recordsOf({ reply, message }: Known, { who, files }: Pick<RecallOrder, "who" | "files">): Names[] {
  if (files !== undefined) {
    const listed = message.slip.objs.map(([obj]) => obj)
    if (!files.every((obj) => listed.includes(obj))) refuse("open-failed", "no such file")
    return [{ who: null, obj: [...files] }]
  }
  if (who === undefined) return [{ who: null, obj: null }]
  const open = new Set([...message.slip.to, ...message.slip.cc].map(({ addr }) => addr))
  const visible = who.filter((address) => open.has(address))
  const blind = who.filter((address) => !open.has(address))
  if (!blind.every((address) => reply.bcc.includes(address))) refuse("address-refused", "not a recipient")
  const groups: Names[] = []
  for (let at = 0; at < visible.length; at += MOST_RECALLED_PEOPLE)
    groups.push({ who: visible.slice(at, at + MOST_RECALLED_PEOPLE), obj: null })
  return [...groups, ...blind.map((address) => ({ who: [address], obj: null }))]
}

type Decision =
  | ({ readonly kind: "recall"; readonly reason: string } & Names)
  | { readonly kind: "suspension"; readonly on: boolean; readonly reason: string }
  | { readonly kind: "expiry"; readonly exp: number | null }

const CALLS = { recall: "recall", suspension: "suspend", expiry: "changeExpiry" } as const

async function post(about: DecisionAbout, known: Known, decision: Decision): Promise<void> {
  const { account, id } = about
  const at = (about.now ?? Date.now)()
  const { org, msg, slip } = known.message.header
  const head = { org, msg, slip, iss: account.idn, seq: nextSeq(known.records, decision.kind, at), at }
  const signed = signedToText(await signControl(account.keySet, { ...head, ...decision }))
  await account.client[CALLS[decision.kind]](id, signed)
  known.records.push({ kind: decision.kind, signed })
}

/** The time, or one more than the highest: a gap in the numbers tells nobody of records that are not his. */
function nextSeq(records: readonly ControlRecordText[], kind: ControlKind, at: number): number {
  const known = records
    .filter((record) => record.kind === kind)
    .map(({ signed }) => parseControl(kind, signedFromText(signed)).seq)
  return Math.max(at, ...known.map((seq) => seq + 1))
}
