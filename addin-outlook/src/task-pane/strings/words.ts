/** The pane's words in the language of Outlook; English where there is no other. */
import type { Language } from "@smp/shared/ui"
import { de } from "./de.ts"
import { en } from "./en.ts"
import type { PaneWords } from "./en.ts"

let current: PaneWords = en

/** `tag`: BCP 47, as Outlook says it. Once, before anything is drawn. */
export function speak(tag: string): Language {
  const language: Language = tag.toLowerCase().startsWith("de") ? "de" : "en"
  current = language === "de" ? de : en
  return language
}
export const words = (): PaneWords => current
