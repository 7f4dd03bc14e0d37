/** What the server's columns say otherwise than the signed slip, as data that a host writes in its own language. */
import type { Columns, Difference, NameProblem } from "../slip/index.ts"
import type { OpenedMessage } from "./opened-message.ts"
import type { DifferenceSide, SlipDifference } from "../view/index.ts"

const FIELDS: Readonly<Record<Difference["field"], SlipDifference["field"]>> = {
  slip: "slip",
  from: "from",
  to: "to",
  cc: "cc",
  bcc: "bcc",
  subject: "subject",
  sentAt: "sentAt",
  ctl: "options",
  thread: "thread",
  ext: "fields",
  objects: "files",
}

export function differencesOf(message: OpenedMessage): SlipDifference[] {
  return [
    ...message.differences.map((difference) => ofColumn(message, difference)),
    ...message.nameProblems.map((problem) => ofName(message, problem)),
  ]
}

function ofColumn(message: OpenedMessage, { field, signed, server }: Difference): SlipDifference {
  const known = new Set(addressesIn(signed))
  return {
    field: FIELDS[field],
    signed: sideOf(message, field, signed),
    server: sideOf(message, field, server),
    added: addressesIn(server).filter((address) => !known.has(address)),
  }
}

const addressesIn = (value: unknown): string[] =>
  (Array.isArray(value) ? (value as unknown[]) : [value]).filter(
    (item): item is string => typeof item === "string" && item.includes("@"),
  )

const textSide = (text: string): DifferenceSide => (text === "" ? { kind: "nothing" } : { kind: "text", text })

function sideOf(message: OpenedMessage, field: Difference["field"], value: unknown): DifferenceSide {
  if (value === null || value === undefined) return { kind: "nothing" }
  switch (field) {
    case "sentAt":
      return { kind: "time", at: value as Columns["sentAt"] }
    case "ctl": {
      const { reply, all, fwd, exp, fyeo, rcpt, label, share: shared = false } = value as Columns["ctl"]
      const kept = { replyAll: all, forward: fwd, expires: exp, receipts: rcpt, shared, label }
      const options = { reply, ...kept, password: fyeo === 1 }
      return { kind: "options", options }
    }
    case "objects": {
      const nameOf = (obj: string) => message.attachments.find((file) => file.obj === obj)?.name ?? obj
      const files = (value as Columns["objects"]).map(([obj, length]) => ({ name: nameOf(obj), stored: length }))
      return files.length === 0 ? { kind: "nothing" } : { kind: "files", files }
    }
    case "thread":
      return textSide((value as NonNullable<Columns["thread"]>).root)
    case "ext":
      return textSide((value as Columns["ext"]).map((pair) => pair.join(": ")).join(", "))
    default:
      return textSide(Array.isArray(value) ? value.join(", ") : typeof value === "string" ? value : "")
  }
}

function ofName({ slip }: OpenedMessage, { field, index, reason }: NameProblem): SlipDifference {
  const named =
    field === "from"
      ? slip.from.addr
      : field === "pol"
        ? ""
        : field === "holders"
          ? (slip.holders[index]?.kind ?? "")
          : (slip[field][index]?.addr ?? "")
  return { field: "names", signed: textSide(named), server: { kind: "name-problem", reason }, added: [] }
}
