/** What went wrong, in the words of the catalogue. */
import { ProtocolError } from "@smp/shared/bytes"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import type { Strings } from "@smp/shared/ui"

export function codeOf(problem: unknown): string {
  if (problem instanceof ApiProblem || problem instanceof ProtocolError) return problem.code
  return problem instanceof NetworkError ? "offline" : "fault"
}

/** For forms of the entrance: codes, passwords, limits. */
export function entranceProblem(problem: unknown, { entrance, list, failure }: Strings): string {
  if (problem instanceof NetworkError) return list.unreachable
  if (problem instanceof ApiProblem) {
    const { problem: facts } = problem
    switch (problem.code) {
      case "account.code_refused":
        return facts.triesLeft === undefined ? entrance.codeWrongPlain : entrance.codeWrong(facts.triesLeft)
      case "account.code_expired":
        return entrance.codeExpired
      case "account.sign_in_refused":
        return entrance.signInRefused
      case "account.exists":
        return entrance.alreadyRegistered
      case "request.rate_limited":
        return entrance.signInPaused(Math.ceil((facts.retryAfter ?? 60) / 60))
      default:
        return facts.title
    }
  }
  return problem instanceof ProtocolError ? failure.code(problem.code) : failure.otherTitle
}
