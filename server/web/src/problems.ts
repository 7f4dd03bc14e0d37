/** What went wrong, in the words of the catalogue. */
import { ProtocolError } from "@smp/shared/bytes"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import { signInWait } from "@smp/shared/ui"
import type { Strings } from "@smp/shared/ui"
import type { Problem, ProblemCode } from "@smp/shared/wire"

export function codeOf(problem: unknown): string {
  if (problem instanceof ApiProblem || problem instanceof ProtocolError) return problem.code
  return problem instanceof NetworkError ? "offline" : "fault"
}

/** For forms of the entrance: codes, passwords, limits. */
export function entranceProblem(problem: unknown, { entrance, list, failure }: Strings): string {
  if (problem instanceof NetworkError) return list.unreachable
  if (problem instanceof ApiProblem) return refusalText(problem.problem, entrance, failure)
  return problem instanceof ProtocolError ? failure.code(problem.code) : failure.otherTitle
}

/** At a sign-in: who must wait is told what else there is. */
export function signInProblem(problem: unknown, strings: Strings): string {
  const mustWait = problem instanceof ApiProblem && problem.code === "request.rate_limited"
  return mustWait ? signInWait(problem.problem, strings) : entranceProblem(problem, strings)
}

/** Codes without words of their own fall back to the server's title, which is one plain sentence. */
function refusalText(facts: Problem, entrance: Strings["entrance"], failure: Strings["failure"]): string {
  const texts: Partial<Record<ProblemCode, () => string>> = {
    "account.code_refused": () =>
      facts.triesLeft === undefined ? entrance.codeWrongPlain : entrance.codeWrong(facts.triesLeft),
    "account.code_expired": () => entrance.codeExpired,
    "account.sign_in_refused": () => entrance.signInRefused,
    "account.exists": () => entrance.alreadyRegistered,
    "request.rate_limited": () => entrance.signInPaused(facts.retryAfter ?? 60),
    "service.fault": () => failure.serverFault,
    "service.unavailable": () => failure.serverFault,
  }
  return texts[facts.code]?.() ?? facts.title
}
