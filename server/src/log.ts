/** The log: named fields of an allow list only. A key, password, address, subject or plaintext has no field here. */
import { pino } from "pino"

const ALLOWED = [
  "role",
  "child",
  "port",
  "origin",
  "route",
  "status",
  "milliseconds",
  "code",
  "fault",
  "place",
  "attempts",
  "signal",
  "exit",
  "count",
] as const
export type LogFields = Partial<Record<(typeof ALLOWED)[number], string | number>>

export interface Log {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

export function createLog(role: string, level: string): Log {
  const sink = pino({ level, base: { role }, timestamp: pino.stdTimeFunctions.isoTime })
  const pick = (fields: LogFields = {}): LogFields =>
    Object.fromEntries(ALLOWED.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])))
  return {
    info: (message, fields) => sink.info(pick(fields), message),
    warn: (message, fields) => sink.warn(pick(fields), message),
    error: (message, fields) => sink.error(pick(fields), message),
  }
}

/** What may be told about a fault: its class, its code, where it happened. Never its message, which may quote a value. */
export function faultFields(fault: unknown): LogFields {
  if (!(fault instanceof Error)) return { fault: typeof fault }
  const place = /\(?([\w./-]+\.ts:\d+:\d+)\)?$/m.exec(fault.stack ?? "")?.[1]?.replace(/^.*\/(src|shared)\//, "$1/")
  const code = "code" in fault ? String(fault.code) : undefined
  return { fault: fault.name, ...(code === undefined ? {} : { code }), ...(place === undefined ? {} : { place }) }
}
