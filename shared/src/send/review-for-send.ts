/** The review that a send is based on: the one that the person saw, or a new one; and what in it stops the send. */
import { equalBytes, normalizeAddress } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { isStrongEnough, leastModeOf } from "../slip/index.ts"
import type { OrganizationId } from "../wire/index.ts"
import { addresseesOf, MAX_FIRST_CONTACTS } from "./draft-limits.ts"
import type { Addressee } from "./draft-limits.ts"
import type { Draft } from "./mail-host.ts"
import { reviewRecipients } from "./review.ts"
import type { Review } from "./review.ts"
import { usualMode } from "./contact-choices.ts"
import type { ContactChoice } from "./contact-secrets.ts"
import type { SendJob, SendOptions } from "./send-job.ts"
import { SendStopped } from "./send-stopped.ts"

const REVIEW_AGE_MS = 10 * 60_000

/** @throws SendStopped; ProtocolError, ApiProblem, NetworkError of the look-up. */
export async function reviewForSend(job: SendJob, draft: Draft): Promise<Review> {
  if (normalizeAddress(draft.from.address) !== job.account.address) throw new SendStopped("other-sender")
  const given = job.review
  const isUsable = given !== undefined && isReviewOf(given, draft, job.org)
  const review = isUsable ? given : await reviewRecipients(job.account, draft, job.org)
  const changed = review.people.filter(
    ({ state, address }) => state.kind === "key-changed" && !isAccepted(job, address, state.statement.kid),
  )
  if (changed.length > 0) throw new SendStopped("key-changed", { people: changed.map(({ address }) => address) })
  for (const { state, address } of review.people) {
    if (state.kind === "refused") throw new SendStopped(state.code, { people: [address] })
  }
  const contacts = review.people.filter(({ state }) => state.kind === "first-contact")
  for (const { address } of contacts) {
    const choice = choiceOf(job.options, address)
    if (
      choice === null ? contactModeOf(review, job.options, address) === null : !isAllowed(review, choice, job.options)
    )
      throw new SendStopped("policy-forbids", { people: [address] })
  }
  if (contacts.length > MAX_FIRST_CONTACTS) throw new SendStopped("too-many-first-contacts")
  if (job.options?.hideSubject === true && !review.allows.hideSubject) throw new SendStopped("policy-forbids")
  return review
}

/** Still young, and of exactly the people of this draft in their roles. */
function isReviewOf(review: Review, draft: Draft, org: OrganizationId): boolean {
  const names = (people: readonly Addressee[]) =>
    people
      .map(({ role, address }) => `${role} ${address}`)
      .sort()
      .join()
  return (
    review.org === org && Date.now() - review.at < REVIEW_AGE_MS && names(review.people) === names(addresseesOf(draft))
  )
}

/** Accepted means pinned: `view.acceptKey` after the person compared the fingerprints. */
function isAccepted(job: SendJob, address: string, kid: Bytes): boolean {
  const pin = job.account.pins.get(address)
  return pin !== null && equalBytes(pin.kid, kid)
}

/** What the sender chose for this address; null: what the rules say first. */
export function choiceOf(options: Partial<SendOptions> | undefined, address: string): ContactChoice | null {
  return options?.firstContact?.[address] ?? options?.firstContactOfAll ?? null
}

/**
 * How somebody without a key comes in: as the sender chose, else the way of the rules, else the weakest that the label
 * allows. null: the rules have no way that the label allows.
 */
export function contactModeOf(
  review: Review,
  options: Partial<SendOptions> | undefined,
  address: string,
): ContactChoice | null {
  const chosen = choiceOf(options, address)
  if (chosen !== null) return chosen
  const { firstContact } = review.allows
  const least = leastModeOf(review.policy.policy, options?.label ?? null)
  return usualMode(firstContact, least)
}

/** Rules and label allow this way: hosts show the rest disabled. */
export function isAllowed(review: Review, choice: ContactChoice, options: Partial<SendOptions> | undefined): boolean {
  const mode = choice === "sender-code" ? "sender" : choice
  const least = leastModeOf(review.policy.policy, options?.label ?? null)
  return review.allows.firstContact.includes(mode) && isStrongEnough(least, mode, choice === "sender-code")
}
