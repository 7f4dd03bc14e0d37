/** Bodies signed by principals: kind of signer, signature over the received bytes, then the closed form. */
import { decodeCbor, demand, encodeCbor, readMap, readOneOf } from "../bytes/index.ts"
import type { SignedObject } from "../bytes/index.ts"
import { sign, verify } from "../suite/index.ts"
import type { KeySet } from "../suite/index.ts"
import { checkSignerKind } from "./signer-kinds.ts"
import type { SignatureLabel } from "./signer-kinds.ts"
import type { Statement } from "./statements.ts"

/** Largest signed body except slip and policy, in bytes. */
const MAX_BODY = 8192

/** Signs `{v: 1, ...fields}`. Throws open-failed when it would be refused for its size. */
export async function signBody(
  label: SignatureLabel,
  keySet: KeySet,
  fields: Record<string, unknown>,
  maxBytes = MAX_BODY,
): Promise<SignedObject> {
  const body = encodeCbor({ v: 1, ...fields })
  demand(body.length <= maxBytes, `${label}: too large`)
  return sign(label, keySet, body)
}

/** The body's fields without verifying who signed: for finding the signer. */
export function parseBody<const Key extends string>(
  signed: SignedObject,
  keys: readonly Key[],
  maxBytes = MAX_BODY,
): Record<Key, unknown> {
  return parseFields(decodeCbor(signed.b, maxBytes), keys)
}

/** The same with fields that may be missing. */
export function parseBodyWith<const Key extends string, const Optional extends string>(
  signed: SignedObject,
  { keys, optional }: { readonly keys: readonly Key[]; readonly optional: readonly Optional[] },
  maxBytes = MAX_BODY,
): Record<Key, unknown> & Partial<Record<Optional, unknown>> {
  const body = decodeCbor(signed.b, maxBytes)
  const isThere = (key: string) => typeof body === "object" && body !== null && Object.hasOwn(body, key)
  type Fields = Record<Key, unknown> & Partial<Record<Optional, unknown>>
  return parseFields<string>(body, [...keys, ...optional.filter(isThere)]) as Fields
}

function parseFields<const Key extends string>(body: unknown, keys: readonly Key[]): Record<Key, unknown> {
  const fields = readMap(body, ["v", ...keys])
  readOneOf(fields.v, [1])
  return fields
}

/** Throws open-failed unless this principal may sign under the label and did sign these bytes. */
export async function verifyBody(label: SignatureLabel, signer: Statement, signed: SignedObject): Promise<void> {
  checkSignerKind(label, signer.kind)
  await verify(label, signer, signed)
}
