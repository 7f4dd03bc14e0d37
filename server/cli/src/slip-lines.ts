/** The Delivery Slip as lines of text. */
import type { DeliverySlipView, SlipDifference } from "@smp/shared/read"

export function slipLines(view: DeliverySlipView): string[] {
  const time = (at: number) => new Date(at).toISOString()
  return [
    `Reference ${view.reference}, ${view.organization}, ${view.verdict}, log ${view.log}`,
    `From ${view.sender.name} <${view.sender.address}>, ${time(view.sentAt)}`,
    ...closedLines(view),
    ...view.differences.map(
      ({ field, signed, server }) => `  ${field}: signed ${sideText(signed)}, server says ${sideText(server)}`,
    ),
    ...view.people.flatMap((person) => [
      `${person.role.padEnd(3)} ${person.address}: ${person.state}`,
      ...person.events.map(
        ({ kind, at, signed }) =>
          `      ${time(at)} ${kind}${signed ? (kind === "recalled" ? ", signed by the sender" : ", signed by own device") : ""}${kind === "recalled" ? releasedOrNot(person) : ""}`,
      ),
    ]),
    "Who can open it:",
    ...view.holders.map(
      ({ kind, name, state, waitsFor }) =>
        `  ${kind} ${name}: ${state}${waitsFor.length > 0 ? ` for ${waitsFor.join(", ")}` : ""}`,
    ),
    view.options.expires === null ? "No end" : `Can be opened until ${time(view.options.expires)}`,
    ...(view.options.password ? ["The recipients' own password is asked for at each opening"] : []),
    view.options.shared ? "Everybody sees who has read it" : "Only the sender sees who has read it",
    ...(view.options.label === null ? [] : [`Label ${view.options.label}`]),
    ...view.files.map(
      ({ name, size, recalledAt, isOriginRecalled = false }) =>
        `File ${name ?? "(locked)"}, ${size} bytes${recalledAt === null ? "" : `, recalled ${time(recalledAt)}`}${isOriginRecalled ? ", recalled by the person you have it from" : ""}`,
    ),
    `Signing key ${view.details.signingKey}, AES-256 (suite ${view.details.suite}), log entry ${view.details.logEntry ?? "pending"}`,
  ]
}

/** What can be said of a person from whom the message was recalled: never more than what the server and receipts show. */
function releasedOrNot({ events }: DeliverySlipView["people"][number]): string {
  const wasReleased = events.some(({ kind }) => kind === "released" || kind === "displayed" || kind === "downloaded")
  return wasReleased ? ": released before the recall" : ": never released"
}

function closedLines({ closed }: DeliverySlipView): string[] {
  if (closed === null) return []
  const { state, by, at, reason, openedAt } = closed
  if (state === "withheld") return ["WITHHELD by the server, without a signed word of the sender"]
  return [
    `${state.toUpperCase()} by ${by ?? "nobody known"}, ${at === null ? "" : new Date(at).toISOString()}`,
    ...(reason === "" ? [] : [`  Reason: ${reason}`]),
    ...(openedAt === null ? [] : [`  You opened it ${new Date(openedAt).toISOString()}`]),
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
