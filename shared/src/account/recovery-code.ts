/** The recovery code: 125 random bits for paper, with a check character (docs/PROTOCOL.md §2.2). */
import { hash, randomBytes, utf8 } from "../bytes/index.ts"

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const LENGTH = 25

export function makeRecoveryCode(): string {
  const body = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte & 31]).join("")
  return body + checkCharacter(body)
}

/** Groups for reading: five of five, and the check character with the last. */
export function showRecoveryCode(code: string): string {
  return (code.match(/.{1,5}(?=.{5}|.{1}$)|.+$/g) ?? [code]).join("-").replace(/-(.)$/, "$1")
}

/** What was typed, as the 26 characters; null when it cannot be a code (wrong length or check character). */
export function readRecoveryCode(typed: string): string | null {
  const code = typedCharacters(typed)
  if (code.length !== LENGTH + 1) return null
  return checkCharacter(code.slice(0, LENGTH)) === code[LENGTH] ? code : null
}

/** One rule for every code that people type: upper case, no blanks or hyphens, O as 0, I and L as 1. */
export function typedCharacters(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[\s\-‐-–]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1")
}

function checkCharacter(body: string): string {
  return ALPHABET[(hash("recovery-check", utf8(body))[0] ?? 0) & 31] ?? ""
}
