/** The lists: folders and labels. */
import {
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  Skeleton,
  SkeletonItem,
  Tab,
  TabList,
  tokens,
} from "@fluentui/react-components"
import {
  Archive24Regular,
  ArrowClockwise20Regular,
  Delete24Regular,
  Filter24Regular,
  MailInbox24Regular,
  Search24Regular,
  Send24Regular,
  Tag24Regular,
} from "@fluentui/react-icons"
import { EmptyState, LiveRegion, useStrings } from "@smp/shared/ui"
import { labelId } from "@smp/shared/wire"
import type { MessageQuery } from "@smp/shared/wire"
import { lazy, Suspense, useEffect, useRef, useState } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../account-context.ts"
import { useChoosing } from "../parts/use-choosing.tsx"
import type { Choosing } from "../parts/use-choosing.tsx"
import { useMayWrite } from "../parts/folder-links.tsx"
import { useListPlace } from "../parts/list-places.ts"
import { useMailbox } from "../parts/mailbox.tsx"
import type { ListFolder } from "../parts/mailbox.tsx"
import { MessageList } from "../parts/message-list.tsx"
import { useQuery } from "../parts/search-field.tsx"
import { readQuery } from "../parts/search-query.ts"
import { PHONE, useMedia } from "../parts/use-media.ts"
import type { NotYet } from "../parts/tracked-list.tsx"
import { useMessages } from "../parts/use-messages.ts"
import type { MessageList as Messages } from "../parts/use-messages.ts"
import { useOnline } from "../parts/use-online.ts"
import { useTitle } from "../parts/use-title.ts"

const TrackedList = lazy(async () => ({ default: (await import("../parts/tracked-list.tsx")).TrackedList }))

