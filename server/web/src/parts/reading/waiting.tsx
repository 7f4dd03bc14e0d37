/** Nobody has locked this message for the reader's key yet. */
import { Button } from "@fluentui/react-components"
import { useStrings, WaitingMessage } from "@smp/shared/ui"
import { useLocation } from "wouter"
import { useAccount } from "../../account-context.ts"

export function Waiting({ sender }: { readonly sender: string }) {
  const { message, waiting } = useStrings()
  const account = useAccount()
  const [, go] = useLocation()
  return (
    <main style={{ display: "flex", flexGrow: 1 }}>
      <WaitingMessage
        sender={sender}
        address={account.address}
        actions={
          <>
            <Button appearance="primary" onClick={() => go("/inbox")}>
              {message.goToInbox}
            </Button>
            <Button onClick={() => go("/waiting")}>{waiting.title}</Button>
          </>
        }
      />
    </main>
  )
}
