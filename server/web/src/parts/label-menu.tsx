/** Puts labels on the chosen messages, or takes them off. */
import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components"
import { Tag20Regular } from "@fluentui/react-icons"
import { useStrings } from "@smp/shared/ui"
import type { LabelId } from "@smp/shared/wire"
import { useState } from "react"
import { LabelDialog } from "./label-dialog.tsx"
import { LabelDot } from "./label-mark.tsx"
import { useMailbox } from "./mailbox.tsx"
import { OnceOpen } from "./once-open.tsx"

interface LabelMenuProps {
  /** On all of the chosen messages. */
  readonly held: readonly LabelId[]
  readonly onChange: (label: LabelId, isOn: boolean) => void
  readonly isOpenAtFirst?: boolean
}

export function LabelMenu({ held, onChange, isOpenAtFirst = false }: LabelMenuProps) {
  const { labels } = useMailbox()
  const { mailbox } = useStrings()
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <Menu defaultOpen={isOpenAtFirst} checkedValues={{ label: [...held] }}>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<Tag20Regular />}>
            {mailbox.label}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {labels.map(({ id, name, color }) => (
              <MenuItemCheckbox
                key={id}
                name="label"
                value={id}
                icon={<LabelDot color={color} />}
                onClick={() => onChange(id, !held.includes(id))}
              >
                {name}
              </MenuItemCheckbox>
            ))}
            {labels.length > 0 && <MenuDivider />}
            <MenuItem onClick={() => setAdding(true)}>{mailbox.newLabel}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <OnceOpen isOpen={isAdding}>
        <LabelDialog key={String(isAdding)} isOpen={isAdding} label={null} onClose={() => setAdding(false)} />
      </OnceOpen>
    </>
  )
}
