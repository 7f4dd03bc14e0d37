/** The code that a sender tells a reader by telephone, in mode `sender` (docs/PROTOCOL.md §6.3). */
import { encodeCbor, label, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { hkdf, hmac } from "../suite/index.ts"

export interface CodedContact {
  readonly org: string
  readonly msg: string
  readonly addr: string
  /** The reader's own key, so that nobody else's key comes in with it. */
  readonly kid: Bytes
}

/** @param code 16 characters, read by the rule of the recovery code */
export async function contactCodeMac(code: string, { org, msg, addr, kid }: CodedContact): Promise<Bytes> {
  const key = await hkdf(utf8(code), new Uint8Array(), label("contact-code"), 32)
  return hmac(key, encodeCbor([org, msg, addr, kid]))
}