const PHONE_RULE = "@media (max-width: 820px)"
const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", minHeight: "100%" },
  head: {
    position: "sticky",
    insetBlockStart: 0,
    zIndex: 1,
    paddingBlockStart: tokens.spacingVerticalM,
    paddingInline: tokens.spacingHorizontalXL,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBlockEndWidth: "1px",
    borderBlockEndStyle: "solid",
    borderBlockEndColor: tokens.colorNeutralStroke2,
    [PHONE_RULE]: { paddingInline: tokens.spacingHorizontalM },
  },
  titles: { display: "flex", alignItems: "baseline", columnGap: tokens.spacingHorizontalM },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: "none",
  },
  count: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  first: { marginInlineStart: "auto" },
  action: { alignSelf: "center" },
  tabs: { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalM})`, flexWrap: "wrap" },
  body: {
    display: "flex",
    flexDirection: "column",
    flexGrow: 1,
    padding: tokens.spacingHorizontalS,
    [PHONE_RULE]: { padding: 0 },
  },
  bar: { flexShrink: 0, margin: tokens.spacingHorizontalS },
  more: { alignSelf: "center", marginBlock: tokens.spacingVerticalL },
  bone: {
    display: "grid",
    gridTemplateColumns: "36px 160px 1fr 60px",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    minHeight: "52px",
    paddingInline: tokens.spacingHorizontalM,
    [PHONE_RULE]: { gridTemplateColumns: "36px 1fr 48px" },
  },
})

type Filter = "all" | "unread" | "files" | "ending" | NotYet

const NOT_YET: ReadonlySet<string> = new Set<NotYet>(["not-displayed", "not-downloaded", "bounced"])
/** Of sent messages: asked of the server as a question of its own, over all of them. */
const isNotYet = (filter: Filter): filter is NotYet => NOT_YET.has(filter)

function filterQuery(filter: Filter): Partial<MessageQuery> {
  switch (filter) {
    case "unread":
      return { unread: true }
    case "files":
      return { withFiles: true }
    case "ending":
      return { ending: true }
    case "all":
    case "not-displayed":
    case "not-downloaded":
    case "bounced":
      return {}
  }
}

interface ListPageProps {
  /** null: the list of a label, from everywhere but the trash. */
  readonly folder: ListFolder | null
  readonly label?: string
}

export function ListPage({ folder, label = "" }: ListPageProps) {
  const styles = useStyles()
  const { list } = useStrings()
  const query = useQuery()
  const { setFolder, setLabel } = useMailbox()
  const [filter, setFilter] = useState<Filter>("all")
  const wanted = useWanted({ folder, label, query, filter })
  const messages = useMessages(wanted)
  const title = useListTitle(folder)
  const shown = messages.rows
  const choosing = useChoosing({ rows: shown ?? [], folder: wanted.folder === "all" ? null : wanted.folder, messages })
  useTitle(title)
  useEffect(() => {
    setLabel(folder === null ? label : null)
    if (folder !== null) setFolder(folder)
  }, [folder, label, setFolder, setLabel])
  const notYet = query === "" && isNotYet(filter) ? filter : null
  const found = query !== "" && shown !== null ? list.results(shown.length, query, messages.hasMore) : ""
  const main = useFocusAfter(choosing.bar !== null)
  return (
    <main ref={main} className={styles.page} data-page={folder ?? "label"}>
      <div className={styles.head}>
        <Head {...{ folder, found, choosing }} />
        {choosing.bar ?? <Filters {...{ folder, query, filter, setFilter }} />}
      </div>
      <div className={styles.body}>
        {notYet !== null && (
          <Suspense fallback={<Bones />}>
            <TrackedList key={notYet} only={notYet} />
          </Suspense>
        )}
        {notYet === null && <Held {...{ folder, query, filter, setFilter, messages, choosing }} />}
      </div>
      <LiveRegion text={found} />
    </main>
  )
}

/** What was chosen is done with, its bar is gone and the focus with it: the list goes on at its heading. */
function useFocusAfter(hasBar: boolean): React.RefObject<HTMLElement | null> {
  const main = useRef<HTMLElement>(null)
  const hadBar = useRef(false)
  useEffect(() => {
    if (hadBar.current && !hasBar && document.activeElement === document.body)
      main.current?.querySelector("h1")?.focus()
    hadBar.current = hasBar
  }, [hasBar])
  return main
}

interface HeldProps extends FiltersProps {
  readonly messages: Messages
  readonly choosing: Choosing
}

/** The messages themselves. */
function Held({ folder, query, filter, setFilter, messages, choosing }: HeldProps) {
  const styles = useStyles()
  const { list } = useStrings()
  const isPhone = useMedia(PHONE)
  const shown = messages.rows
  return (
    <>
      <Trouble problem={messages.problem} hasRows={messages.rows !== null} onAgain={messages.reload} />
      {shown === null && messages.problem === null && <Bones />}
      {shown?.length === 0 && <Nothing folder={folder} query={query} filter={filter} onAll={() => setFilter("all")} />}
      {shown !== null && shown.length > 0 && (
        <MessageList rows={shown} isStacked={isPhone} actions={choosing.actions} />
      )}
      {messages.hasMore && (
        <Button className={styles.more} onClick={messages.loadMore}>
          {list.more}
        </Button>
      )}
    </>
  )
}

/** A label that is not there (any more) is not the folder one came from. */
function useListTitle(folder: ListFolder | null): string {
  const { mailbox } = useStrings()
  const { label } = useMailbox()
  const { title } = useListPlace()
  return folder === null && label === null ? mailbox.label : title
}

interface HeadProps {
  readonly folder: ListFolder | null
  /** What a search found, in a sentence. */
  readonly found: string
  readonly choosing: Choosing
}

function Head({ folder, found, choosing }: HeadProps) {
  const styles = useStyles()
  const { list, mailbox } = useStrings()
  const { unread, refresh } = useMailbox()
  const title = useListTitle(folder)
  return (
    <div className={styles.titles}>
      <h1 className={styles.title} tabIndex={-1}>
        {title}
      </h1>
      <span className={styles.count}>{found || (folder === "inbox" && unread > 0 ? list.newCount(unread) : "")}</span>
      <Button className={mergeClasses(styles.action, styles.first)} appearance="subtle" onClick={choosing.toggle}>
        {choosing.actions.isChoosing ? mailbox.selectEnd : mailbox.select}
      </Button>
      <Button
        className={styles.action}
        appearance="subtle"
        icon={<ArrowClockwise20Regular />}
        aria-label={list.refresh}
        onClick={refresh}
      />
    </div>
  )
}

interface FiltersProps {
  readonly folder: ListFolder | null
  readonly query: string
  readonly filter: Filter
  readonly setFilter: (filter: Filter) => void
}

function Filters({ folder, query, filter, setFilter }: FiltersProps) {
  const styles = useStyles()
  const { list, mailbox, tracking } = useStrings()
  return (
    <TabList
      className={styles.tabs}
      selectedValue={filter}
      onTabSelect={(_, { value }) => setFilter(value as Filter)}
      aria-label={list.filters}
    >
      <Tab value="all">{list.all}</Tab>
      {folder !== "sent" && <Tab value="unread">{list.unread}</Tab>}
      {folder === "sent" && query === "" && (
        <>
          <Tab value="not-displayed">{tracking.many.notDisplayed}</Tab>
          <Tab value="not-downloaded">{tracking.many.notDownloaded}</Tab>
          <Tab value="bounced">{tracking.many.bounced}</Tab>
        </>
      )}
      <Tab value="files">{list.withFiles}</Tab>
      <Tab value="ending">{mailbox.ending}</Tab>
    </TabList>
  )
}

interface Wanted {
  readonly folder: ListFolder | null
  readonly label: string
  readonly query: string
  readonly filter: Filter
}

/** What the tabs, the search field and the address ask for together. */
function useWanted({ folder, label, query, filter }: Wanted): MessageQuery {
  const { mailbox } = useStrings()
  const { labels } = useMailbox()
  const { isEverywhere, ...typed } = readQuery(query, mailbox.words, labels)
  const own = labelId.safeParse(label)
  return {
    folder: isEverywhere === true ? "all" : (folder ?? "all"),
    ...(own.success ? { label: own.data } : {}),
    ...typed,
    ...filterQuery(filter),
  }
}

function Trouble({
  problem,
  hasRows,
  onAgain,
}: {
  readonly problem: "unreachable" | "failed" | null
  readonly hasRows: boolean
  readonly onAgain: () => void
}) {
  const styles = useStyles()
  const { common, list } = useStrings()
  const isOnline = useOnline()
  if (isOnline && problem === null) return null
  const isOffline = !isOnline && hasRows
  return (
    <MessageBar className={styles.bar} intent="warning" layout="multiline">
      <MessageBarBody>
        {isOffline ? list.offline : problem === "failed" ? list.listFailed : list.unreachable}
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={onAgain}>{common.tryAgain}</Button>
      </MessageBarActions>
    </MessageBar>
  )
}

function Bones() {
  const styles = useStyles()
  const { common } = useStrings()
  return (
    <Skeleton aria-label={common.loading}>
      {[0, 1, 2, 3, 4, 5].map((line) => (
        <div key={line} className={styles.bone}>
          <SkeletonItem shape="circle" size={36} />
          <SkeletonItem size={16} />
          <SkeletonItem size={16} />
        </div>
      ))}
    </Skeleton>
  )
}

interface NothingProps {
  readonly folder: ListFolder | null
  readonly query: string
  readonly filter: Filter
  readonly onAll: () => void
}

function Nothing({ folder, query, filter, onAll }: NothingProps) {
  const { list } = useStrings()
  if (query !== "")
    return <EmptyState icon={<Search24Regular />} title={list.nothingFound(query)} text={list.nothingFoundText} />
  if (filter !== "all") {
    return (
      <EmptyState
        icon={<Filter24Regular />}
        title={list.emptyFilter}
        text={list.emptyFilterText}
        actions={<Button onClick={onAll}>{list.showAll}</Button>}
      />
    )
  }
  return <EmptyFolder folder={folder} />
}

function EmptyFolder({ folder }: { readonly folder: ListFolder | null }) {
  const { list, mailbox } = useStrings()
  const account = useAccount()
  const mayWrite = useMayWrite()
  const [, go] = useLocation()
  const write = mayWrite ? (
    <Button appearance="primary" onClick={() => go("/new")}>
      {list.newMessage}
    </Button>
  ) : null
  switch (folder) {
    case "inbox":
      return (
        <EmptyState
          icon={<MailInbox24Regular />}
          title={list.emptyInbox}
          text={list.emptyInboxText(account.address)}
          actions={write}
        />
      )
    case "sent":
      return <EmptyState icon={<Send24Regular />} title={list.emptySent} text={list.emptySentText} actions={write} />
    case "archive":
      return <EmptyState icon={<Archive24Regular />} title={mailbox.emptyArchive} text={mailbox.emptyArchiveText} />
    case "trash":
      return <EmptyState icon={<Delete24Regular />} title={mailbox.emptyTrash} text={mailbox.emptyTrashText} />
    case null:
      return <EmptyState icon={<Tag24Regular />} title={mailbox.emptyLabel} text={mailbox.emptyLabelText} />
  }
}
