import { en } from "./en.ts"
import type { AddInStrings } from "./en.ts"
export const de: AddInStrings = en
