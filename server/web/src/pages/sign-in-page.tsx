/** Sign-in. Says nothing about messages before the password was right. */
import { Divider, Link, MessageBar, MessageBarBody } from "@fluentui/react-components"
import { ChatLock24Regular, ShieldKeyhole24Filled } from "@fluentui/react-icons"
import { SignInForm, useStrings } from "@smp/shared/ui"
import type { SignInValues } from "@smp/shared/ui"
import { useState } from "react"
import { useLocation } from "wouter"
import { useSignedIn } from "../account-context.ts"
import { Entrance, FormHead } from "../parts/entrance.tsx"
import { Points } from "../parts/steps.tsx"
import { signInProblem } from "../problems.ts"
import { signInHere, warmUp } from "../session/signed-in.ts"

interface SignInState {
  /** Where the person wanted to go. */
  readonly to?: string
  /** Signed out by the server or another tab, not by a click. */
  readonly isEnded?: boolean
}

export function SignInPage() {
  const strings = useStrings()
  const { entrance } = strings
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [{ to = "/inbox", isEnded = false }] = useState(() => (history.state ?? {}) as SignInState)
  const submit = async (values: SignInValues) => {
    setBusy(true)
    setError(null)
    try {
      const account = await signInHere(values)
      go(to, { replace: true })
      setAccount(account)
    } catch (problem) {
      setError(signInProblem(problem, strings))
      setBusy(false)
    }
  }
  return (
    <Entrance
      title={entrance.welcomeBack}
      card={<p>{entrance.welcomeBackText}</p>}
      more={
        <Points
          points={[
            { icon: <ShieldKeyhole24Filled />, title: entrance.onlyOnDevice, hint: entrance.onlyOnDeviceText },
            { icon: <ChatLock24Regular />, title: entrance.samePlace, hint: entrance.samePlaceText },
          ]}
        />
      }
      note={entrance.neverAsk(location.host)}
    >
      <FormHead title={entrance.signIn} {...(to.startsWith("/m/") ? { text: entrance.signInToOpen } : {})} />
      {isEnded && (
        <MessageBar layout="multiline">
          <MessageBarBody>{entrance.sessionEnded}</MessageBarBody>
        </MessageBar>
      )}
      <SignInForm
        isBusy={isBusy}
        error={error}
        hasTrustChoice
        onSubmit={(values) => void submit(values)}
        onLost={() => go("/lost")}
        onWarmUp={warmUp}
      />
      <Divider />
      <p>
        {entrance.firstTime}{" "}
        <Link as="button" inline onClick={() => go(to.startsWith("/m/") ? to : "/welcome")}>
          {entrance.getCode}
        </Link>
      </p>
    </Entrance>
  )
}
