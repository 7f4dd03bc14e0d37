/** How people without a key may come in, by the organization's rules. */
import { contactChoices } from "@smp/shared/send"
import type { ContactChoice } from "@smp/shared/send"
import type { OrganizationId } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import { useAccount } from "../../account-context.ts"

export function useContactChoices(org: OrganizationId | null): readonly ContactChoice[] {
  const account = useAccount()
  const [choices, setChoices] = useState<readonly ContactChoice[]>([])
  useEffect(() => {
    if (org === null) return
    account.view.policy(org).then(
      ({ policy }) => setChoices(contactChoices(policy.first)),
      () => undefined,
    )
  }, [account, org])
  return choices
}
