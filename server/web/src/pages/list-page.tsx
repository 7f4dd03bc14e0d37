/** Inbox and Sent: the server's columns, marked where a state needs words; the truth is on the slip. */
import {
  Badge,
  Button,
  makeStyles,
  mergeClasses,
  MessageBar,
  MessageBarBody,
  SearchBox,
  Skeleton,
  SkeletonItem,
  Tab,
  TabList,
  Text,
  tokens,
} from "@fluentui/react-components"
import { Attach16Regular, MailInbox48Regular, Send48Regular } from "@fluentui/react-icons"
import { EmptyState, PersonAvatar, useFormats, useStrings } from "@smp/shared/ui"
import type { MessageRow } from "@smp/shared/wire"
import { useCallback, useEffect, useState } from "react"
import { useLocation } from "wouter"
import { useAccount } from "../account-context.ts"

const useStyles = makeStyles({
  page: { padding: tokens.spacingHorizontalXL, "@media (max-width: 760px)": { padding: tokens.spacingHorizontalM } },
  head: {
    display: "flex",
    flexWrap: "wrap",
    gap: tokens.spacingHorizontalM,
    alignItems: "center",
    marginBlockEnd: tokens.spacingVerticalM,
  },
  title: {
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    marginInlineEnd: "auto",
  },
  search: { minWidth: "220px", maxWidth: "420px", flexGrow: 1 },
  row: {
    display: "grid",
    gridTemplateColumns: "32px minmax(120px, 220px) minmax(0, 1fr) auto",
    columnGap: tokens.spacingHorizontalM,
    alignItems: "center",
    width: "100%",
    paddingBlock: tokens.spacingVerticalS,
    paddingInline: tokens.spacingHorizontalM,
    minHeight: "52px",
    textAlign: "start",
    cursor: "pointer",
    backgroundColor: "transparent",
    borderBlockStartStyle: "none",
    borderInlineStartStyle: "none",
    borderInlineEndStyle: "none",
    borderBlockEndWidth: "1px",
    borderBlockEndStyle: "solid",
    borderBlockEndColor: tokens.colorNeutralStroke3,
    color: "inherit",
    fontFamily: "inherit",
    fontSize: "inherit",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    "@media (max-width: 760px)": { gridTemplateColumns: "32px minmax(0, 1fr) auto", paddingInline: 0 },
  },
  unread: { fontWeight: tokens.fontWeightSemibold, boxShadow: `inset 3px 0 0 ${tokens.colorBrandBackground}` },
  who: { minWidth: 0, "@media (max-width: 760px)": { gridColumn: 2 } },
  what: { minWidth: 0, "@media (max-width: 760px)": { gridColumn: 2 } },
  when: {
    display: "flex",
    flexDirection: "column",
    alignItems: "end",
    gap: tokens.spacingVerticalXXS,
    "@media (max-width: 760px)": { gridColumn: 3, gridRow: "1 / 3" },
  },
  cut: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", display: "block" },
  soft: { color: tokens.colorNeutralForeground3 },
  hidden: { fontStyle: "italic" },
})

type Filter = "all" | "unread" | "files"

