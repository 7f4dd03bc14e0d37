/** Address and password; the password never leaves this computer. */
import { SignInForm, signInWait, useStrings } from "@smp/shared/ui"
import type { Strings } from "@smp/shared/ui"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import { useEffect, useState } from "react"
import { signInHere } from "../../account/signed-in.ts"
import { identities } from "../../host/thunderbird-host.ts"

export function SignInStep({
  server,
  address,
  onDone,
}: {
  readonly server: string
  readonly address?: string
  readonly onDone: () => void
}) {
  const strings = useStrings()
  const [proposed, setProposed] = useState(address ?? null)
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    if (proposed === null) void identities.list().then((all) => setProposed(all[0]?.address ?? ""))
  }, [proposed])
  if (proposed === null) return null
  return (
    <SignInForm
      address={proposed}
      isBusy={isBusy}
      error={error}
      onSubmit={(values) => {
        setBusy(true)
        setError(null)
        signInHere({ origin: server, address: values.address, password: values.password })
          .then(onDone, (problem: unknown) => setError(signInProblem(problem, strings)))
          .finally(() => setBusy(false))
      }}
    />
  )
}

/** Who must wait is told what else there is. */
function signInProblem(problem: unknown, strings: Strings): string {
  const mustWait = problem instanceof ApiProblem && problem.code === "request.rate_limited"
  return mustWait ? signInWait(problem.problem, strings) : entranceProblem(problem, strings)
}

/** One sentence for whatever went wrong at the door. */
export function entranceProblem(problem: unknown, { entrance, failure }: Strings): string {
  if (problem instanceof NetworkError) return failure.offlineTitle
  if (!(problem instanceof ApiProblem)) return failure.otherText
  const { code, retryAfter, triesLeft } = problem.problem
  if (code === "account.sign_in_refused") return entrance.signInRefused
  if (code === "request.rate_limited") return entrance.signInPaused(retryAfter ?? 60)
  if (code === "account.code_refused")
    return triesLeft === undefined ? entrance.codeWrongPlain : entrance.codeWrong(triesLeft)
  if (code === "account.code_expired") return entrance.codeExpired
  if (code === "account.exists") return entrance.alreadyRegistered
  return failure.code(code)
}
