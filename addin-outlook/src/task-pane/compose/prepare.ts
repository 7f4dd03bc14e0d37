/** From a draft, or from what was written in the pane, to something that can be reviewed and sent. */
import type { Account } from "@smp/shared/account"
import { normalizeAddress, ProtocolError } from "@smp/shared/bytes"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import { reviewRecipients, SendStopped } from "@smp/shared/send"
import type { Draft, Mailbox } from "@smp/shared/send"
import { defaultOptions } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"
import { DraftProblem } from "../../host/draft-problem.ts"
import { openDraft } from "../../host/outlook-mail-host.ts"
import type { OutlookDraft } from "../../host/outlook-mail-host.ts"
import { OutlookError } from "../../host/outlook-port.ts"
import type { OutlookPort } from "../../host/outlook-port.ts"
import { membershipOf } from "../session/session.ts"
import { words } from "../strings/words.ts"
import { draftOf } from "../write/write-state.ts"
import type { WriteState } from "../write/write-state.ts"
import type { Scene } from "./flow-scene.ts"
import type { Failure, FailureCode, Prepared } from "./flow-state.ts"

/** Stops that only the pane knows. */
export class PaneStop extends Error {
  readonly code: "no-organization"
  constructor(code: "no-organization") {
    super(code)
    this.code = code
  }
}

interface FromOutlook {
  readonly account: Account
  readonly outlook: OutlookPort
  /** The delegate's own address, chosen in the pane. */
  readonly sender: Mailbox | null
  readonly onEmptying: () => void
}

/** @throws DraftProblem, OutlookError, ProtocolError, ApiProblem, NetworkError. */
export async function readOutlook({ account, outlook, sender, onEmptying }: FromOutlook): Promise<OutlookDraft> {
  const { notice } = words()
  const membership = membershipOf(account)
  const policy = membership === null ? null : await account.view.policy(membership.org)
  return openDraft({
    outlook,
    words: notice,
    delivery: policy?.policy.mail?.notices === "client" ? "outlook" : "server",
    origin: account.client.origin,
    onEmptying,
    ...(sender === null ? {} : { sender }),
  })
}

/** What the person has decided so far; it stays when the draft is read anew. */
export type Chosen = Pick<Prepared, "options" | "contact" | "contacts">
export const NOTHING_CHOSEN: Chosen = { options: defaultOptions, contact: null, contacts: {} }

/** @throws SendStopped, ProtocolError, ApiProblem, NetworkError, PaneStop. */
export async function prepareOutlook(
  account: Account,
  host: OutlookDraft,
  without: ReadonlySet<string>,
  chosen: Chosen,
): Promise<Prepared> {
  const membership = membershipOf(account)
  if (membership === null) throw new PaneStop("no-organization")
  const draft = { ...host.draft, ...withoutPeople(host.draft, without) }
  const review = await reviewRecipients(account, draft, membership.org)
  const limited: OutlookDraft = { ...host, draft, snapshot: () => Promise.resolve(draft) }
  return { account, source: { from: "outlook", host: limited }, draft, review, ...chosen, second: null }
}

export async function preparePane({ account, run }: Scene, writing: WriteState): Promise<Prepared> {
  const own = draftOf(writing, { address: account.address, name: account.name })
  const attachments = run.kept?.sendable(own.attachments) ?? own.attachments
  const draft = { ...own, attachments, ...withoutPeople(own, run.without) }
  const review = await reviewRecipients(account, draft, writing.org)
  const options = { ...writing.options, hideSubject: writing.options.hideSubject && review.allows.hideSubject }
  const { contact, contacts } = writing
  const source = { from: "pane", writing, isKept: run.saving.state === "saved" } as const
  return { account, source, draft, review, options, contact, contacts, second: null }
}

export const organizationOf = (account: Account): OrganizationId => {
  const membership = membershipOf(account)
  if (membership === null) throw new PaneStop("no-organization")
  return membership.org
}

function withoutPeople(draft: Draft, without: ReadonlySet<string>): Pick<Draft, "to" | "cc" | "bcc"> {
  const keep = ({ address }: Mailbox) => !without.has(address.toLowerCase())
  return { to: draft.to.filter(keep), cc: draft.cc.filter(keep), bcc: draft.bcc.filter(keep) }
}

export function isSameAddress(one: string, other: string): boolean {
  try {
    return normalizeAddress(one) === normalizeAddress(other)
  } catch {
    return false
  }
}

/** Every error, as what the pane can say. Whatever is no known stop came before the draft was touched. */
export function failureOf(error: unknown): { failure: Omit<Failure, "isMarked">; code: string } {
  if (error instanceof SendStopped) {
    const { code, people, files, text } = error
    return { failure: { code, names: [...people, ...files], text }, code }
  }
  if (error instanceof DraftProblem) return known(error.code, error.names)
  if (error instanceof OutlookError) {
    const code = error.kind === "permission" ? "no-permission" : "draft-unreadable"
    return { ...known(code, []), code: `${error.call} ${error.code}` }
  }
  if (error instanceof NetworkError) return known("offline", [])
  if (error instanceof ProtocolError || error instanceof ApiProblem) return known(error.code, [])
  if (error instanceof PaneStop) return known(error.code, [])
  return known("fault", [])
}

const known = (code: FailureCode, names: readonly string[]) => ({
  failure: { code, names, text: "draft" as const },
  code,
})
