/** The options beside the text; on narrow screens over it. */
import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
} from "@fluentui/react-components"
import { Dismiss24Regular } from "@fluentui/react-icons"
import { OptionsForm, useStrings } from "@smp/shared/ui"
import type { OptionName, SendOptionsView } from "@smp/shared/ui"
import { SLIP_BESIDE, useMedia } from "../use-media.ts"

const useStyles = makeStyles({
  aside: {
    width: "336px",
    flexShrink: 0,
    overflowY: "auto",
    padding: tokens.spacingHorizontalXL,
    backgroundColor: tokens.colorNeutralBackground2,
    borderInlineStartWidth: "1px",
    borderInlineStartStyle: "solid",
    borderInlineStartColor: tokens.colorNeutralStroke2,
  },
  head: {
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    marginBlockEnd: tokens.spacingVerticalM,
  },
  title: {
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    fontWeight: tokens.fontWeightSemibold,
  },
})

export interface OptionsPanelProps {
  readonly isOpen: boolean
  readonly options: SendOptionsView
  readonly onChange: (options: SendOptionsView) => void
  readonly organization: string
  readonly fixed: readonly OptionName[]
  readonly labels: readonly string[]
  readonly onClose: () => void
}

export function OptionsPanel({ isOpen, onClose, ...form }: OptionsPanelProps) {
  const styles = useStyles()
  const { compose } = useStrings()
  const isBeside = useMedia(SLIP_BESIDE)
  const close = (
    <Button appearance="subtle" icon={<Dismiss24Regular />} aria-label={compose.closeOptions} onClick={onClose} />
  )
  if (isBeside && !isOpen) return null
  if (isBeside) {
    return (
      <aside className={styles.aside} aria-label={compose.options}>
        <div className={styles.head}>
          <h2 className={styles.title}>{compose.options}</h2>
          {close}
        </div>
        <OptionsForm {...form} hasSubject={false} hasPassword />
      </aside>
    )
  }
  return (
    <OverlayDrawer open={isOpen} position="end" size="small" onOpenChange={(_, { open }) => open || onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle action={close}>{compose.options}</DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <OptionsForm {...form} hasSubject={false} hasPassword />
      </DrawerBody>
    </OverlayDrawer>
  )
}
