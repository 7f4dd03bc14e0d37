/** What the sender can still do about a sent message, signed by this page. */
import { decisionsOf } from "@smp/shared/control"
import type { OpenedMessage } from "@smp/shared/read"
import { SenderControls as Controls } from "@smp/shared/ui"
import type { DeliverySlipView } from "@smp/shared/ui"
import { useAccount } from "../../account-context.ts"

interface Props {
  readonly message: OpenedMessage
  readonly slip: DeliverySlipView
  /** Opens the message anew, with what was decided. */
  readonly onChanged: () => void
}

export function SenderControls({ message, slip, onChanged }: Props) {
  const account = useAccount()
  if (message.role !== "from") return null
  return (
    <Controls
      slip={slip}
      isSuspended={message.controls.suspension?.on === true}
      decisions={decisionsOf({ account, id: message.id })}
      onChanged={onChanged}
    />
  )
}
