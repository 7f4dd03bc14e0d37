/** smp draft list, save, show, send, delete. */
import type { Account } from "@smp/shared/account"
import { beginUpload, listDrafts, readHeldDraft, removeDraft, saveDraft, sendableDraft } from "@smp/shared/drafts"
import type { DraftContent, DraftHead } from "@smp/shared/drafts"
import { DEFAULT_OPTIONS } from "@smp/shared/send"
import type { Draft, SendOptions } from "@smp/shared/send"
import { draftId } from "@smp/shared/wire"
import type { DraftId, OrganizationId } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import type { CommandLine } from "../options.ts"
import { print } from "../terminal.ts"
import { Refused, UsageError } from "../usage.ts"
import { draftFrom, handOver, optionsFrom, readBody } from "./sending.ts"

export async function draft(line: CommandLine): Promise<number> {
  const [, word = ""] = line.words
  const commands: Readonly<Record<string, (line: CommandLine) => Promise<number>>> = {
    list: listOwn,
    save,
    show,
    send: sendKept,
    delete: discard,
  }
  const command = Object.hasOwn(commands, word) ? commands[word] : undefined
  if (command === undefined) throw new UsageError("smp draft list, save, show ID, send ID or delete ID")
  return command(line)
}

async function listOwn(line: CommandLine): Promise<number> {
  const { account } = await signedIn(line)
  const rows = (await listDrafts(account)).map(rowOf)
  const lines = rows.map(
    ({ id, savedAt, to, subject }) =>
      `${id}  ${savedAt.slice(0, 16).replace("T", " ")}  ${to.join(", ") || "(nobody yet)"}  ${subject ?? "(cannot be opened)"}`,
  )
  print(line.json, rows, lines)
  return 0
}

const rowOf = ({ id, savedAt, content }: DraftHead) => ({
  id,
  savedAt: new Date(savedAt).toISOString(),
  to: content?.to.map(({ address }) => address) ?? [],
  subject: content?.subject ?? null,
  attachments: content?.files.map(({ file }) => file.entry.name) ?? [],
})

/** A new draft, or the one with this ID written anew. */
async function save(line: CommandLine): Promise<number> {
  const over = line.words[2] === undefined ? null : idOf(line)
  const { account } = await signedIn(line)
  const held = over === null ? null : await opened(account, over)
  const bodyFile = line.values["body-file"]
  const text = bodyFile === undefined ? "" : await readBody(bodyFile)
  const { org, draft: written, inherited } = await draftFrom(line, account, text)
  const options = { ...DEFAULT_OPTIONS, ...inherited, ...optionsFrom(line) }
  const content = await contentOf(account, { org, written, options })
  const saved = await saveDraft(account, content, over === null || held === null ? null : { id: over, ver: held.ver })
  print(line.json, { id: saved.id, savedAt: new Date(saved.savedAt).toISOString() }, [
    `Saved, locked for you alone: ${saved.id}`,
  ])
  return 0
}

async function contentOf(
  account: Account,
  { org, written, options }: { org: OrganizationId; written: Draft; options: SendOptions },
): Promise<DraftContent> {
  const files = []
  for (const attachment of written.attachments) {
    const { suite } = account.keySet
    const upload = beginUpload({ account, org, attachment, onChange: () => undefined })
    const file = await upload.attachment.uploaded?.seal(() => undefined)
    if (file !== undefined) files.push({ suite, file })
  }
  const { hideSubject, reply, replyAll, forward, receipts, shared, label, password, expires } = options
  const { follows, thread } = written
  return {
    org,
    to: written.to,
    cc: written.cc,
    bcc: written.bcc,
    subject: written.subject,
    html: written.html,
    text: written.text,
    quote: null,
    fields: [],
    extension: [],
    files,
    controls: {
      hideSubject,
      reply,
      replyAll,
      forward,
      receipts,
      shared,
      label,
      fyeo: password ? 1 : 0,
      end: expires === null ? null : ["at", expires],
    },
    modes: options.firstContactOfAll === null ? [] : [["", options.firstContactOfAll]],
    thread,
    origin: follows ? { kind: follows.as, msg: follows.msg } : null,
  }
}

async function show(line: CommandLine): Promise<number> {
  const { account } = await signedIn(line)
  const { content } = await opened(account, idOf(line))
  const addresses = (people: DraftContent["to"]) => people.map(({ address }) => address)
  const { subject, text, html, files } = content
  const shown = {
    to: addresses(content.to),
    cc: addresses(content.cc),
    bcc: addresses(content.bcc),
    subject,
    text,
    html,
    attachments: files.map(({ file: { entry } }) => ({ name: entry.name, size: entry.size })),
  }
  print(line.json, shown, [
    `To: ${shown.to.join(", ")}`,
    `Subject: ${subject}`,
    ...shown.attachments.map(({ name, size }) => `Attachment: ${name}, ${size} bytes`),
    "",
    ...(text ?? html ?? "").split("\n"),
  ])
  return 0
}

async function sendKept(line: CommandLine): Promise<number> {
  const id = idOf(line)
  const { account, profile } = await signedIn(line)
  const { content, ver } = await opened(account, id)
  const { draft: kept, options: chosen } = sendableDraft(account, content, Date.now())
  const options = { ...chosen, ...optionsFrom(line) }
  const job = { account, journal: profile.journal, org: content.org, draft: kept, options }
  return handOver(line, { ...job, kept: { id, ver } })
}

async function discard(line: CommandLine): Promise<number> {
  const id = idOf(line)
  const { account } = await signedIn(line)
  await removeDraft(account, id)
  print(line.json, { id }, [`Deleted: ${id}`])
  return 0
}

async function opened(account: Account, id: DraftId): Promise<{ content: DraftContent; ver: number }> {
  const held = await readHeldDraft(account, id)
  if (held.state === "sent") throw new Refused(`it was handed over: ${held.id}`)
  if (held.state === "gone") throw new Refused("there is no such draft")
  return held
}

function idOf({ words }: CommandLine): DraftId {
  const id = draftId.safeParse(words[2])
  if (!id.success) throw new UsageError("the id of a draft is needed")
  return id.data
}
