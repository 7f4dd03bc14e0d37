/**
 * Search of subjects and people in one organization: an FTS5 table beside the messages, filled after their commit.
 * Promises: nobody finds a message by a blind copy but its sender; what is indexed is what lies in clear columns anyway.
 * Another database brings its own full-text search behind the same two functions.
 */
import { createHash } from "node:crypto"
import { and, asc, desc, eq, gt, gte, inArray, lt, sql } from "drizzle-orm"
import type { Folder } from "@smp/shared/wire"
import type { Database, Query } from "./database.ts"
import { searchTable } from "./dialects/search-table.sqlite.ts"
import { listColumns, narrowed } from "./list.store.ts"
import type { ListedMessage, Narrowing, Page } from "./list.store.ts"
import type { OrganizationSchema } from "./schema/organization.ts"
import { indexedText, spellingsOf, wordsOf } from "./search-words.ts"

export interface Sought {
  /** Words of subject or people; of the sender; of a recipient. */
  readonly anywhere: string
  readonly from: string
  readonly to: string
}
const BATCH = 200
const ONLY = 1

export function searchStore(database: Database<OrganizationSchema>) {
  const { t, read } = database
  const indexed = async (query: Query): Promise<number> =>
    (await query.select({ leaf: t.searchMark.leaf }).from(t.searchMark).where(eq(t.searchMark.id, ONLY)))[0]?.leaf ?? -1
  const newest = async (): Promise<number> =>
    (await read.select({ leaf: t.message.leafIndex }).from(t.message).orderBy(desc(t.message.leafIndex)).limit(1))[0]
      ?.leaf ?? -1
  /** @returns whether there is more */
  const indexBatch = (): Promise<boolean> =>
    database.tx(async (query) => {
      const mark = await indexed(query)
      const messages = await query
        .select({ ...listColumns(t), leaf: t.message.leafIndex })
        .from(t.message)
        .where(gt(t.message.leafIndex, mark))
        .orderBy(asc(t.message.leafIndex))
        .limit(BATCH)
      const last = messages.at(-1)
      if (last === undefined) return false
      const people = await query
        .select()
        .from(t.recipient)
        .where(
          inArray(
            t.recipient.message,
            messages.map(({ id }) => id),
          ),
        )
      const entries = messages.flatMap((message) =>
        entriesOf(
          message,
          people.filter((person) => person.message === message.id),
        ),
      )
      // In the order of their places, as the table likes it best.
      for (const entry of entries.toSorted((a, b) => (a.place < b.place ? -1 : 1))) await insert(query, entry)
      const values = { id: ONLY, leaf: last.leaf }
      await query.insert(t.searchMark).values(values).onConflictDoUpdate({ target: t.searchMark.id, set: values })
      return messages.length === BATCH
    })
  return {
    /** Indexes what was committed since; a step at a time, so that commits come between. */
    catchUp: async (): Promise<void> => {
      if ((await indexed(read)) === (await newest())) return
      while (await indexBatch());
    },
    find: async (address: string, folders: readonly Folder[], sought: Sought & Narrowing & Page) => {
      const match = matchOf(address, sought)
      if (match === null) return []
      const where = [
        sql`${searchTable} match ${match}`,
        eq(t.placement.address, address),
        inArray(t.placement.folder, [...folders]),
        eq(t.placement.message, searchTable.message),
        eq(t.message.id, searchTable.message),
        ...narrowed(t, { ...sought, address }),
      ]
      const { cursor, after, before } = sought
      if (after !== null) where.push(gte(searchTable.place, sql`${placeOf(after, 0n)}`))
      const end = Math.min(cursor === null ? Infinity : cursor.sentAt + 1, before ?? Infinity)
      if (Number.isFinite(end)) where.push(lt(searchTable.place, sql`${placeOf(end, 0n)}`))
      const rows = await read
        .select({ message: listColumns(t), folder: t.placement.folder, unread: t.placement.unread })
        .from(searchTable)
        .crossJoin(t.placement)
        .crossJoin(t.message)
        .where(and(...where))
        .orderBy(desc(searchTable.place))
        .limit(sought.limit)
      return rows.map((row): ListedMessage => ({ ...row, folder: row.folder as Folder }))
    },
  }
}

interface Entry {
  readonly place: bigint
  readonly message: string
  readonly own: string
  readonly subject: string
  readonly sender: string
  readonly readers: string
}

/** Places are in the order of lists: by time, then by identifier. */
const placeOf = (sentAt: number, low: bigint): bigint => (BigInt(Math.trunc(sentAt)) << 20n) | low

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
/** The first 18 bits of the identifier, and one bit for the sender's own entry. */
function lowBits(id: string): bigint {
  let value = 0n
  for (const character of id.slice(4, 8)) value = (value << 5n) | BigInt(Math.max(0, ALPHABET.indexOf(character)))
  return (value & 0x3ffffn) << 2n
}

async function insert(query: Query, { place, ...entry }: Entry): Promise<void> {
  let free = place
  const isTaken = async () =>
    (
      await query
        .select({ message: searchTable.message })
        .from(searchTable)
        .where(eq(searchTable.place, sql`${free}`))
    ).length > 0
  while (await isTaken()) free += 2n
  await query.insert(searchTable).values({ ...entry, place: sql`${free}` })
}

type Person = { role: string; address: string; name: string }

/** One entry for all who may find it; a second one, for the sender alone, where there are blind copies. */
function entriesOf(
  message: { id: string; senderAddress: string; senderName: string; subject: string | null; sentAt: number },
  people: readonly Person[],
): Entry[] {
  const place = placeOf(message.sentAt, lowBits(message.id))
  const textOf = (list: readonly Person[]) =>
    indexedText(list.map(({ address, name }) => `${name} ${address}`).join(" "))
  const common = {
    message: message.id,
    subject: indexedText(message.subject ?? ""),
    sender: indexedText(`${message.senderName} ${message.senderAddress}`),
  }
  const seen = people.filter(({ role }) => role !== "bcc")
  const isBlind = seen.length < people.length
  const readers = new Set(people.map(({ address }) => address))
  if (isBlind) readers.delete(message.senderAddress)
  else readers.add(message.senderAddress)
  const shared = { ...common, place, own: [...readers].map(ownWord).join(" "), readers: textOf(seen) }
  if (!isBlind) return [shared]
  return [shared, { ...common, place: place | 1n, own: ownWord(message.senderAddress), readers: textOf(people) }]
}

/** One word of the index that stands for whose mailbox it is. */
const ownWord = (address: string): string => `o${createHash("sha256").update(address).digest("hex").slice(0, 20)}`

function matchOf(address: string, { anywhere, from, to }: Sought): string | null {
  const columns: readonly (readonly [string, string])[] = [
    ["{subject sender readers}", anywhere],
    ["sender", from],
    ["readers", to],
  ]
  const asked = columns.filter(([, text]) => text.trim() !== "")
  const terms = asked.map(([column, text]) => [column, wordsOf(text)] as const)
  if (terms.some(([, words]) => words.length === 0)) return null
  const all = terms.flatMap(([column, words]) => words.map((word) => `${column} : (${anySpelling(word)})`))
  return [`own : ${ownWord(address)}`, ...all].join(" AND ")
}

/** Words hold letters and digits alone, so that nothing typed is syntax. */
const anySpelling = (word: string): string =>
  spellingsOf(word)
    .map((spelling) => `"${spelling}" *`)
    .join(" OR ")
