/** E-mail addresses: one form per mailbox, and nothing that only looks like one (docs/PROTOCOL.md §1.2). */
import { utf8 } from "./byte-strings.ts"
import { refuse } from "./errors.ts"

/** Controls, white space, and characters that are invisible or turn the direction of text. */
const UNSEEN = /[\p{Cc}\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cs}\p{Co}\p{Cn}]/u
/** What RFC 5321 allows only inside quotes; quoted local parts are not supported. */
const LOCAL_SPECIAL = /["(),:;<>@[\\\]]/
const DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u
const MAX_BYTES = 254
/**
 * What nearly every address is: plain and in its normal form. A label with two hyphens in a row may be an encoded one,
 * a last label that begins with a digit a number; those, and long domains, are looked at more closely.
 */
const PLAIN = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)*[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const LONGEST_LABEL = 63

/**
 * The normal form: trimmed, NFC, domain in its UTS-46 ASCII form, ASCII letters in lower case.
 * Two addresses are the same mailbox exactly when these forms are equal. Throws address-refused.
 */
export function normalizeAddress(typed: string): string {
  const isShort = typed.length <= MAX_BYTES && typed.length - typed.lastIndexOf("@") - 1 <= LONGEST_LABEL
  if (isShort && PLAIN.test(typed)) return typed
  const text = typed.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "").normalize("NFC")
  if (!text.isWellFormed() || UNSEEN.test(text)) refuse("address-refused", "unseen character")
  const at = text.lastIndexOf("@")
  const local = text.slice(0, Math.max(at, 0)).replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  if (local === "" || LOCAL_SPECIAL.test(local)) refuse("address-refused", "local part")
  const address = `${local}@${asciiDomain(text.slice(at + 1))}`
  if (utf8(address).length > MAX_BYTES) refuse("address-refused", "too long")
  return address
}

/** Is it already in its normal form? */
export function isNormalAddress(address: string): boolean {
  try {
    return normalizeAddress(address) === address
  } catch {
    return false
  }
}

/** The domain in its ASCII form. Throws address-refused on an IP form, an empty label or one of over 63 bytes. */
export function asciiDomain(typed: string): string {
  if (!DOMAIN.test(typed)) refuse("address-refused", "character in the domain")
  let domain: string
  try {
    domain = new URL(`http://${typed}`).hostname
  } catch {
    return refuse("address-refused", "domain")
  }
  const labels = domain.split(".")
  const isForm = labels.every((part) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(part))
  if (!isForm || /^\d+$/.test(labels.at(-1) ?? "")) refuse("address-refused", "form of the domain")
  return domain
}
