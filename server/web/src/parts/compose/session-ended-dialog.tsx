/** The session ended while somebody was writing: the text stays, only the password is asked for. */
import { Dialog, DialogBody, DialogContent, DialogSurface, DialogTitle } from "@fluentui/react-components"
import { SignInForm, useStrings } from "@smp/shared/ui"
import type { SignInValues } from "@smp/shared/ui"
import { useState } from "react"
import { useAccount, useSignedIn } from "../../account-context.ts"
import { signInProblem } from "../../problems.ts"
import { signInHere, warmUp } from "../../session/signed-in.ts"

export function SessionEndedDialog({ isOpen }: { readonly isOpen: boolean }) {
  const strings = useStrings()
  const account = useAccount()
  const { setAccount } = useSignedIn()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const submit = async (values: SignInValues) => {
    setBusy(true)
    try {
      setAccount(await signInHere(values))
      setBusy(false)
    } catch (problem) {
      setError(signInProblem(problem, strings))
      setBusy(false)
    }
  }
  return (
    <Dialog open={isOpen} modalType="alert">
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{strings.failure.signedOutWriting}</DialogTitle>
          <DialogContent>
            <p style={{ marginBlockEnd: 16 }}>{strings.entrance.sessionEnded}</p>
            <SignInForm
              address={account.address}
              isAddressFixed
              isBusy={isBusy}
              error={error}
              onSubmit={(values) => void submit(values)}
              onWarmUp={warmUp}
            />
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
