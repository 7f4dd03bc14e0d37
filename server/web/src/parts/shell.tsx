/** The frame around every page of a signed-in person: folders at the side, on the phone behind a button. */
import { Button, CounterBadge, makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components"
import {
  Add20Regular,
  MailInbox20Regular,
  Navigation20Regular,
  People20Regular,
  PersonCircle20Regular,
  Send20Regular,
  ShieldKeyhole24Filled,
} from "@fluentui/react-icons"
import { useStrings } from "@smp/shared/ui"
import { useEffect, useState } from "react"
import type { ReactElement, ReactNode } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../account-context.ts"

const useStyles = makeStyles({
  frame: {
    display: "grid",
    gridTemplateColumns: "220px minmax(0, 1fr)",
    height: "100dvh",
    backgroundColor: tokens.colorNeutralBackground3,
    "@media (max-width: 760px)": { gridTemplateColumns: "minmax(0, 1fr)", gridTemplateRows: "auto minmax(0, 1fr)" },
  },
  rail: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXS,
    padding: tokens.spacingHorizontalM,
    "@media (max-width: 760px)": {
      display: "none",
      borderBlockEndWidth: "1px",
      borderBlockEndStyle: "solid",
      borderBlockEndColor: tokens.colorNeutralStroke2,
    },
  },
  open: { "@media (max-width: 760px)": { display: "flex" } },
  brand: {
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalS,
    paddingBlock: tokens.spacingVerticalS,
    color: tokens.colorBrandForeground1,
  },
  phone: {
    display: "none",
    "@media (max-width: 760px)": {
      display: "flex",
      alignItems: "center",
      gap: tokens.spacingHorizontalS,
      padding: tokens.spacingHorizontalS,
    },
  },
  top: { "@media (max-width: 760px)": { minHeight: 0 } },
  entry: { justifyContent: "start", width: "100%" },
  current: { backgroundColor: tokens.colorNeutralBackground1Selected, fontWeight: tokens.fontWeightSemibold },
  count: { marginInlineStart: "auto" },
  space: { flexGrow: 1 },
  hint: { color: tokens.colorNeutralForeground3 },
  page: {
    backgroundColor: tokens.colorNeutralBackground1,
    overflow: "auto",
    minHeight: 0,
    borderInlineStartWidth: "1px",
    borderInlineStartStyle: "solid",
    borderInlineStartColor: tokens.colorNeutralStroke2,
  },
  name: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
})

interface Entry {
  readonly to: string
  readonly text: string
  readonly icon: ReactElement
  readonly count?: number
}

export function Shell({ children }: { readonly children: ReactNode }) {
  const styles = useStyles()
  const { common, list } = useStrings()
  const account = useAccount()
  const [path, go] = useLocation()
  const [isOpen, setOpen] = useState(false)
  const [unread, setUnread] = useState(0)
  useEffect(() => {
    setOpen(false)
    account.client.messages({ folder: "inbox" }).then(
      (page) => setUnread(page.unread),
      () => undefined,
    )
  }, [path, account])
  const isAdministrator = account.memberships.some(({ role }) => role === "administrator")
  const entries: Entry[] = [
    { to: "/inbox", text: list.inbox, icon: <MailInbox20Regular />, count: unread },
    { to: "/sent", text: list.sent, icon: <Send20Regular /> },
    ...(isAdministrator ? [{ to: "/members", text: list.members, icon: <People20Regular /> }] : []),
    { to: "/account", text: list.account, icon: <PersonCircle20Regular /> },
  ]
  return (
    <div className={styles.frame}>
      <div className={styles.top}>
        <div className={styles.phone}>
          <Button
            appearance="subtle"
            icon={<Navigation20Regular />}
            aria-label={list.openFolders}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          />
          <Text weight="semibold">{common.product}</Text>
        </div>
        <nav className={mergeClasses(styles.rail, isOpen && styles.open)} aria-label={list.folders}>
          <div className={styles.brand}>
            <ShieldKeyhole24Filled />
            <Text weight="semibold" size={400}>
              {common.product}
            </Text>
          </div>
          {account.memberships.length > 0 && (
            <Button appearance="primary" icon={<Add20Regular />} onClick={() => go("/new")}>
              {list.newMessage}
            </Button>
          )}
          {entries.map(({ to, text, icon, count = 0 }) => (
            <Button
              key={to}
              appearance="subtle"
              icon={icon}
              className={mergeClasses(styles.entry, path === to && styles.current)}
              {...(path === to ? { "aria-current": "page" as const } : {})}
              onClick={() => go(to)}
            >
              {text}
              {count > 0 && (
                <CounterBadge className={styles.count} count={count} size="small" aria-label={list.newCount(count)} />
              )}
            </Button>
          ))}
          <span className={styles.space} />
          <Text size={200} className={mergeClasses(styles.hint, styles.name)}>
            <bdi>{account.address}</bdi>
          </Text>
          <Text size={200} className={styles.hint}>
            {list.lockedHint}
          </Text>
        </nav>
      </div>
      <div className={styles.page}>{children}</div>
    </div>
  )
}
