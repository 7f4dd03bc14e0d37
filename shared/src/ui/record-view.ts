/** How far the check of a message's record has come. */
import type { VerifiedHistory } from "../view/index.ts"

export type RecordState =
  | { readonly state: "checking" }
  | { readonly state: "unreachable" }
  | { readonly state: "checked"; readonly record: VerifiedHistory }
