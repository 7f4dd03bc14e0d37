/** A message that this reader may not open (any more), with its slip. */
import { slipOfClosed } from "@smp/shared/read"
import type { ClosedMessage as Closed } from "@smp/shared/read"
import { ClosedMessage } from "@smp/shared/ui"
import type { DeliverySlipView } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import type { ReactNode } from "react"

export function ClosedPane({ closed, actions }: { readonly closed: Closed; readonly actions: ReactNode }) {
  const slip = useClosedSlip(closed)
  const { state, at, reason, controlled } = closed
  const { name, addr } = controlled.slip.from
  return (
    <main style={{ display: "flex", flexGrow: 1, minHeight: 0 }}>
      <ClosedMessage closed={{ state, at, reason, sender: name || addr }} slip={slip} actions={actions} />
    </main>
  )
}

function useClosedSlip(closed: Closed): DeliverySlipView | null {
  const [slip, setSlip] = useState<DeliverySlipView | null>(null)
  useEffect(() => {
    let isLeft = false
    const load = async () => {
      const tracking = await closed.account.client.tracking(closed.controlled.id).catch(() => null)
      const view = await slipOfClosed(closed, tracking)
      if (!isLeft) setSlip(view)
    }
    void load().catch(() => undefined)
    return () => {
      isLeft = true
    }
  }, [closed])
  return slip
}
