/** How people without a key may come in, by the organization's rules. */
import type { ContactChoiceView } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import { useAccount } from "../../account-context.ts"

const ORDER: readonly ContactChoiceView[] = ["agent", "sender", "sender-code", "pass", "link"]

export function useContactChoices(org: OrganizationId | null): readonly ContactChoiceView[] {
  const account = useAccount()
  const [choices, setChoices] = useState<readonly ContactChoiceView[]>([])
  useEffect(() => {
    if (org === null) return
    account.view.policy(org).then(
      ({ policy }) =>
        setChoices(ORDER.filter((choice) => policy.first.includes(choice === "sender-code" ? "sender" : choice))),
      () => undefined,
    )
  }, [account, org])
  return choices
}
