/** Signed objects between their exact bytes and their JSON form (docs/PROTOCOL.md §1.1, §1.4). */
import { fromBase64url, toBase64url } from "../bytes/index.ts"
import type { SignedObject, SignedStatement } from "../bytes/index.ts"
import type { SignedObjectText, SignedStatementText } from "../wire/index.ts"

export function signedToText(signed: SignedObject): SignedObjectText {
  return { b: toBase64url(signed.b), k: toBase64url(signed.k), s: toBase64url(signed.s) }
}

export function signedFromText(text: SignedObjectText): SignedObject {
  return { b: fromBase64url(text.b), k: fromBase64url(text.k), s: fromBase64url(text.s) }
}

export function statementToText(signed: SignedStatement): SignedStatementText {
  return { ...signedToText(signed), o: signed.o === null ? null : toBase64url(signed.o) }
}

export function statementFromText(text: SignedStatementText): SignedStatement {
  return { ...signedFromText(text), o: text.o === null ? null : fromBase64url(text.o) }
}
