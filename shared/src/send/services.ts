/** The services of the organization that get a key of a message too, as its slip will name them. */
import type { Policy } from "../slip/index.ts"
import type { ContactChoice } from "./contact-secrets.ts"
import { contactModeOf } from "./review-for-send.ts"
import type { Review } from "./review.ts"
import type { SendOptions } from "./send-job.ts"

export type Service = "archive" | "grant-agent"

/** @param modes how those come in who have no key yet */
export function servicesWith(
  { holders }: Pick<Policy, "holders">,
  modes: readonly (ContactChoice | null)[],
): readonly Service[] {
  const archives = holders.filter(({ kind }) => kind === "archive").map(() => "archive" as const)
  return modes.includes("agent") ? [...archives, "grant-agent"] : archives
}

/** With what the sender has chosen so far. */
export function servicesOf(review: Review, options: Partial<SendOptions> | undefined): readonly Service[] {
  const fresh = review.people.filter(({ state }) => state.kind === "first-contact")
  return servicesWith(
    review.policy.policy,
    fresh.map(({ address }) => contactModeOf(review, options, address)),
  )
}
