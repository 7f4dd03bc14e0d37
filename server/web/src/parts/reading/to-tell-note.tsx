/** Right after a send, and until the reader came in: what the sender tells on another way than the server's. */
import { secretsToTell } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import type { ToldSecret } from "@smp/shared/send"
import { SecretToTell } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import { useAccount } from "../../account-context.ts"
import { toldAtSend } from "../told-at-send.ts"

export function ToTellNote({ message }: { readonly message: OpenedMessage }) {
  const account = useAccount()
  const [told, setTold] = useState<readonly ToldSecret[]>(() => toldAtSend(message.id))
  useEffect(() => {
    if (message.role !== "from") return
    account.client
      .tracking(message.id)
      .then(async (tracking) => {
        const again = await secretsToTell(message, tracking)
        const codes = toldAtSend(message.id).filter(
          ({ kind, address }) => kind === "code" && tracking.waiting.includes(address),
        )
        setTold([...again, ...codes])
      })
      .catch(() => undefined)
  }, [account, message])
  return told.map((secret) => <SecretToTell key={secret.address} secret={secret} />)
}
