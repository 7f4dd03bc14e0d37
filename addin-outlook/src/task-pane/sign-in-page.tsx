/** o01: the address is the one of the mailbox; the password is stretched here and leaves in no form. */
import { Divider, Link } from "@fluentui/react-components"
import type { Account } from "@smp/shared/account"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import { SignInForm, signInWait, useStrings } from "@smp/shared/ui"
import type { Strings } from "@smp/shared/ui"
import { useState } from "react"
import { Pane } from "./parts/pane.tsx"
import { usePaneStyles } from "./parts/styles.ts"
import { serverOrigin, signInHere, warmUp } from "./session/session.ts"
import { words } from "./strings/words.ts"

export interface SignInPageProps {
  readonly address: string
  readonly isReading: boolean
  readonly onSignedIn: (account: Account) => void
}

export function SignInPage({ address, isReading, onSignedIn }: SignInPageProps) {
  const styles = usePaneStyles()
  const strings = useStrings()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const text = words().signIn
  const origin = serverOrigin()
  const submit = async (who: { address: string; password: string }) => {
    setBusy(true)
    setError(null)
    try {
      onSignedIn(await signInHere(who))
    } catch (problem) {
      setError(sentenceOf(problem, strings, new URL(origin).host))
      setBusy(false)
    }
  }
  return (
    <Pane state="sign-in" organization={words().product} title={text.title} hint={isReading ? text.read : text.compose}>
      <div className={styles.column}>
        <SignInForm
          address={address}
          // A guest reads with the address at which the notice arrived, which may be another one.
          isAddressFixed={!isReading}
          isBusy={isBusy}
          error={error}
          onSubmit={(values) => void submit(values)}
          onWarmUp={warmUp}
        />
        <p className={styles.hint}>{text.stays}</p>
        <Divider />
        <Link href={`${origin}/lost`} target="_blank" rel="noopener noreferrer">
          {text.forgot}
        </Link>
        <Link href={origin} target="_blank" rel="noopener noreferrer">
          {text.setUp}
        </Link>
      </div>
    </Pane>
  )
}

function sentenceOf(problem: unknown, strings: Strings, host: string): string {
  const { entrance, failure } = strings
  if (problem instanceof NetworkError) return words().signIn.noAnswer(host)
  if (!(problem instanceof ApiProblem)) return words().signIn.distrusted
  if (problem.code === "account.sign_in_refused") return entrance.signInRefused
  return problem.code === "request.rate_limited" ? signInWait(problem.problem, strings) : failure.serverFault
}
