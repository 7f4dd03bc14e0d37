/** The folders on the phone. */
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
import { useStrings } from "@smp/shared/ui"
import { useLocation } from "wouter"
import { useAccount, useSignedIn } from "../account-context.ts"
import { signOutHere } from "../session/signed-in.ts"
import { FolderLinks } from "./folder-links.tsx"

const useStyles = makeStyles({
  body: {
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalL,
    paddingBlockEnd: tokens.spacingVerticalL,
  },
  who: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  foot: {
    marginBlockStart: "auto",
    display: "flex",
    flexDirection: "column",
    rowGap: tokens.spacingVerticalM,
    alignItems: "flex-start",
  },
})

export function FolderDrawer({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const styles = useStyles()
  const { common, list } = useStrings()
  const account = useAccount()
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const leave = async () => {
    await signOutHere(account)
    go("/sign-in", { replace: true, state: {} })
    setAccount(null)
  }
  return (
    <OverlayDrawer open={isOpen} position="start" size="small" onOpenChange={(_, { open }) => open || onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <Button appearance="subtle" icon={<Dismiss24Regular />} aria-label={common.close} onClick={onClose} />
          }
        >
          {common.product}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        <nav aria-label={list.folders}>
          <FolderLinks onGo={onClose} />
        </nav>
        <div className={styles.foot}>
          <p className={styles.who}>
            {account.name}
            <br />
            <bdi>{account.address}</bdi>
          </p>
          <Button onClick={() => void leave()}>{list.signOut}</Button>
          <p className={styles.who}>{list.lockedHint}</p>
        </div>
      </DrawerBody>
    </OverlayDrawer>
  )
}
