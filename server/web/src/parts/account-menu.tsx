/** Who is signed in, and the way out. Comes up open: it is loaded by whoever asked for it. */
import {
  Button,
  makeStyles,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  tokens,
} from "@fluentui/react-components"
import { Person20Regular, SignOut20Regular } from "@fluentui/react-icons"
import { PersonAvatar, useStrings } from "@smp/shared/ui"
import { useLocation } from "wouter"
import { useAccount, useSignedIn } from "../account-context.ts"
import { signOutHere } from "../session/signed-in.ts"

const useStyles = makeStyles({
  button: { minWidth: "36px", padding: "2px", flexShrink: 0 },
  who: { padding: tokens.spacingHorizontalM, maxWidth: "300px" },
  name: { display: "block", fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  address: {
    display: "block",
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
})

export function AccountMenu() {
  const styles = useStyles()
  const { list } = useStrings()
  const account = useAccount()
  const { setAccount } = useSignedIn()
  const [, go] = useLocation()
  const name = account.name || account.address
  const leave = async () => {
    await signOutHere(account)
    go("/sign-in", { replace: true, state: {} })
    setAccount(null)
  }
  return (
    <Menu positioning="below-end" defaultOpen>
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={styles.button}
          appearance="transparent"
          shape="circular"
          aria-label={list.signedInAs(name)}
          icon={<PersonAvatar name={name} address={account.address} size={32} />}
        />
      </MenuTrigger>
      <MenuPopover>
        <div className={styles.who}>
          <bdi className={styles.name}>{name}</bdi>
          <bdi className={styles.address}>{account.address}</bdi>
        </div>
        <MenuDivider />
        <MenuList>
          <MenuItem icon={<Person20Regular />} onClick={() => go("/account")}>
            {list.account}
          </MenuItem>
          <MenuItem icon={<SignOut20Regular />} onClick={() => void leave()}>
            {list.signOut}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
