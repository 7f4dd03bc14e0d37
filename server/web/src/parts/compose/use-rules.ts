/** The organization's rules, as far as they bear on what is being written; null until they are known. */
import type { VerifiedPolicy } from "@smp/shared/account"
import type { OrganizationId } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import { useAccount } from "../../account-context.ts"

export type Rules = VerifiedPolicy["policy"]

export function useRules(org: OrganizationId | null): Rules | null {
  const account = useAccount()
  const [rules, setRules] = useState<Rules | null>(null)
  useEffect(() => {
    if (org === null) return
    account.view.policy(org).then(
      ({ policy }) => setRules(policy),
      () => undefined,
    )
  }, [account, org])
  return rules
}
