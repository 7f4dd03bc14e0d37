/** Who must wait with a sign-in: for seconds, or so long that it is told what else there is. */
import type { Problem } from "../wire/index.ts"
import type { Strings } from "./strings/en.ts"

export const signInWait = ({ retryAfter = 60 }: Pick<Problem, "retryAfter">, { entrance }: Strings): string =>
  retryAfter < 60 ? entrance.signInPaused(retryAfter) : entrance.signInTaken(retryAfter)
