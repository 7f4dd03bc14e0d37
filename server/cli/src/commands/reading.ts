/** smp list, smp read, smp slip, smp verify. */
import { toHex } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { readMessage, slipOf } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { folder, messageId } from "@smp/shared/wire"
import type { Folder, MessageId, MessageRow } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import { fetchFolder } from "../folder-rows.ts"
import type { CommandLine } from "../options.ts"
import { saveAttachments } from "../save-attachments.ts"
import type { SavedAttachment } from "../save-attachments.ts"
import { slipLines } from "../slip-lines.ts"
import { print } from "../terminal.ts"
import { UsageError } from "../usage.ts"

const MOST_ROWS = 1_000

export async function listMessages(line: CommandLine): Promise<number> {
  const wanted = folder.safeParse(line.values.folder ?? "inbox")
  if (!wanted.success) throw new UsageError("--folder is inbox, sent, archive or trash")
  const { account } = await signedIn(line)
  const folders: Folder[] = line.values.folder === undefined ? ["inbox", "sent"] : [wanted.data]
  const rows = (await Promise.all(folders.map((name) => fetchFolder(account, name, MOST_ROWS)))).flat()
  rows.sort((a, b) => b.sentAt - a.sentAt)
  const unique = rows.filter((row, at) => rows.findIndex(({ id }) => id === row.id) === at)
  print(
    line.json,
    unique.map(toListed),
    unique.map((row) => {
      const { from, to, subject, sentAt, state } = toListed(row)
      return `${row.id}  ${sentAt.slice(0, 16).replace("T", " ")}  ${state.padEnd(9)}  ${from} -> ${to.join(", ")}  ${subject ?? "(hidden subject)"}`
    }),
  )
  return 0
}

/** The server's columns: what is true is said by `read` and `verify`. */
const toListed = ({ id, from, to, subject, sentAt, state }: MessageRow) => ({
  id,
  from: from.address,
  to: to.map(({ address }) => address),
  subject,
  sentAt: new Date(sentAt).toISOString(),
  state,
})

export async function read(line: CommandLine): Promise<number> {
  const id = idOf(line)
  const { account } = await signedIn(line)
  const message = await readMessage({ account, id })
  const attachments =
    line.values.out === undefined ? notSaved(message) : await saveAttachments(message, line.values.out)
  print(
    line.json,
    {
      ...verdictOf(message),
      subject: message.subject,
      from: message.from.address,
      to: addresses(message.to),
      cc: addresses(message.cc),
      bcc: addresses(message.bcc),
      sentAt: new Date(message.sentAt).toISOString(),
      text: message.text,
      html: message.html,
      attachments,
    },
    textOf(message, attachments),
  )
  return 0
}

/** `altered-names` counts as altered: the list says that it is the names. */
function verdictOf(message: OpenedMessage) {
  const names = message.nameProblems.map(({ field, index, reason }) => ({
    field: "names",
    signed: `${field}[${index}]`,
    server: reason,
  }))
  return {
    id: message.id,
    reference: message.reference,
    verdict: message.verdict === "intact" ? "intact" : "altered",
    differences: [
      ...message.differences.map(({ field, signed, server }) => ({
        field,
        signed: plain(signed),
        server: plain(server),
      })),
      ...names,
    ],
    log: message.log,
    alarms: message.alarms,
  }
}

/** Byte strings inside a difference as hexadecimal. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value as Bytes)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]))
}

const addresses = (people: OpenedMessage["to"]) => people.map(({ address }) => address)

function notSaved(message: OpenedMessage): SavedAttachment[] {
  return message.attachments.map(({ name, size, sha256 }) => ({
    name,
    size,
    sha256: sha256 === null ? null : toHex(sha256),
    path: null,
  }))
}

function textOf(message: OpenedMessage, attachments: readonly SavedAttachment[]): string[] {
  const { differences, verdict } = verdictOf(message)
  return [
    verdict === "intact"
      ? `Signed by ${message.from.address}, unchanged since sent.`
      : `ALTERED: the server does not agree with what ${message.from.address} signed. This is the signed original.`,
    ...differences.map(
      ({ field, signed, server }) =>
        `  ${field}: signed ${JSON.stringify(signed)}, server says ${JSON.stringify(server)}`,
    ),
    ...message.alarms.map((alarm) => `Attention: ${alarm}`),
    `From: ${message.from.name} <${message.from.address}>`,
    `To: ${addresses(message.to).join(", ")}`,
    ...(message.cc.length > 0 ? [`Cc: ${addresses(message.cc).join(", ")}`] : []),
    ...(message.bcc.length > 0 ? [`Bcc: ${addresses(message.bcc).join(", ")}`] : []),
    `Date: ${new Date(message.sentAt).toISOString()}`,
    `Subject: ${message.subject ?? ""}`,
    ...attachments.map(
      ({ name, size, path }) => `Attachment: ${name} (${size} bytes)${path === null ? "" : ` -> ${path}`}`,
    ),
    "",
    ...(message.text ?? "").split("\n"),
  ]
}

export async function slip(line: CommandLine): Promise<number> {
  const id = idOf(line)
  const { account } = await signedIn(line)
  const message = await readMessage({ account, id, receipt: false })
  const view = await slipOf(message, await account.client.tracking(id))
  print(line.json, view, slipLines(view))
  return 0
}

/** With an id: every check of that message, telling nobody. Without: this account, its ring and the logs. */
export async function verify(line: CommandLine): Promise<number> {
  if (line.words[1] === undefined) return verifyAccount(line)
  const id = idOf(line)
  const { account } = await signedIn(line)
  const message = await readMessage({ account, id, receipt: false })
  const result = verdictOf(message)
  const isGood = result.verdict === "intact" && message.alarms.length === 0 && message.log !== "unreachable"
  print(line.json, { ...result, from: message.from.address, ok: isGood }, [
    isGood
      ? `${id}: signed by ${message.from.address}, unchanged, log ${message.log}.`
      : `${id}: ${[result.verdict, message.log, ...message.alarms].join(", ")}.`,
  ])
  return isGood ? 0 : 1
}

async function verifyAccount(line: CommandLine): Promise<number> {
  const { account } = await signedIn(line)
  const logs = account.view.logs.seen().map(([origin, , , size]) => ({ origin, size }))
  const distrusted = [...account.distrusted.keys()]
  const isGood = account.alarms.length === 0 && distrusted.length === 0
  print(line.json, { address: account.address, ok: isGood, alarms: account.alarms, distrusted, logs }, [
    ...logs.map(({ origin, size }) => `${origin}: ${size} entries, only ever grew`),
    isGood
      ? `${account.address}: key ring and log entries are yours.`
      : `${account.address}: ${[...account.alarms, ...distrusted].join(", ")}`,
  ])
  return isGood ? 0 : 1
}

function idOf(line: CommandLine): MessageId {
  const id = messageId.safeParse(line.words[1])
  if (!id.success) throw new UsageError("the id of a message is needed")
  return id.data
}
