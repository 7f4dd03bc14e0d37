/** From an own message to who has read it. */
import { Button, Tooltip } from "@fluentui/react-components"
import { PeopleCheckmark20Regular } from "@fluentui/react-icons"
import { useStrings } from "@smp/shared/ui"
import type { MessageId } from "@smp/shared/wire"
import { useLocation } from "wouter"

export function ToTracking({ id }: { readonly id: MessageId }) {
  const { tracking } = useStrings()
  const [, go] = useLocation()
  return (
    <Tooltip content={tracking.open} relationship="label">
      <Button appearance="subtle" icon={<PeopleCheckmark20Regular />} onClick={() => go(`/sent/${id}`)} />
    </Tooltip>
  )
}
