/** From the open draft to something that can be reviewed and sent: read once, keys looked up, surprises named. */
import type { Account } from "@smp/shared/account"
import { normalizeAddress } from "@smp/shared/bytes"
import { reviewRecipients, SendStopped } from "@smp/shared/send"
import { organizationId } from "@smp/shared/wire"
import { draftMemory, markOf } from "../../draft-memory.ts"
import type { DraftThread } from "../../draft-memory.ts"
import { openDraft } from "../../host/mail-host.ts"
import { readSettings } from "../../settings.ts"
import { filesPassedOn, OriginalClosed } from "./passed-on.ts"
import type { PassedOn } from "./passed-on.ts"
import { startOptions } from "./start-options.ts"
import { noChoices } from "./send-state.ts"
import type { Failure, FailureCode, Prepared } from "./send-state.ts"

export class DraftProblem extends Error {
  readonly failure: Failure
  constructor(code: FailureCode, people: readonly string[] = []) {
    super(`The draft cannot be sent (${code}).`)
    this.failure = { code, people, files: [] }
  }
}

/** @throws DraftProblem, SendStopped, ProtocolError, ApiProblem, NetworkError. */
export async function prepare(account: Account, tabId: number, without: ReadonlySet<string>): Promise<Prepared> {
  const { draft, thread, passedOn } = await readDraft(account, tabId, without)
  const everybody = [...draft.draft.to, ...draft.draft.cc, ...draft.draft.bcc]
  const list = everybody.find(({ address }) => !address.includes("@"))
  if (list !== undefined) throw new DraftProblem("mailing-list", [list.name === "" ? list.address : list.name])
  if (everybody.length === 0) throw new DraftProblem("no-recipient")
  if (!isSame(draft.draft.from.address, account.address))
    throw new DraftProblem("other-sender", [draft.draft.from.address])
  const review = await reviewRecipients(account, draft.draft, await organizationOf(account, thread))
  const saved = await draftMemory.get(tabId, "saved")
  const options = startOptions(thread, { mayHide: review.allows.hideSubject, now: Date.now() })
  return { account, draft, review, options, contact: noChoices, passedOn, savedAt: saved?.at(-1)?.at ?? null }
}

async function readDraft(account: Account, tabId: number, without: ReadonlySet<string>) {
  // A saved draft that was opened again remembers what it is.
  await markOf(tabId).catch(() => null)
  const thread = await draftMemory.get(tabId, "thread")
  const passedOn = await readPassedOn(account, thread)
  const draft = await openDraft(tabId, { without, passedOn }).catch((problem: unknown) => {
    throw problem instanceof SendStopped ? problem : new DraftProblem("draft-unreadable")
  })
  return { draft, thread, passedOn }
}

/** What is kept for later may have no recipient yet, and nobody's key is asked for. */
export async function prepareToKeep(account: Account, tabId: number) {
  const { draft, thread } = await readDraft(account, tabId, new Set())
  if (!isSame(draft.draft.from.address, account.address))
    throw new DraftProblem("other-sender", [draft.draft.from.address])
  const options = startOptions(thread, { mayHide: true, now: Date.now() })
  return { account, draft, org: await organizationOf(account, thread), options, contact: noChoices }
}

async function readPassedOn(account: Account, thread: DraftThread | null): Promise<PassedOn> {
  try {
    return await filesPassedOn(account, thread)
  } catch (problem) {
    throw problem instanceof OriginalClosed ? new DraftProblem("original-closed") : problem
  }
}

async function organizationOf(account: Account, thread: DraftThread | null) {
  if (thread !== null) return organizationId.parse(thread.org)
  const member = account.memberships.filter((one) => one.role !== "guest")
  const { account: chosen } = await readSettings()
  const org = member.find((one) => one.org === chosen?.org)?.org ?? member[0]?.org
  if (org === undefined) throw new DraftProblem("no-organization")
  return org
}

function isSame(one: string, other: string): boolean {
  try {
    return normalizeAddress(one) === normalizeAddress(other)
  } catch {
    return false
  }
}
