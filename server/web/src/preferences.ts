/** Language and appearance of this browser. */
import { chooseLanguage, isLanguage } from "@smp/shared/ui"
import type { ColorScheme, Language } from "@smp/shared/ui"

export interface Preferences {
  readonly language: Language
  readonly scheme: ColorScheme
}
const KEY = "preferences"

export function readPreferences(): Preferences {
  const fallback: Preferences = { language: chooseLanguage(navigator.languages), scheme: "system" }
  try {
    const { language, scheme } = JSON.parse(localStorage.getItem(KEY) ?? "{}") as { language?: string; scheme?: string }
    return {
      language: language !== undefined && isLanguage(language) ? language : fallback.language,
      scheme: scheme === "light" || scheme === "dark" ? scheme : "system",
    }
  } catch {
    return fallback
  }
}

export const writePreferences = (preferences: Preferences): void =>
  localStorage.setItem(KEY, JSON.stringify(preferences))
