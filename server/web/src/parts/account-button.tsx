/** Who is signed in; the menu behind it is loaded when somebody reaches for it. */
import { Button, makeStyles } from "@fluentui/react-components"
import { PersonAvatar, useStrings } from "@smp/shared/ui"
import { lazy, Suspense, useState } from "react"
import { useAccount } from "../account-context.ts"

const loadMenu = () => import("./account-menu.tsx")
const AccountMenu = lazy(async () => ({ default: (await loadMenu()).AccountMenu }))

const useStyles = makeStyles({ button: { minWidth: "36px", padding: "2px", flexShrink: 0 } })

export function AccountButton() {
  const styles = useStyles()
  const { list } = useStrings()
  const { name, address } = useAccount()
  const [isAsked, setAsked] = useState(false)
  const button = (
    <Button
      className={styles.button}
      appearance="transparent"
      shape="circular"
      aria-haspopup="menu"
      aria-expanded={false}
      aria-label={list.signedInAs(name || address)}
      icon={<PersonAvatar name={name || address} address={address} size={32} />}
      onPointerEnter={() => void loadMenu()}
      onFocus={() => void loadMenu()}
      onClick={() => setAsked(true)}
    />
  )
  return <Suspense fallback={button}>{isAsked ? <AccountMenu /> : button}</Suspense>
}
