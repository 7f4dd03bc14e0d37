/** Options that a rule of the organization, or the message that is answered, leaves no choice about. */
import type { OptionName } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import { useAccount } from "../../account-context.ts"
import type { ComposeState } from "./compose-state.ts"

export function useFixedOptions(org: OrganizationId | null, { reply }: ComposeState): readonly OptionName[] {
  const account = useAccount()
  const [mayHide, setMayHide] = useState(true)
  useEffect(() => {
    if (org === null) return
    account.view.policy(org).then(
      ({ policy }) => setMayHide(policy.hide),
      () => undefined,
    )
  }, [account, org])
  return reply?.hideSubject === true || !mayHide ? ["hideSubject"] : []
}
