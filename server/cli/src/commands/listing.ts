/** smp list, smp thread. */
import type { Account } from "@smp/shared/account"
import { openHiddenSubjects } from "@smp/shared/read"
import type { HiddenSubjects } from "@smp/shared/read"
import { folder } from "@smp/shared/wire"
import type { LabelId, MessageQuery, MessageRow } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import { idOf } from "../message-id.ts"
import type { CommandLine } from "../options.ts"
import { print } from "../terminal.ts"
import { UsageError } from "../usage.ts"
import { labelNamed } from "./mailbox.ts"

const MOST_ROWS = 1_000

export async function listMessages(line: CommandLine): Promise<number> {
  const { values } = line
  const { account, profile } = await signedIn(line)
  const subjects = await openHiddenSubjects(account, profile.pins)
  if (values.folder === "waiting") {
    show(line, await account.client.waitingMessages(), subjects)
    return 0
  }
  const wanted = values.folder === undefined ? null : folder.safeParse(values.folder)
  if (wanted !== null && !wanted.success) throw new UsageError("--folder is inbox, sent, archive, trash or waiting")
  const label = values.label === undefined ? null : (await labelNamed(account, values.label)).id
  const narrow = narrowing(line, label)
  const folders =
    wanted !== null ? [wanted.data] : Object.keys(narrow).length > 0 ? (["all"] as const) : (["inbox", "sent"] as const)
  const rows = (
    await Promise.all(folders.map((name) => findAll(account, { ...narrow, folder: name }, subjects)))
  ).flat()
  rows.sort((a, b) => b.sentAt - a.sentAt)
  const unique = rows.filter((row, at) => rows.findIndex(({ id }) => id === row.id) === at)
  show(line, unique, subjects)
  return 0
}

export async function showThread(line: CommandLine): Promise<number> {
  const { account, profile } = await signedIn(line)
  const { row } = await account.client.message(idOf(line))
  const { messages } = await account.client.thread(row.thread.root)
  show(line, messages, await openHiddenSubjects(account, profile.pins))
  return 0
}

function narrowing({ values, lists }: CommandLine, label: LabelId | null): Omit<MessageQuery, "folder"> {
  const to = lists.to.join(" ")
  return {
    ...(values.search === undefined ? {} : { q: values.search }),
    ...(values.from === undefined ? {} : { from: values.from }),
    ...(to === "" ? {} : { to }),
    ...(values.after === undefined ? {} : { after: dayOf("after", values.after) }),
    ...(values.before === undefined ? {} : { before: dayOf("before", values.before) }),
    ...(label === null ? {} : { label }),
    ...(values["with-files"] === true ? { withFiles: true } : {}),
    ...(values.unread === true ? { unread: true } : {}),
  }
}

function dayOf(name: string, text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00`) : Number.NaN
  if (Number.isNaN(at)) throw new UsageError(`--${name} takes a day, 2026-01-31`)
  return at
}

/** Also what this profile knows of hidden subjects. */
async function findAll(account: Account, query: MessageQuery, subjects: HiddenSubjects): Promise<MessageRow[]> {
  const rows: MessageRow[] = []
  let cursor: string | null = null
  do {
    const page = await account.client.findMessages({ ...query, ...(cursor === null ? {} : { cursor }) })
    rows.push(...page.messages)
    cursor = page.next
  } while (cursor !== null && rows.length < MOST_ROWS)
  const hidden = Object.keys(query).length === 2 && query.q !== undefined ? subjects.find(query.q).slice(0, 50) : []
  if (hidden.length > 0)
    rows.push(...(await account.client.findMessages({ folder: query.folder, ids: hidden })).messages)
  return rows
}

function show(line: CommandLine, rows: readonly MessageRow[], subjects: HiddenSubjects): void {
  const listed = rows.map((row) => toListed(row, subjects))
  print(
    line.json,
    listed,
    listed.map(
      ({ id, from, to, subject, sentAt, state }) =>
        `${id}  ${sentAt.slice(0, 16).replace("T", " ")}  ${state.padEnd(9)}  ${from} -> ${to.join(", ")}  ${subject ?? "(hidden subject)"}`,
    ),
  )
}

/** The server's columns: what is true is said by `read` and `verify`. */
const toListed = (row: MessageRow, subjects: HiddenSubjects) => ({
  id: row.id,
  from: row.from.address,
  to: row.to.map(({ address }) => address),
  subject: row.subject ?? subjects.all().get(row.id) ?? null,
  sentAt: new Date(row.sentAt).toISOString(),
  state: row.state,
  folder: row.folder,
  unread: row.unread,
  files: row.attachments,
  labels: row.labels,
  thread: row.thread,
})
