/** Below the people: what else can open the message, the organization's archive above all. */
import { choicesWith, servicesWith } from "@smp/shared/send"
import { ServiceHolders } from "@smp/shared/ui"
import type { FirstContactsProps } from "./first-contacts.tsx"

export function KeyServices({ people, state, rules, organization }: Omit<FirstContactsProps, "onChange">) {
  if (rules === null) return null
  const { contact, contacts, options } = state
  const [usual = null] = choicesWith(rules, options.label)
  const modes = people.map(({ address }) => contacts[address] ?? contact ?? usual)
  return <ServiceHolders organization={organization} services={servicesWith(rules, modes)} />
}
