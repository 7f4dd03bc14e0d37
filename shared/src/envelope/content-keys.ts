/** Keys of one message, all from its content key and its slip (docs/PROTOCOL.md §3). */
import { concat, encodeCbor, label } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { hkdf } from "../suite/index.ts"
import type { SuiteId } from "../suite/index.ts"

/** What names a message in every derivation and binding. */
export interface MessageContext {
  readonly org: string
  readonly msg: string
  readonly slipHash: Bytes
}

export interface ContentKeys {
  /** Goes into the signed header: one message has one content key. */
  readonly commitment: Bytes
  readonly core: Bytes
  readonly body: Bytes
}

/** HKDF(content key, salt = slip hash, info = L(use) || C([org, msg]), 32) for each use. */
export async function deriveContentKeys(
  contentKey: Bytes,
  { org, msg, slipHash }: MessageContext,
): Promise<ContentKeys> {
  const key = await crypto.subtle.importKey("raw", contentKey, "HKDF", false, ["deriveBits"])
  const names = encodeCbor([org, msg])
  const derive = (use: string): Promise<Bytes> => hkdf(key, slipHash, concat(label(use), names), 32)
  const [commitment, core, body] = await Promise.all([derive("commit"), derive("core-key"), derive("body-key")])
  return { commitment, core, body }
}

/** Context of the core's box. */
export function coreContext(suite: SuiteId, { org, msg, slipHash }: MessageContext): unknown[] {
  return [suite, org, msg, slipHash]
}

/** Associated data of the body's object. */
export function bodyAad(suite: SuiteId, { org, msg, slipHash }: MessageContext): Bytes {
  return concat(label("body"), encodeCbor([suite, org, msg, slipHash]))
}

/** Context of the Bcc record's box. */
export function bccRecordContext({ org, msg, slipHash }: MessageContext): unknown[] {
  return [org, msg, slipHash]
}
