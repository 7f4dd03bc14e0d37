/** Expected refusals are values with codes; whatever else is thrown is a fault. No HTTP below `http/`. */
import type { Problem, ProblemCode } from "@smp/shared/wire"

export type RefusalFacts = Pick<Problem, "retryAfter" | "triesLeft" | "version" | "missing" | "record">

export class Refusal extends Error {
  readonly code: ProblemCode
  readonly facts: RefusalFacts
  constructor(code: ProblemCode, detail?: string, facts: RefusalFacts = {}) {
    super(detail ?? code)
    this.name = "Refusal"
    this.code = code
    this.facts = facts
  }
}

export function refuseRequest(code: ProblemCode, detail?: string, facts: RefusalFacts = {}): never {
  throw new Refusal(code, detail, facts)
}

/** Absent, foreign and forbidden are one answer. */
export const notFound = (): never => refuseRequest("not_found")
