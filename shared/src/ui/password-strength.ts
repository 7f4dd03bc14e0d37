/**
 * How hard a password is to guess, judged on this device only: length and variety, less what attackers try first.
 * It never says how long guessing would take, because nobody knows.
 */
export type Strength = "weak" | "fair" | "good" | "strong"
export const MIN_PASSWORD_LENGTH = 10

const common = [
  "password",
  "passwort",
  "qwerty",
  "qwertz",
  "asdfgh",
  "letmein",
  "welcome",
  "willkommen",
  "admin",
  "secret",
  "geheim",
  "iloveyou",
  "monkey",
  "dragon",
  "football",
  "sommer",
  "summer",
  "winter",
  "hallo",
  "hello",
  "test",
  "login",
  "master",
  "sunshine",
  "princess",
  "schatz",
  "trustno1",
  "abc",
  "monday",
  "montag",
  "january",
  "januar",
  "changeme",
  "p@ssw0rd",
]

function variety(text: string): number {
  let size = 0
  if (/[a-z]/.test(text)) size += 26
  if (/[A-Z]/.test(text)) size += 26
  if (/[0-9]/.test(text)) size += 10
  if (/[ ]/.test(text)) size += 4
  if (/[^a-zA-Z0-9 ]/.test(text)) size += 28
  return Math.max(size, 2)
}

/** Characters that repeat or continue the one before ("aaa", "1234", "cba") count a quarter. */
function effectiveLength(text: string): number {
  let sum = 0
  for (let index = 0; index < text.length; index += 1) {
    const step = index === 0 ? 99 : text.charCodeAt(index) - text.charCodeAt(index - 1)
    sum += step === 0 || Math.abs(step) === 1 ? 0.25 : 1
  }
  return sum
}

/** Everything that an attacker who knows the person tries first is worth one character. */
function withoutKnown(password: string, known: readonly string[]): string {
  let text = password
  const words = [...common, ...known.flatMap((each) => each.toLowerCase().split(/[^a-z0-9]+/))].filter(
    (word) => word.length > 2,
  )
  for (const word of words.sort((a, b) => b.length - a.length)) {
    const at = text.toLowerCase().indexOf(word)
    if (at >= 0) text = `${text.slice(0, at)}~${text.slice(at + word.length)}`
  }
  return text.replaceAll(/(19|20)\d\d/g, "~")
}

/** Estimated bits; a passphrase of words is counted by its words too, whichever is less. */
export function estimateBits(password: string, known: readonly string[] = []): number {
  const text = withoutKnown(password, known)
  const bySymbols = effectiveLength(text) * Math.log2(variety(text)) * 0.72
  const words = text.split(/[\s\-_.]+/).filter((word) => /^[\p{L}~]{3,}$/u.test(word))
  const isPhrase = words.length >= 3 && words.join("").length >= text.length * 0.7
  return isPhrase ? Math.min(bySymbols, new Set(words).size * 15) : bySymbols
}

/** Counted in characters as people see them typed, not in UTF-16 units. */
export const isLongEnough = (password: string): boolean => Array.from(password).length >= MIN_PASSWORD_LENGTH

/** `known`: address, names, organization. Below 10 characters everything is weak. */
export function passwordStrength(password: string, known: readonly string[] = []): Strength {
  if (!isLongEnough(password)) return "weak"
  const bits = estimateBits(password, known)
  if (bits < 34) return "weak"
  if (bits < 44) return "fair"
  return bits < 58 ? "good" : "strong"
}
