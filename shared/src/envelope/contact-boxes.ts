/**
 * Boxes of the modes `pass` and `link` (docs/PROTOCOL.md §6.4): the content key under a secret that never reaches the
 * server whole: five words told by another way, or half of a key that only the sender's own mail carries.
 * Promises: one error for everything that does not fit; the cost of guessing words is a constant.
 */
import {
  concat,
  decodeCbor,
  demand,
  encodeCbor,
  label,
  randomBytes,
  readBytes,
  readMap,
  readNullable,
  readOneOf,
} from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { hkdf, seal, stretchWords, unseal } from "../suite/index.ts"
import type { MessageContext } from "./content-keys.ts"

/** Whose box it is. */
export interface ContactContext extends MessageContext {
  readonly addr: string
}
export type ContactSecret =
  | { readonly mode: "pass"; readonly words: string }
  /** `own` travels in the sender's mail, `share` lies on the server. 32 bytes each. */
  | { readonly mode: "link"; readonly own: Bytes; readonly share: Bytes }

const MAX_BOX = 512

/** Words as typed: compatibility form, lower case, one blank between. */
export function typedWords(typed: string): string {
  return typed.normalize("NFKC").toLowerCase().trim().replaceAll(/\s+/g, " ")
}

const contextOf = ({ org, msg, slipHash, addr }: ContactContext) => [org, msg, slipHash, addr]

/** @param salt random[16], given only where a vector needs it */
export async function sealContactBox(
  contentKey: Bytes,
  secret: ContactSecret,
  context: ContactContext,
  salt: Bytes = randomBytes(16),
): Promise<Bytes> {
  const own = secret.mode === "pass" ? salt : null
  const key = await keyOf(secret, context, own)
  const box = await seal(key, labelOf(secret), contextOf(context), encodeCbor({ ck: contentKey }))
  return encodeCbor({ v: 1, salt: own, box })
}

/** The content key. Throws open-failed whatever does not fit: words, halves, reader, message or box. */
export async function openContactBox(bytes: Bytes, secret: ContactSecret, context: ContactContext): Promise<Bytes> {
  const fields = readMap(decodeCbor(bytes, MAX_BOX), ["v", "salt", "box"])
  readOneOf(fields.v, [1])
  const salt = readNullable(fields.salt, (value) => readBytes(value, 16))
  demand((salt !== null) === (secret.mode === "pass"), "box of another mode")
  const key = await keyOf(secret, context, salt)
  const plain = await unseal(key, labelOf(secret), contextOf(context), readBytes(fields.box))
  return readBytes(readMap(decodeCbor(plain, 128), ["ck"]).ck, 32)
}

const labelOf = ({ mode }: ContactSecret) => (mode === "pass" ? "pass-grant" : "link-grant")

function keyOf(secret: ContactSecret, context: ContactContext, salt: Bytes | null): Promise<Bytes> {
  if (secret.mode === "pass") return stretchWords(typedWords(secret.words), salt ?? new Uint8Array(16))
  const { own, share } = secret
  demand(own.length === 32 && share.length === 32, "half of a link")
  return hkdf(concat(own, share), new Uint8Array(), concat(label("link-key"), encodeCbor(contextOf(context))), 32)
}
