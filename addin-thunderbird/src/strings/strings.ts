/** The add-in's words in the language of Thunderbird; English where there is no other. */
import { de } from "./de.ts"
import { en } from "./en.ts"
import type { AddInStrings } from "./en.ts"

export const words: AddInStrings = navigator.language.toLowerCase().startsWith("de") ? de : en
