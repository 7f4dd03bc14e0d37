/** Between wire text and protocol bytes. Malformed text is a malformed request. */
import { ProtocolError } from "@smp/shared/bytes"
import type { Bytes, SignedObject, SignedStatement } from "@smp/shared/bytes"
import type { SignedObjectText, SignedStatementText } from "@smp/shared/wire"
import { refuseRequest } from "./refusal.ts"

/** The canonical form is the one that comes out again: Node's own code, which reads anything, is many times faster. */
export function bytesOfText(text: string): Bytes {
  const decoded = Buffer.from(text, "base64url")
  if (decoded.toString("base64url") !== text)
    return refuseRequest("request.malformed", "A byte string is not canonical base64url.")
  return new Uint8Array(decoded)
}

export const textOfBytes = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64url")

export const signedOfText = ({ b, k, s }: SignedObjectText): SignedObject => ({
  b: bytesOfText(b),
  k: bytesOfText(k),
  s: bytesOfText(s),
})
export const textOfSigned = ({ b, k, s }: SignedObject): SignedObjectText => ({
  b: textOfBytes(b),
  k: textOfBytes(k),
  s: textOfBytes(s),
})
export const statementOfText = ({ o, ...rest }: SignedStatementText): SignedStatement => ({
  ...signedOfText(rest),
  o: o === null ? null : bytesOfText(o),
})
export const textOfStatement = ({ o, ...rest }: SignedStatement): SignedStatementText => ({
  ...textOfSigned(rest),
  o: o === null ? null : textOfBytes(o),
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
