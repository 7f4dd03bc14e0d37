/** The Delivery Slip as plain text in one language: for files that people keep. */
import type { Formats } from "./formats.ts"
import { optionFacts } from "./option-facts.ts"
import type { Strings } from "./strings/en.ts"
import type { DeliverySlipView, SlipHolderView, SlipPerson } from "../view/index.ts"

export function slipText(view: DeliverySlipView, strings: Strings, formats: Formats): string {
  const { slip } = strings
  const time = (at: number) => `${formats.date(at)}, ${formats.time(at)}`
  const sender = view.sender.name || view.sender.address
  const verdict = {
    intact: slip.verdict.intact(sender),
    altered: slip.verdict.altered,
    "altered-names": slip.verdict.alteredNames,
  }[view.verdict]
  const named = ({ name, address }: { name: string; address: string }) => (name ? `${name} <${address}>` : address)
  const lines = [
    `${slip.title} ${view.reference}, ${view.organization}`,
    verdict,
    `${named(view.sender)}, ${time(view.sentAt)}`,
    "",
    slip.people.title,
    ...view.people.flatMap((person) => personLines(person, named(person), { slip, time })),
    "",
    slip.keys.title,
    ...view.holders.map((holder) => holderLine(holder, view.organization, slip)),
    "",
    slip.options.title,
    ...optionFacts(view.options, slip.options, formats).map(({ term, value }) => `${term}: ${value}`),
    "",
    ...(view.files.length === 0 ? [] : [slip.files.title]),
    ...view.files.map(({ name, size }) => `${name}, ${formats.size(size)}`),
    "",
    `${slip.details.number}: ${view.details.messageId}`,
    `${slip.details.signedWith}: ${view.details.signingKey}`,
    `${slip.details.lockedWith}: ${slip.details.suite(view.details.suite)}`,
  ]
  return `${lines.join("\n").replace(/\n{3,}/g, "\n\n")}\n`
}

interface Words {
  readonly slip: Strings["slip"]
  readonly time: (at: number) => string
}

function personLines(person: SlipPerson, name: string, { slip, time }: Words): string[] {
  const { people } = slip
  const events = person.events.map(({ kind, at, signed }) => {
    const words = people.event as Readonly<Record<string, unknown>>
    const said = kind === "displayed" && signed ? people.event.displayedSigned : words[kind]
    return `  ${time(at)}  ${typeof said === "string" ? said : kind}`
  })
  return [`${people.role[person.role]}: ${name}: ${people.state[person.state]}`, ...events]
}

function holderLine(holder: SlipHolderView, organization: string, { keys }: Strings["slip"]): string {
  const services: Readonly<Record<string, (organization: string) => string>> = {
    "grant-agent": keys.agentName,
    scanner: keys.scannerName,
    archive: keys.archiveName,
  }
  const name = services[holder.kind]?.(organization) ?? holder.name
  const state = { holds: "", "to-come": ` (${keys.toCome})`, destroyed: ` (${keys.destroyed})` }[holder.state]
  return `${name}${state}`
}
