/** Inbox and Sent. */
import {
  Button,
  makeStyles,
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
  ArrowClockwise20Regular,
  Filter24Regular,
  MailInbox24Regular,
  Search24Regular,
  Send24Regular,
} from "@fluentui/react-icons"
import { EmptyState, LiveRegion, useStrings } from "@smp/shared/ui"
import type { MessageRow } from "@smp/shared/wire"
import { useEffect, useState } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../account-context.ts"
import { useMayWrite } from "../parts/folder-links.tsx"
import { useMailbox } from "../parts/mailbox.tsx"
import type { ListFolder } from "../parts/mailbox.tsx"
import { MessageList } from "../parts/message-list.tsx"
import { useQuery } from "../parts/search-field.tsx"
import { PHONE, useMedia } from "../parts/use-media.ts"
import { useMessages } from "../parts/use-messages.ts"
import { useOnline } from "../parts/use-online.ts"
import { useTitle } from "../parts/use-title.ts"

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
  refresh: { marginInlineStart: "auto" },
  tabs: { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalM})` },
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

type Filter = "all" | "unread" | "files" | "not-displayed"

function passes(row: MessageRow, filter: Filter): boolean {
  switch (filter) {
    case "all":
      return true
    case "unread":
      return row.unread
    case "files":
      return row.attachments > 0
    case "not-displayed":
      return row.displayed !== null && row.displayed.count < row.displayed.of
  }
}

export function ListPage({ folder }: { readonly folder: ListFolder }) {
  const styles = useStyles()
  const { list } = useStrings()
  const query = useQuery()
  const isPhone = useMedia(PHONE)
  const { unread, setFolder, refresh } = useMailbox()
  const messages = useMessages(folder, query)
  const [filter, setFilter] = useState<Filter>("all")
  useTitle(list[folder])
  useEffect(() => setFolder(folder), [folder, setFolder])
  const shown = messages.rows?.filter((row) => passes(row, filter)) ?? null
  const found = query !== "" && shown !== null ? list.results(shown.length, query) : ""
  return (
    <main className={styles.page} data-page={folder}>
      <div className={styles.head}>
        <div className={styles.titles}>
          <h1 className={styles.title}>{list[folder]}</h1>
          <span className={styles.count}>
            {found || (folder === "inbox" && unread > 0 ? list.newCount(unread) : "")}
          </span>
          <Button
            className={styles.refresh}
            appearance="subtle"
            icon={<ArrowClockwise20Regular />}
            aria-label={list.refresh}
            onClick={refresh}
          />
        </div>
        <TabList
          className={styles.tabs}
          selectedValue={filter}
          onTabSelect={(_, { value }) => setFilter(value as Filter)}
          aria-label={list.filters}
        >
          <Tab value="all">{list.all}</Tab>
          {folder === "inbox" && <Tab value="unread">{list.unread}</Tab>}
          {folder === "sent" && <Tab value="not-displayed">{list.notDisplayed}</Tab>}
          <Tab value="files">{list.withFiles}</Tab>
        </TabList>
      </div>
      <div className={styles.body}>
        <Trouble problem={messages.problem} hasRows={messages.rows !== null} onAgain={messages.reload} />
        {shown === null && messages.problem === null && <Bones />}
        {shown?.length === 0 && (
          <Nothing folder={folder} query={query} filter={filter} onAll={() => setFilter("all")} />
        )}
        {shown !== null && shown.length > 0 && <MessageList rows={shown} folder={folder} isStacked={isPhone} />}
        {messages.hasMore && (
          <Button className={styles.more} onClick={messages.loadMore}>
            {list.more}
          </Button>
        )}
      </div>
      <LiveRegion text={found} />
    </main>
  )
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

function Nothing({
  folder,
  query,
  filter,
  onAll,
}: {
  readonly folder: ListFolder
  readonly query: string
  readonly filter: Filter
  readonly onAll: () => void
}) {
  const { list } = useStrings()
  const account = useAccount()
  const mayWrite = useMayWrite()
  const [, go] = useLocation()
  const write = mayWrite ? (
    <Button appearance="primary" onClick={() => go("/new")}>
      {list.newMessage}
    </Button>
  ) : null
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
  return folder === "inbox" ? (
    <EmptyState
      icon={<MailInbox24Regular />}
      title={list.emptyInbox}
      text={list.emptyInboxText(account.address)}
      actions={write}
    />
  ) : (
    <EmptyState icon={<Send24Regular />} title={list.emptySent} text={list.emptySentText} actions={write} />
  )
}
