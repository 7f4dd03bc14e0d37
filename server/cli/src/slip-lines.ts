/** The Delivery Slip as lines of text. */
import type { DeliverySlipView, SlipDifference } from "@smp/shared/read"

export function slipLines(view: DeliverySlipView): string[] {
  const time = (at: number) => new Date(at).toISOString()
  return [
    `Reference ${view.reference}, ${view.organization}, ${view.verdict}, log ${view.log}`,
    `From ${view.sender.name} <${view.sender.address}>, ${time(view.sentAt)}`,
    ...view.differences.map(
      ({ field, signed, server }) => `  ${field}: signed ${sideText(signed)}, server says ${sideText(server)}`,
    ),
    ...view.people.flatMap((person) => [
      `${person.role.padEnd(3)} ${person.address}: ${person.state}`,
      ...person.events.map(
        ({ kind, at, signed }) => `      ${time(at)} ${kind}${signed ? ", signed by own device" : ""}`,
      ),
    ]),
    "Who can open it:",
    ...view.holders.map(
      ({ kind, name, state, waitsFor }) =>
        `  ${kind} ${name}: ${state}${waitsFor.length > 0 ? ` for ${waitsFor.join(", ")}` : ""}`,
    ),
    ...view.files.map(({ name, size }) => `File ${name}, ${size} bytes`),
    `Signing key ${view.details.signingKey}, AES-256 (suite ${view.details.suite}), log entry ${view.details.logEntry ?? "pending"}`,
  ]
}

function sideText(side: SlipDifference["signed"]): string {
  switch (side.kind) {
    case "nothing":
      return "nothing"
    case "text":
      return JSON.stringify(side.text)
    case "time":
      return new Date(side.at).toISOString()
    case "options":
      return JSON.stringify(side.options)
    case "files":
      return side.files.map(({ name, stored }) => `${name} (${stored} bytes sealed)`).join(", ")
    case "name-problem":
      return side.reason
  }
}
