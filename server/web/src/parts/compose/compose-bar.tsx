/** Over what is written: send, attach, options, discard, and whether it is saved. */
import { Button, makeStyles, tokens, useRestoreFocusTarget } from "@fluentui/react-components"
import {
  ArrowLeft20Regular,
  Attach20Regular,
  Delete20Regular,
  Options20Regular,
  Send20Filled,
} from "@fluentui/react-icons"
import type { DraftSaving } from "@smp/shared/drafts"
import { useStrings } from "@smp/shared/ui"
import { useRef } from "react"
import { useBack } from "../reading/back-bar.tsx"
import { PHONE, useMedia } from "../use-media.ts"
import { SavingLine } from "./saving-line.tsx"

const PHONE_RULE = "@media (max-width: 820px)"
const useStyles = makeStyles({
  bar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalXS,
    flexShrink: 0,
    minHeight: "56px",
    paddingInline: tokens.spacingHorizontalM,
    borderBlockEndWidth: "1px",
    borderBlockEndStyle: "solid",
    borderBlockEndColor: tokens.colorNeutralStroke2,
    // One row on a phone: words beside their pictures where there is room, in any language.
    [PHONE_RULE]: {
      columnGap: 0,
      paddingBlockStart: tokens.spacingVerticalXS,
      paddingInline: tokens.spacingHorizontalS,
    },
  },
  second: { [PHONE_RULE]: { minWidth: 0, paddingInline: tokens.spacingHorizontalS } },
  where: { marginInlineStart: "auto", [PHONE_RULE]: { flexBasis: "100%", paddingBlockEnd: tokens.spacingVerticalXS } },
})

export interface ComposeBarProps {
  readonly onSend: () => void
  readonly onFiles: (files: readonly File[]) => void
  readonly onOptions: () => void
  readonly hasOptions: boolean
  readonly onDiscard: () => void
  readonly saving: DraftSaving
}

export function ComposeBar(props: ComposeBarProps) {
  const styles = useStyles()
  const { common, compose } = useStrings()
  const givenBack = useRestoreFocusTarget()
  const isPhone = useMedia(PHONE)
  const back = useBack()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <div className={styles.bar}>
      {isPhone && (
        // What was written stays in the drafts.
        <Button appearance="subtle" icon={<ArrowLeft20Regular />} aria-label={common.back} onClick={back} />
      )}
      <Button appearance="primary" icon={<Send20Filled />} onClick={props.onSend}>
        {compose.send}
      </Button>
      <Button
        className={styles.second}
        appearance="subtle"
        icon={<Attach20Regular />}
        aria-label={compose.attach}
        onClick={() => picker.current?.click()}
      >
        {isPhone ? null : compose.attach}
      </Button>
      <Button
        {...givenBack}
        className={styles.second}
        appearance="subtle"
        icon={<Options20Regular />}
        aria-label={compose.options}
        aria-expanded={props.hasOptions}
        onClick={props.onOptions}
      >
        {isPhone ? null : compose.options}
      </Button>
      <Button
        {...givenBack}
        appearance="subtle"
        icon={<Delete20Regular />}
        aria-label={compose.discard}
        onClick={props.onDiscard}
      />
      <span className={styles.where}>
        <SavingLine saving={props.saving} />
      </span>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={compose.attachLong}
        onChange={(event) => {
          props.onFiles([...(event.target.files ?? [])])
          event.target.value = ""
        }}
      />
    </div>
  )
}
