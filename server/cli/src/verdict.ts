/** What reading found, as plain data. */
import { toHex } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import type { OpenedMessage } from "@smp/shared/read"

/** `altered-names` counts as altered: the list says that it is the names. */
export function verdictOf(message: OpenedMessage) {
  const names = message.nameProblems.map(({ field, index, reason }) => ({
    field: "names",
    signed: `${field}[${index}]`,
    server: reason,
  }))
  return {
    id: message.id,
    reference: message.reference,
    verdict: message.verdict === "intact" ? "intact" : "altered",
    differences: [
      ...message.differences.map(({ field, signed, server }) => ({
        field,
        signed: plain(signed),
        server: plain(server),
      })),
      ...names,
    ],
    log: message.log,
    alarms: message.alarms,
  }
}

/** Byte strings inside a difference as hexadecimal. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value as Bytes)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]))
}
