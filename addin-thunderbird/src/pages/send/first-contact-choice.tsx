/** How people without a key come in: one choice for all of them, and another one for whom it is not right. */
import { contactChoices, contactModeOf, isAllowed } from "@smp/shared/send"
import { FirstContactNote } from "@smp/shared/ui"
import type { ContactChoiceView } from "@smp/shared/ui"
import type { ContactChoices, Prepared } from "./send-state.ts"

const newPeople = ({ review }: Prepared) => review.people.filter(({ state }) => state.kind === "first-contact")

/** As the send is told of it. */
export const chosenIn = ({ options, contact }: Prepared) => ({
  label: options.label,
  firstContact: contact.own,
  firstContactOfAll: contact.all,
})

export interface FirstContactChoiceProps {
  readonly prepared: Prepared
  readonly onChange: (contact: ContactChoices) => void
}

export function FirstContactChoice({ prepared, onChange }: FirstContactChoiceProps) {
  const people = newPeople(prepared)
  const { contact, review, options } = prepared
  const { label } = options
  const choose = (address: string, choice: ContactChoiceView | null) => {
    const { [address]: _before, ...others } = contact.own
    onChange({ ...contact, own: choice === null ? others : { ...others, [address]: choice } })
  }
  return (
    <FirstContactNote
      names={people.map(({ name, address }) => name || address)}
      organization={review.organization}
      choices={contactChoices(review.allows.firstContact).filter((choice) => isAllowed(review, choice, { label }))}
      choice={contactModeOf(review, { label, firstContactOfAll: contact.all }, "")}
      onChoice={(all) => onChange({ ...contact, all })}
      own={{ people, chosen: contact.own, onChoice: choose }}
    />
  )
}
