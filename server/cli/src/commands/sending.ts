/** smp send, and what a draft is made of. */
import { readFile } from "node:fs/promises"
import type { Account } from "@smp/shared/account"
import type { LocalStore } from "@smp/shared/client"
import { readMessage, replyThread } from "@smp/shared/read"
import { discardSend, resumeSends, sendSecure } from "@smp/shared/send"
import type { Draft, MailHost, SendJob, SendOptions, SendProgress } from "@smp/shared/send"
import { messageId } from "@smp/shared/wire"
import type { OrganizationId } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import { attachmentFrom } from "../file-source.ts"
import { required } from "../options.ts"
import type { CommandLine } from "../options.ts"
import { endProgress, print, readStdin, say, showProgress } from "../terminal.ts"
import { Refused, UsageError } from "../usage.ts"
import { organizationOf } from "./organization.ts"

export async function send(line: CommandLine): Promise<number> {
  const bodyFile = required(line, "body-file")
  const { account, profile } = await signedIn(line)
  const { org, draft } = await draftFrom(line, account, await readBody(bodyFile))
  return handOver(line, { account, journal: profile.journal, org, draft, options: optionsFrom(line) })
}

type HandOver = Pick<SendJob, "account" | "journal" | "org"> & {
  readonly draft: Draft
  readonly options: Partial<SendOptions>
  /** The kept draft that ends with it. */
  readonly kept?: SendJob["draft"]
}

export async function handOver(line: CommandLine, job: HandOver): Promise<number> {
  const { account, journal, org, draft, options, kept = null } = job
  const begun = await unfinished(account, journal, draft)
  const sent = await sendSecure({
    account,
    host: hostOf(draft),
    org,
    journal,
    draft: kept,
    ...(begun === null ? {} : { resume: begun }),
    onProgress: show,
    options,
  })
  endProgress()
  print(line.json, { id: sent.id, reference: sent.reference, at: new Date(sent.at).toISOString() }, [
    `Handed over: ${sent.id}, reference ${sent.reference}.`,
  ])
  return 0
}

export const optionsFrom = (line: CommandLine) => ({ hideSubject: line.values["hide-subject"] ?? false })

/** The draft that the command line describes, and the organization in whose name it is written. */
export async function draftFrom(
  line: CommandLine,
  account: Account,
  text: string,
): Promise<{ org: OrganizationId; draft: Draft }> {
  const { org, thread } = await threadOf(line, account)
  const mailboxes = (list: readonly string[]) => list.map(readMailbox)
  const draft: Draft = {
    from: { address: account.address, name: account.name },
    to: mailboxes(line.lists.to),
    cc: mailboxes(line.lists.cc),
    bcc: mailboxes(line.lists.bcc),
    subject: line.values.subject ?? "",
    html: line.values.html === true ? text : null,
    text: line.values.html === true ? null : text,
    attachments: await Promise.all(line.lists.attach.map(attachmentFrom)),
    thread,
  }
  return { org, draft }
}

/**
 * What earlier runs left behind: says what was handed over after all, drops what was not, except for an interrupted
 * upload of the same files to the same people, which this run goes on with.
 */
async function unfinished(account: Account, journal: LocalStore, draft: Draft): Promise<string | null> {
  const people = [...draft.to, ...draft.cc, ...draft.bcc]
    .map(({ address }) => address.toLowerCase())
    .sort()
    .join()
  const files = draft.attachments.map(({ name }) => name).join("/")
  let begun: string | null = null
  for (const entry of await resumeSends({ account, journal })) {
    const isSame =
      entry.people.toSorted().join() === people && entry.files.join("/") === files && entry.subject === draft.subject
    if (entry.state === "handed-over")
      say(`An earlier message was handed over after all: ${entry.id} (${entry.subject})`)
    else if (entry.state === "interrupted" && isSame && begun === null) begun = entry.journalId
    else await discardSend({ account, journal, journalId: entry.journalId })
  }
  return begun
}

/** A command line's draft cannot change, and there is nothing to close. */
const hostOf = (draft: Draft): MailHost => ({
  snapshot: () => Promise.resolve(draft),
  hasChanged: () => Promise.resolve(false),
  finish: () => Promise.resolve(),
})

/** An answer goes to the organization of the message that it answers; so may a guest's. */
async function threadOf(
  line: CommandLine,
  account: Account,
): Promise<{ org: OrganizationId; thread: Draft["thread"] }> {
  const answered = line.values["reply-to"]
  if (answered === undefined)
    return { org: organizationOf(account, ["member", "officer", "administrator"]), thread: null }
  const id = messageId.safeParse(answered)
  if (!id.success) throw new UsageError("--reply-to takes the id of a message")
  const opened = await readMessage({ account, id: id.data })
  return { org: opened.org, thread: replyThread(opened) }
}

export async function readBody(path: string): Promise<string> {
  const bytes =
    path === "-"
      ? await readStdin(64 << 20)
      : await readFile(path).catch(() => {
          throw new Refused(`${path} cannot be read`)
        })
  return bytes.toString("utf8")
}

/** `Name <address>` or a bare address. */
function readMailbox(text: string): { address: string; name: string } {
  const [, name, address] = /^(.*?)\s*<([^<>]+)>$/.exec(text) ?? []
  return address === undefined ? { address: text, name: "" } : { address, name: (name ?? "").replace(/^"|"$/g, "") }
}

const STEPS = { keys: "Checking keys", encrypt: "Encrypting", "hand-over": "Handing over", done: "Done" } as const

function show(progress: SendProgress): void {
  if (progress.step !== "attachments") return showProgress(STEPS[progress.step])
  const percent = progress.total === 0 ? 100 : Math.floor((100 * progress.bytes) / progress.total)
  showProgress(`Uploading ${progress.file.name}, ${percent} % of all files`)
}
