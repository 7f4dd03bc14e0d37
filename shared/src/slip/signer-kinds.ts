/** Who may sign what: label × kind of principal (docs/PROTOCOL.md §1.4). Every other pair is refused. */
import { refuse } from "../bytes/index.ts"

export const KINDS = ["person", "group", "archive", "scanner", "grant-agent", "recovery", "officer", "root"] as const
export type Kind = (typeof KINDS)[number]

const SIGNERS = {
  envelope: ["person"],
  ticket: ["person"],
  "grant-record": ["person", "grant-agent", "archive"],
  receipt: ["person"],
  recall: ["person"],
  suspension: ["person"],
  expiry: ["person"],
  delegation: ["person"],
  endorsement: ["person"],
  unlocker: ["person"],
  request: ["person"],
  evidence: ["person"],
  policy: ["root"],
  "mailbox-proof": ["grant-agent"],
  destroyed: ["grant-agent"],
  verdict: ["scanner"],
  "key-statement": KINDS,
  "key-succession": KINDS,
} as const satisfies Record<string, readonly Kind[]>

/** A label that principals sign under; logs sign `latest` and notes with keys of their own. */
export type SignatureLabel = keyof typeof SIGNERS

/** Throws open-failed unless principals of this kind may sign under this label. */
export function checkSignerKind(label: SignatureLabel, kind: Kind): void {
  const allowed: readonly Kind[] = SIGNERS[label]
  if (!allowed.includes(kind)) refuse("open-failed", `${label} signed by a ${kind}`)
}
