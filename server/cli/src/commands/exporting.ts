/** smp export: one message, or the whole mailbox, as files that other programs read. */
import { createReadStream } from "node:fs"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import type { Account } from "@smp/shared/account"
import { copyBytes } from "@smp/shared/bytes"
import { makeEvidence, REPORT_WORDS, zippedPack } from "@smp/shared/evidence"
import type { PackTarget } from "@smp/shared/evidence"
import { isAgeRecipient, lockForAge, mailFileName, mailFileOf } from "@smp/shared/export"
import type { MailCopy } from "@smp/shared/export"
import { mailboxSeparator } from "@smp/shared/mail"
import { openAttachment, readMessage, showReference, slipOf } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { messageId } from "@smp/shared/wire"
import type { Folder, MessageId } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import { fetchFolder } from "../folder-rows.ts"
import type { CommandLine } from "../options.ts"
import { passwordFor } from "../own-password.ts"
import { reasonOf } from "../reasons.ts"
import { packFolder } from "../pack-folder.ts"
import { slipLines } from "../slip-lines.ts"
import { endProgress, print, showProgress, visible } from "../terminal.ts"
import { UsageError } from "../usage.ts"
import { writeWhole } from "../write-whole.ts"

const MAILBOXES: readonly (readonly [Folder, string])[] = [
  ["inbox", "Inbox"],
  ["sent", "Sent"],
  ["archive", "Archive"],
  ["trash", "Trash"],
]

export async function exportMessages(line: CommandLine): Promise<number> {
  const { out } = line.values
  if (out === undefined || out === "") throw new UsageError("--out is needed")
  const strangers = line.lists.age.filter((recipient) => !isAgeRecipient(recipient))
  if (strangers.length > 0) throw new UsageError(`${strangers.join(", ")}: not the recipient of an age key`)
  const directory = resolve(out)
  if (line.values.all === true) return exportAll(line, directory)
  const id = messageId.safeParse(line.words[1])
  if (!id.success) throw new UsageError("the id of a message is needed, or --all")
  const { account } = await signedIn(line)
  await mkdir(directory, { recursive: true })
  const isMailAlone = line.values["mail-only"] === true || line.lists.age.length > 0
  return isMailAlone
    ? exportMail(line, account, { id: id.data, directory })
    : exportEvidence(line, account, { id: id.data, directory })
}

interface Wanted {
  readonly id: MessageId
  readonly directory: string
}

async function exportMail(line: CommandLine, account: Account, { id, directory }: Wanted): Promise<number> {
  const copy = await copyOf(account, id, passwordFor(line))
  const { name, pieces } = lockedFor(line, mailFileName(copy), mailFileOf(copy))
  const path = await writeWhole(directory, name, pieces)
  print(line.json, { id, path }, [path])
  return 0
}

/** A folder of its own below the directory, never one that is there already. */
async function exportEvidence(line: CommandLine, account: Account, { id, directory }: Wanted): Promise<number> {
  const message = await readMessage({ account, id, receipt: false, ...passwordFor(line) })
  const slipText = await slipTextOf(account, message)
  const name = `evidence-${showReference(message.reference)}`
  const make = (target: PackTarget) => makeEvidence({ account, message, target, slipText, words: REPORT_WORDS.en })
  if (line.values.zip === true) {
    const path = await writeWhole(directory, `${name}.zip`, zippedPack(name, make))
    print(line.json, { id, path }, [path])
    return 0
  }
  const folder = await newFolder(directory, name)
  await make(packFolder(folder))
  print(line.json, { id, path: join(folder, "evidence.smpe"), mail: join(folder, "message.eml") }, [folder])
  return 0
}

async function newFolder(directory: string, name: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const path = join(directory, attempt === 1 ? name : `${name} (${attempt})`)
    try {
      await mkdir(path)
      return path
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EEXIST"
      if (!isTaken || attempt >= 1_000) throw error
    }
  }
}

/** Exporting is no reading: the sender is told nothing. */
/** Without `asked`, a message whose sender wants the password at each opening is refused. */
async function copyOf(
  account: Account,
  id: MessageId,
  asked: Partial<ReturnType<typeof passwordFor>> = {},
): Promise<MailCopy> {
  const message = await readMessage({ account, id, receipt: false, ...asked })
  const open = ({ obj }: OpenedMessage["attachments"][number]) => openAttachment(message, obj)
  return { message, open, origin: account.client.origin, slipText: await slipTextOf(account, message) }
}

async function slipTextOf(account: Account, message: OpenedMessage): Promise<string> {
  const slip = await slipOf(message, await account.client.tracking(message.id))
  return `${slipLines(slip).map(visible).join("\n")}\n`
}

function lockedFor({ lists }: CommandLine, name: string, pieces: ReturnType<typeof mailFileOf>) {
  return lists.age.length === 0 ? { name, pieces } : { name: `${name}.age`, pieces: lockForAge(lists.age, pieces) }
}

interface Left {
  readonly id: MessageId
  readonly reason: string
}

/** A mailbox file for each folder that holds something. What cannot be opened is named, and the rest goes on. */
async function exportAll(line: CommandLine, directory: string): Promise<number> {
  const { account } = await signedIn(line)
  await mkdir(directory, { recursive: true })
  const left: Left[] = []
  const written: { path: string; messages: number }[] = []
  for (const [folder, title] of MAILBOXES) {
    const ids = (await fetchFolder(account, folder)).map(({ id }) => id).reverse()
    if (ids.length === 0) continue
    const before = left.length
    const { name, pieces } = lockedFor(line, `${title}.mbox`, mailboxOf(account, ids, left))
    const path = await writeWhole(directory, name, pieces)
    written.push({ path, messages: ids.length - (left.length - before) })
  }
  endProgress()
  print(line.json, { mailboxes: written, left }, [
    ...written.map(({ path, messages }) => `${path}: ${messages} messages`),
    ...left.map(({ id, reason }) => `${id} is left out: ${reason}`),
  ])
  return left.length === 0 ? 0 : 1
}

/** Each mail is complete on the disk before its first byte goes into the mailbox: what breaks off leaves nothing behind. */
async function* mailboxOf(account: Account, ids: readonly MessageId[], left: Left[]) {
  const folder = await mkdtemp(join(tmpdir(), "smp-export-"))
  let isFirst = true
  try {
    for (const [at, id] of ids.entries()) {
      showProgress(`${at + 1} of ${ids.length}`)
      const mail = await wholeMail(account, id, folder).catch((error: unknown) => {
        left.push({ id, reason: reasonOf(error) })
        return null
      })
      if (mail === null) continue
      yield mailboxSeparator(mail.sender, mail.sentAt, isFirst)
      for await (const piece of createReadStream(mail.path)) yield copyBytes(piece as Buffer)
      isFirst = false
      await rm(mail.path)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function wholeMail(account: Account, id: MessageId, folder: string) {
  const copy = await copyOf(account, id)
  const path = await writeWhole(folder, "mail", mailFileOf(copy))
  return { path, sender: copy.message.from.address, sentAt: copy.message.sentAt }
}
