/** Registering without a message: an invited member, or somebody who starts on the own. */
import { useStrings } from "@smp/shared/ui"
import { useState } from "react"
import { useLocation } from "wouter"
import { useSignedIn } from "../account-context.ts"
import { Entrance, Steps } from "../parts/entrance.tsx"
import { Registration } from "../parts/registration.tsx"

export function WelcomePage({ id }: { readonly id: string | null }) {
  const { entrance, common } = useStrings()
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const [step, setStep] = useState(0)
  const { steps } = entrance
  return (
    <Entrance
      title={common.product}
      side={
        <Steps
          current={step}
          steps={[
            { title: steps.mailbox, hint: steps.mailboxHint },
            { title: steps.password, hint: steps.passwordHint },
            { title: steps.recovery, hint: steps.recoveryHint },
          ]}
        />
      }
    >
      <Registration
        hint={null}
        intro={entrance.messageIsForSomeone}
        action={entrance.openMessageCenter}
        onStep={setStep}
        onDone={(account) => {
          setAccount(account)
          go(id === null ? "/inbox" : `/m/${id}`)
        }}
      />
    </Entrance>
  )
}
