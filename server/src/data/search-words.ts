/** Words as the search knows them, the same for every database: lower case, and German umlauts in both spellings. */

const MOST_WORDS = 12
const LONGEST = 64
const SPELT_OUT: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" }

const spellOut = (word: string): string =>
  word.normalize("NFC").replace(/[äöüß]/g, (character) => SPELT_OUT[character] ?? "")

/** What was typed, as words; the first twelve count. */
export function wordsOf(text: string): string[] {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}\p{M}]+/u)
  return words.filter((word) => word !== "" && word.length <= LONGEST).slice(0, MOST_WORDS)
}

/** The ways in which a typed word may have been written. */
export function spellingsOf(word: string): string[] {
  const other = spellOut(word)
  return other === word ? [word] : [word, other]
}

/** A text for the index: its words with umlauts stand there once more, spelt out. */
export function indexedText(text: string): string {
  const spelt = text
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => spellOut(word) !== word)
    .map(spellOut)
  return spelt.length === 0 ? text : `${text} ${spelt.join(" ")}`
}
