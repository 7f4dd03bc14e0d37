/** The languages of the house and how one of them is chosen and loaded. */
import { en } from "./en.ts"
import type { Strings } from "./en.ts"

export const languages = { en: "English", de: "Deutsch" } as const
export type Language = keyof typeof languages

export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(languages, value)
}

/** First language of the list (as `navigator.languages` gives it) that the house speaks; English where none fits. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split("-")[0]
    if (isLanguage(base)) return base
  }
  return "en"
}

/** English is always there; every other language is fetched when it is chosen. */
export async function loadStrings(language: Language): Promise<Strings> {
  return language === "de" ? (await import("./de.ts")).de : en
}
