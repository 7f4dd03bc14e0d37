/** How people without a key come in: the same way for all, or for each of them alone. */
import { FirstContactNote } from "@smp/shared/ui"
import type { ContactChoiceView, TypedPerson } from "@smp/shared/ui"
import type { OrganizationId } from "@smp/shared/wire"
import type { ComposeState } from "./compose-state.ts"
import { useContactChoices } from "./use-contact-choices.ts"

export interface FirstContactsProps {
  /** Who has not been here before. */
  readonly people: readonly TypedPerson[]
  readonly state: ComposeState
  readonly org: OrganizationId | null
  readonly organization: string
  readonly onChange: (change: Partial<ComposeState>) => void
}

export function FirstContacts({ people, state, org, organization, onChange }: FirstContactsProps) {
  const choices = useContactChoices(org)
  const choose = (address: string, contact: ContactChoiceView | null) => {
    const { [address]: _before, ...others } = state.contacts
    onChange({ contacts: contact === null ? others : { ...others, [address]: contact } })
  }
  return (
    <FirstContactNote
      names={people.map(({ name, address }) => name || address)}
      organization={organization}
      choices={choices}
      choice={state.contact}
      onChoice={(contact) => onChange({ contact })}
      own={{ people, chosen: state.contacts, onChoice: choose }}
    />
  )
}
