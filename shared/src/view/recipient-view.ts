/** Somebody whom a message is written to, as far as the Directory has told. */

export type RecipientState =
  | "unknown"
  | "looking-up"
  | "colleague"
  | "registered"
  | "verified"
  | "first-contact"
  | "key-changed"
  | "refused"

export interface RecipientView {
  readonly address: string
  readonly name: string
  readonly state: RecipientState
  /** Milliseconds since 1970 UTC: key known since, or changed at; null where not known. */
  readonly since?: number | null
}
