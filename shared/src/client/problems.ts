/** What can go wrong between here and the server, as two typed errors. */
import type { Problem, ProblemCode } from "../wire/index.ts"

/** The server answered, and refused. `problem.code` is stable (RFC 9457). */
export class ApiProblem extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = "ApiProblem"
    this.problem = problem
  }
  get code(): ProblemCode {
    return this.problem.code
  }
}

export type NetworkReason = "unreachable" | "timeout" | "cut" | "not-understood"

/** No usable answer: nothing is known about whether the server did what was asked. */
export class NetworkError extends Error {
  readonly reason: NetworkReason
  constructor(reason: NetworkReason, cause?: unknown) {
    super(`The server could not be reached (${reason}).`, cause === undefined ? undefined : { cause })
    this.name = "NetworkError"
    this.reason = reason
  }
}

/** True when `error` is the server's refusal with this code. */
export function isProblem(error: unknown, code: ProblemCode): error is ApiProblem {
  return error instanceof ApiProblem && error.problem.code === code
}

/** null when there is nothing (any more). */
export async function unlessGone<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (isProblem(error, "not_found")) return null
    throw error
  }
}
