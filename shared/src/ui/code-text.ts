/** Codes as people type them: Crockford base32, any case, blanks and hyphens ignored, O read as 0, I and L as 1. */
const ALPHABET = /[^0-9A-HJKMNP-TV-Z]/g

export function readCode(typed: string, length: number): string {
  return typed.toUpperCase().replaceAll("O", "0").replaceAll(/[IL]/g, "1").replaceAll(ALPHABET, "").slice(0, length)
}

/** "ABCD1234EFGH" in groups of four: "ABCD 1234 EFGH". */
export function groupCode(code: string, size: number, separator = " "): string {
  const groups = code.match(new RegExp(`.{1,${size}}`, "g")) ?? []
  return groups.join(separator)
}

/** The 25 + 1 characters of a recovery code: four groups of five and a last one of six that ends with the check character. */
export function recoveryGroups(code: string): string[] {
  const text = readCode(code, 26)
  return [0, 5, 10, 15].map((start) => text.slice(start, start + 5)).concat(text.slice(20))
}

/** Where the caret belongs after grouping: behind the same number of characters of the code. */
export function caretAfter(grouped: string, characters: number): number {
  let seen = 0
  for (let index = 0; index < grouped.length; index += 1) {
    if (seen === characters) return index
    if (grouped[index] !== " ") seen += 1
  }
  return grouped.length
}
