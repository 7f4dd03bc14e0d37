/** Between wire text and protocol bytes. Malformed text is a malformed request. */
import { fromBase64url, ProtocolError, toBase64url } from "@smp/shared/bytes"
import type { Bytes, SignedObject, SignedStatement } from "@smp/shared/bytes"
import type { SignedObjectText, SignedStatementText } from "@smp/shared/wire"
import { refuseRequest } from "./refusal.ts"

export function bytesOfText(text: string): Bytes {
  try {
    return fromBase64url(text)
  } catch {
    return refuseRequest("request.malformed", "A byte string is not canonical base64url.")
  }
}

export const textOfBytes = toBase64url

export const signedOfText = ({ b, k, s }: SignedObjectText): SignedObject => ({
  b: bytesOfText(b),
  k: bytesOfText(k),
  s: bytesOfText(s),
})
export const textOfSigned = ({ b, k, s }: SignedObject): SignedObjectText => ({
  b: toBase64url(b),
  k: toBase64url(k),
  s: toBase64url(s),
})
export const statementOfText = ({ o, ...rest }: SignedStatementText): SignedStatement => ({
  ...signedOfText(rest),
  o: o === null ? null : bytesOfText(o),
})
export const textOfStatement = ({ o, ...rest }: SignedStatement): SignedStatementText => ({
  ...textOfSigned(rest),
  o: o === null ? null : toBase64url(o),
})

/** Runs a protocol check; whatever it refuses becomes this one problem, with no cause in it. */
export async function checked<T>(
  code: "message.refused" | "directory.statement_refused" | "organization.policy_refused",
  work: () => Promise<T> | T,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ProtocolError) return refuseRequest(code)
    throw error
  }
}
