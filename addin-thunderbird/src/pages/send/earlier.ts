/** What an earlier window, or an earlier Thunderbird, left of the message that is to be sent now. */
import { interruptedSends, lateAnswer } from "@smp/shared/send"
import type { ResumedSend, Review } from "@smp/shared/send"
import type { Account } from "@smp/shared/account"

export interface Earlier {
  /** An upload that was not finished: entry of the journal to go on with. */
  readonly resume: string | null
  /** It was handed over, and that window did not live to hear it: sent again, everybody would be told twice. */
  readonly handedOver: Awaited<ReturnType<typeof lateAnswer>>
}
type Entry = Pick<ResumedSend, "subject" | "people">

/** @throws ApiProblem, NetworkError where an answer of the same message is missing. */
export async function findEarlier(account: Account, review: Pick<Review, "people">, subject: string): Promise<Earlier> {
  const job = { account, journal: account.store }
  const people = new Set(review.people.map(({ address }) => address))
  const isSame = (entry: Entry) =>
    entry.subject === subject && entry.people.length === people.size && entry.people.every((one) => people.has(one))
  return {
    resume: (await interruptedSends(job)).find(isSame)?.journalId ?? null,
    handedOver: await lateAnswer(job, isSame),
  }
}
