/** Options that a rule of the organization, or the message that is answered, leaves no choice about. */
import type { OptionName } from "@smp/shared/ui"
import type { ComposeState } from "./compose-state.ts"
import type { Rules } from "./use-rules.ts"

export const fixedOptions = (rules: Rules | null, { reply }: ComposeState): readonly OptionName[] =>
  reply?.hideSubject === true || rules?.hide === false ? ["hideSubject"] : []
