/** Sign-in. Says nothing about messages before the password was right. */
import { Link, Text } from "@fluentui/react-components"
import { SignInForm, useStrings } from "@smp/shared/ui"
import type { SignInValues } from "@smp/shared/ui"
import { useState } from "react"
import { useLocation } from "wouter"
import { useSignedIn } from "../account-context.ts"
import { Entrance } from "../parts/entrance.tsx"
import { entranceProblem } from "../problems.ts"
import { opaque, signInHere } from "../session/signed-in.ts"

export function SignInPage() {
  const strings = useStrings()
  const { entrance } = strings
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const back = (history.state as { back?: string } | null)?.back ?? "/inbox"
  const submit = async (values: SignInValues) => {
    setBusy(true)
    setError(null)
    try {
      setAccount(await signInHere(values))
      go(back)
    } catch (problem) {
      setError(entranceProblem(problem, strings))
      setBusy(false)
    }
  }
  return (
    <Entrance
      title={entrance.welcomeBack}
      side={
        <>
          <Text>{entrance.welcomeBackText}</Text>
          <div>
            <Text block weight="semibold">
              {entrance.onlyOnDevice}
            </Text>
            <Text>{entrance.onlyOnDeviceText}</Text>
          </div>
          <Text>{entrance.neverAsk(location.host)}</Text>
        </>
      }
    >
      <Text as="h2" size={600} weight="semibold">
        {entrance.signIn}
      </Text>
      <SignInForm
        isBusy={isBusy}
        error={error}
        hasTrustChoice
        onSubmit={(values) => void submit(values)}
        onLost={() => go("/lost")}
        onWarmUp={() => void opaque.startSignIn("warm-up").catch(() => undefined)}
      />
      <Text>
        {entrance.firstTime}{" "}
        <Link as="button" onClick={() => go("/welcome")}>
          {entrance.getCode}
        </Link>
      </Text>
    </Entrance>
  )
}
