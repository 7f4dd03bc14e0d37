/** Lists, search and conversations of one person, over the organizations in which there are messages for that person. */
import type { Folder, MessageQuery, MessageRow } from "@smp/shared/wire"
import type { ListedMessage, Narrowing, Page } from "../data/list.store.ts"
import type { MailboxIndex } from "./mailbox-index.ts"
import { rowsOf } from "./message-rows.ts"
import type { OpenOrganization } from "./organization-house.ts"
import { notFound, refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"

export type Listing = ReturnType<typeof listingService>
const PAGE = 50
const WEEK_MS = 7 * 24 * 3600_000
const VISIBLE: readonly Folder[] = ["inbox", "sent", "archive"]

export function listingService({ mailboxes, now }: { mailboxes: MailboxIndex; now: () => number }) {
  return {
    list: async (session: LiveSession, query: MessageQuery) => {
      const found: { organization: OpenOrganization; entry: ListedMessage }[] = []
      const cursor = readCursor(query.cursor)
      let unread = 0
      for (const organization of await mailboxes.organizationsOf(session.address)) {
        const listed = await pageOf({ organization, address: session.address, query, cursor, now: now() })
        found.push(...unique(listed).map((entry) => ({ organization, entry })))
        unread += await organization.lists.unread(session.address, "inbox")
      }
      found.sort((a, b) => newestFirst(a.entry.message, b.entry.message))
      const page = found.slice(0, PAGE)
      const last = page.at(-1)?.entry.message
      const isMore = found.length > PAGE && query.ids === undefined
      return {
        messages: await shown(session, page),
        unread,
        next: isMore && last !== undefined ? `${last.sentAt}.${last.id}` : null,
      }
    },
    /** What this person may see of it; a conversation of others is not there. */
    thread: async (session: LiveSession, root: string): Promise<{ messages: MessageRow[] }> => {
      const rows: MessageRow[] = []
      for (const organization of await mailboxes.organizationsOf(session.address)) {
        const messages = await organization.lists.thread(root, session)
        const listed = await Promise.all(
          messages.map(async (message): Promise<ListedMessage> => {
            const [place] = await organization.placements.of(session.address, message.id)
            return { message, folder: place?.folder ?? "archive", unread: place?.unread ?? false }
          }),
        )
        rows.push(...(await rowsOf(organization, session, listed)))
      }
      return rows.length === 0 ? notFound() : { messages: rows.toSorted((a, b) => a.sentAt - b.sentAt) }
    },
  }
}

interface Asked extends Pick<Page, "cursor"> {
  readonly organization: OpenOrganization
  readonly address: string
  readonly query: MessageQuery
  readonly now: number
}

async function pageOf({ organization, address, query, cursor, now }: Asked): Promise<ListedMessage[]> {
  const { lists, search } = organization
  const folders = query.folder === "all" ? VISIBLE : [query.folder]
  const { q = "", from = "", to = "", label = null } = query
  if (query.ids !== undefined) return lists.byIds(address, query.ids, folders)
  const wanted: Narrowing & Page = {
    after: query.after ?? null,
    before: query.before ?? null,
    withFiles: query.withFiles ?? false,
    unread: query.unread ?? false,
    label,
    ending: query.ending === true ? [now, now + WEEK_MS] : null,
    cursor,
    // A message to oneself may stand in two folders.
    limit: (PAGE + 1) * (folders.length > 1 ? 2 : 1),
  }
  if (q !== "" || from !== "" || to !== "") {
    await search.catchUp()
    return search.find(address, folders, { ...wanted, anywhere: q, from, to })
  }
  if (wanted.ending !== null) return lists.ending(address, folders, wanted)
  if (label !== null) return lists.labelled(address, folders, { ...wanted, label })
  return (await Promise.all(folders.map((folder) => lists.folder(address, folder, wanted)))).flat()
}

async function shown(
  session: LiveSession,
  page: readonly { organization: OpenOrganization; entry: ListedMessage }[],
): Promise<MessageRow[]> {
  const rows: MessageRow[] = []
  for (const organization of new Set(page.map((held) => held.organization))) {
    const entries = page.filter((held) => held.organization === organization).map(({ entry }) => entry)
    rows.push(...(await rowsOf(organization, session, entries)))
  }
  return rows.toSorted(newestFirst)
}

type Placed = { readonly sentAt: number; readonly id: string }
const newestFirst = (a: Placed, b: Placed): number => b.sentAt - a.sentAt || (a.id < b.id ? 1 : -1)

function unique(listed: readonly ListedMessage[]): ListedMessage[] {
  return [...new Map(listed.toReversed().map((entry) => [entry.message.id, entry])).values()].reverse()
}

function readCursor(cursor: string | undefined): Placed | null {
  if (cursor === undefined) return null
  const [sentAt, id] = cursor.split(".")
  if (!/^\d{1,15}$/.test(sentAt ?? "") || id === undefined)
    return refuseRequest("request.malformed", "That is not a cursor of this list.")
  return { sentAt: Number(sentAt), id }
}
