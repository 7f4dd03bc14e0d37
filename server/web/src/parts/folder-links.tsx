/** The folders as links, so that they open in a new tab too. */
import { Button, CounterBadge, makeStyles, mergeClasses, tokens } from "@fluentui/react-components"
import {
  Add20Regular,
  Archive20Filled,
  Archive20Regular,
  bundleIcon,
  Drafts20Filled,
  Drafts20Regular,
  Hourglass20Filled,
  Hourglass20Regular,
  Delete20Filled,
  Delete20Regular,
  MailInbox20Filled,
  MailInbox20Regular,
  AppsAddIn20Filled,
  AppsAddIn20Regular,
  People20Filled,
  People20Regular,
  PersonQuestionMark20Filled,
  PersonQuestionMark20Regular,
  Person20Filled,
  Person20Regular,
  Send20Filled,
  Send20Regular,
} from "@fluentui/react-icons"
import { useStrings } from "@smp/shared/ui"
import type { ComponentType } from "react"
import { Link, useLocation } from "wouter"
import { useAccount } from "../account-context.ts"
import { useLettingIn } from "./letting-in.tsx"
import { useFolderLinkStyles } from "./folder-link-styles.ts"
import { LabelLinks } from "./label-links.tsx"
import { useListPlace } from "./list-places.ts"
import { useMailbox } from "./mailbox.tsx"

const Inbox = bundleIcon(MailInbox20Filled, MailInbox20Regular)
const Sent = bundleIcon(Send20Filled, Send20Regular)
const Drafts = bundleIcon(Drafts20Filled, Drafts20Regular)
const Archive = bundleIcon(Archive20Filled, Archive20Regular)
const Trash = bundleIcon(Delete20Filled, Delete20Regular)
const People = bundleIcon(People20Filled, People20Regular)
const Hourglass = bundleIcon(Hourglass20Filled, Hourglass20Regular)
const Asking = bundleIcon(PersonQuestionMark20Filled, PersonQuestionMark20Regular)
const AddIn = bundleIcon(AppsAddIn20Filled, AppsAddIn20Regular)
const Me = bundleIcon(Person20Filled, Person20Regular)

const useStyles = makeStyles({
  new: { width: "100%", marginBlockEnd: tokens.spacingVerticalXS },
})

interface Folder {
  readonly to: string
  readonly text: string
  readonly Icon: ComponentType<{ filled?: boolean }>
  readonly count?: number
}

function useFolders(): Folder[] {
  const { list, drafts, mailbox, outlook, waiting: text } = useStrings()
  const { memberships } = useAccount()
  const { unread, waiting } = useMailbox()
  const { asking } = useLettingIn()
  const isAdministrator = memberships.some(({ role }) => role === "administrator")
  return [
    { to: "/inbox", text: list.inbox, Icon: Inbox, count: unread },
    { to: "/sent", text: list.sent, Icon: Sent },
    { to: "/drafts", text: drafts.folder, Icon: Drafts },
    { to: "/archive", text: mailbox.archive, Icon: Archive },
    { to: "/trash", text: mailbox.trash, Icon: Trash },
    ...(waiting > 0 ? [{ to: "/waiting", text: text.folder, Icon: Hourglass, count: waiting }] : []),
    ...(asking.length > 0 ? [{ to: "/requests", text: text.requests, Icon: Asking, count: asking.length }] : []),
    ...(isAdministrator
      ? [
          { to: "/members", text: list.members, Icon: People },
          { to: "/outlook-add-in", text: outlook.title, Icon: AddIn },
        ]
      : []),
    { to: "/account", text: list.account, Icon: Me },
  ]
}

/** Guests answer; members may begin a conversation. */
export function useMayWrite(): boolean {
  return useAccount().memberships.some(({ role }) => role !== "guest")
}

export function NewMessageButton() {
  const styles = useStyles()
  const { list } = useStrings()
  const [, go] = useLocation()
  if (!useMayWrite()) return null
  return (
    <Button className={styles.new} appearance="primary" icon={<Add20Regular />} onClick={() => go("/new")}>
      {list.newMessage}
    </Button>
  )
}

/** The folder that a page belongs to; a message's is the one that its reader came from. */
function folderOf(path: string, from: string): string {
  if (path.startsWith("/m/")) return from
  if (path.startsWith("/sent/")) return "/sent"
  return path.startsWith("/draft/") ? "/drafts" : path
}

export function FolderLinks({ onGo }: { readonly onGo?: () => void }) {
  const styles = useFolderLinkStyles()
  const { list, waiting } = useStrings()
  const { path: from } = useListPlace()
  const [path] = useLocation()
  const here = folderOf(path, from)
  return (
    <>
      <ul className={styles.list}>
        {useFolders().map(({ to, text, Icon, count = 0 }) => (
          <li key={to}>
            <Link
              href={to}
              className={mergeClasses(styles.link, here === to && styles.current)}
              aria-current={here === to ? "page" : undefined}
              onClick={onGo}
            >
              <Icon filled={here === to} />
              <span>{text}</span>
              {count > 0 && (
                <CounterBadge
                  count={count}
                  size="small"
                  aria-label={to === "/inbox" ? list.newCount(count) : waiting.count(count)}
                />
              )}
            </Link>
          </li>
        ))}
      </ul>
      <LabelLinks onGo={onGo} />
    </>
  )
}
