/** The one error of the protocol (docs/PROTOCOL.md §10). */
export type ProtocolCode =
  | "open-failed"
  | "altered"
  | "hidden-reader"
  | "key-changed"
  | "foreign-key"
  | "log-rollback"
  | "log-fork"
  | "log-missing"
  | "policy-rollback"
  | "suite-refused"
  | "unsupported"
  | "recalled"
  | "suspended"
  | "expired"
  | "withheld"
  | "not-ready"
  | "version-conflict"
  | "ticket-refused"
  | "proof-refused"
  | "address-refused"

/** A refusal. `code` is all that may leave the client; `reason` is for a diagnosis on the device itself. */
export class ProtocolError extends Error {
  readonly code: ProtocolCode
  readonly reason: string

  constructor(code: ProtocolCode, reason: string) {
    super(code)
    this.name = "ProtocolError"
    this.code = code
    this.reason = reason
  }
}

export function refuse(code: ProtocolCode, reason: string): never {
  throw new ProtocolError(code, reason)
}

/** Throws `open-failed`, the code of every failure of form, unless the condition holds. */
export function demand(condition: boolean, reason: string): asserts condition {
  if (!condition) refuse("open-failed", reason)
}