export function ListPage({ folder }: { readonly folder: "inbox" | "sent" }) {
  const styles = useStyles()
  const { list, common } = useStrings()
  const account = useAccount()
  const [rows, setRows] = useState<readonly MessageRow[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [isFailed, setFailed] = useState(false)
  const [query, setQuery] = useState("")
  const [filter, setFilter] = useState<Filter>("all")
  const load = useCallback(
    async (cursor: string | null) => {
      try {
        const page = await account.client.messages({
          folder,
          ...(cursor === null ? {} : { cursor }),
          ...(query === "" ? {} : { q: query }),
        })
        setRows((before) => (cursor === null ? page.messages : [...(before ?? []), ...page.messages]))
        setNext(page.next)
        setFailed(false)
      } catch {
        setFailed(true)
      }
    },
    [account, folder, query],
  )
  useEffect(() => {
    const timer = setTimeout(() => void load(null), query === "" ? 0 : 250)
    return () => clearTimeout(timer)
  }, [load, query])
  useEffect(() => {
    const timer = setInterval(() => void load(null), 20_000)
    return () => clearInterval(timer)
  }, [load])
  useEffect(() => {
    document.title = `${list[folder]} · ${common.product}`
  }, [list, folder, common])
  const shown =
    rows?.filter((row) => filter === "all" || (filter === "unread" ? row.unread : row.attachments > 0)) ?? null
  return (
    <main className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>{list[folder]}</h1>
        <SearchBox
          className={styles.search}
          placeholder={list.search}
          aria-label={list.search}
          value={query}
          onChange={(_, { value }) => setQuery(value)}
        />
        <Button onClick={() => void load(null)}>{list.refresh}</Button>
      </div>
      <TabList
        selectedValue={filter}
        onTabSelect={(_, { value }) => setFilter(value as Filter)}
        aria-label={list.filters}
      >
        <Tab value="all">{list.all}</Tab>
        {folder === "inbox" && <Tab value="unread">{list.unread}</Tab>}
        <Tab value="files">{list.withFiles}</Tab>
      </TabList>
      {isFailed && (
        <MessageBar intent="warning">
          <MessageBarBody>{rows === null ? list.listFailed : list.offline}</MessageBarBody>
        </MessageBar>
      )}
      {shown === null && !isFailed && <Waiting />}
      {shown !== null && shown.length === 0 && (
        <Nothing folder={folder} query={query} filter={filter} onAll={() => setFilter("all")} />
      )}
      {shown !== null && shown.length > 0 && (
        <ul aria-label={list[folder]}>
          {shown.map((row) => (
            <li key={row.id}>
              <Row row={row} folder={folder} />
            </li>
          ))}
        </ul>
      )}
      {next !== null && <Button onClick={() => void load(next)}>{list.more}</Button>}
    </main>
  )
}

function Row({ row, folder }: { readonly row: MessageRow; readonly folder: "inbox" | "sent" }) {
  const styles = useStyles()
  const { list, common } = useStrings()
  const formats = useFormats()
  const [, go] = useLocation()
  const others = [...row.to, ...row.cc].map(({ name, address }) => name || address)
  const people =
    folder === "inbox"
      ? row.from.name || row.from.address
      : list.toNames(others.slice(0, 2).join(", ") + (others.length > 2 ? ` ${list.andMore(others.length - 2)}` : ""))
  const subject = row.subject === null ? list.hiddenSubject : row.subject || list.noSubject
  return (
    <button
      type="button"
      className={mergeClasses(styles.row, row.unread && styles.unread)}
      onClick={() => go(`/m/${row.id}`)}
      data-message={row.id}
    >
      <PersonAvatar name={row.from.name} address={row.from.address} size={32} />
      <span className={styles.who}>
        <span className={styles.cut}>{people}</span>
        <Text size={200} className={mergeClasses(styles.cut, styles.soft)}>
          {row.organization}
        </Text>
      </span>
      <span className={mergeClasses(styles.what, styles.cut, row.subject === null && styles.hidden)}>{subject}</span>
      <span className={styles.when}>
        <Text size={200}>{formats.brief(row.sentAt)}</Text>
        <span style={{ display: "flex", gap: "6px", alignItems: "center" }}>
          {row.attachments > 0 && (
            <Text size={200} className={styles.soft}>
              <Attach16Regular aria-hidden /> {common.files(row.attachments)}
            </Text>
          )}
          {row.unread && (
            <Badge appearance="tint" color="brand">
              {list.state.new}
            </Badge>
          )}
          {row.displayed !== null && (
            <Text size={200} className={styles.soft}>
              {row.displayed.count === 0
                ? list.notDisplayedYet
                : list.displayedBy(row.displayed.count, row.displayed.of)}
            </Text>
          )}
        </span>
      </span>
    </button>
  )
}

function Waiting() {
  const { common } = useStrings()
  return (
    <Skeleton aria-label={common.loading}>
      {[1, 2, 3, 4].map((line) => (
        <SkeletonItem key={line} size={40} style={{ marginBlock: "8px" }} />
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
  folder: "inbox" | "sent"
  query: string
  filter: Filter
  onAll: () => void
}) {
  const { list } = useStrings()
  const account = useAccount()
  const icon = folder === "inbox" ? <MailInbox48Regular /> : <Send48Regular />
  if (query !== "") return <EmptyState icon={icon} title={list.nothingFound(query)} text={list.nothingFoundText} />
  if (filter !== "all")
    return (
      <EmptyState
        icon={icon}
        title={list.emptyFilter}
        text={list.emptyFilterText}
        actions={<Button onClick={onAll}>{list.showAll}</Button>}
      />
    )
  return folder === "inbox" ? (
    <EmptyState icon={icon} title={list.emptyInbox} text={list.emptyInboxText(account.address)} />
  ) : (
    <EmptyState icon={icon} title={list.emptySent} text={list.emptySentText} />
  )
}
