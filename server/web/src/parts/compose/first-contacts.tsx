/** How people without a key come in: the same way for all, or for each of them alone, as rules and label allow. */
import { choicesWith } from "@smp/shared/send"
import { FirstContactNote } from "@smp/shared/ui"
import type { ContactChoiceView, TypedPerson } from "@smp/shared/ui"
import { useEffect, useMemo } from "react"
import type { ComposeState } from "./compose-state.ts"
import type { Rules } from "./use-rules.ts"

export interface FirstContactsProps {
  /** Who has not been here before. */
  readonly people: readonly TypedPerson[]
  readonly state: ComposeState
  readonly rules: Rules | null
  readonly organization: string
  readonly onChange: (change: Partial<ComposeState>) => void
}

export function FirstContacts({ people, state, rules, organization, onChange }: FirstContactsProps) {
  const { contact, contacts } = state
  const { label } = state.options
  const choices = useMemo(() => (rules === null ? [] : choicesWith(rules, label)), [rules, label])
  const choose = (address: string, chosen: ContactChoiceView | null) => {
    const { [address]: _before, ...others } = contacts
    onChange({ contacts: chosen === null ? others : { ...others, [address]: chosen } })
  }
  // Another label may leave less than what was chosen.
  useEffect(() => {
    if (rules === null) return
    const held = Object.entries(contacts).filter(([, chosen]) => choices.includes(chosen))
    const isKept = contact === null || choices.includes(contact)
    if (isKept && held.length === Object.keys(contacts).length) return
    onChange({ contact: isKept ? contact : null, contacts: Object.fromEntries(held) })
  }, [rules, choices, contact, contacts, onChange])
  return (
    <FirstContactNote
      names={people.map(({ name, address }) => name || address)}
      organization={organization}
      choices={choices}
      choice={contact}
      onChoice={(chosen) => onChange({ contact: chosen })}
      own={{ people, chosen: contacts, onChoice: choose }}
    />
  )
}
