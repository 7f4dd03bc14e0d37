/** What the grant agent refuses, as problems of the API. */
import { CallRefused } from "../engines/socket/contract.ts"
import { refuseRequest } from "./refusal.ts"

/** The agent's refusals in the words of the API; its protocol refusals carry one text for all causes. */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error
    const { triesLeft, retryAfter } = error
    switch (error.code) {
      case "account.code_refused":
        return refuseRequest("account.code_refused", undefined, triesLeft === undefined ? {} : { triesLeft })
      case "account.code_expired":
        return refuseRequest("account.code_expired")
      case "request.rate_limited":
        return refuseRequest("request.rate_limited", undefined, { retryAfter: retryAfter ?? 30 })
      default:
        return refuseRequest("account.registration_refused")
    }
  }
}
