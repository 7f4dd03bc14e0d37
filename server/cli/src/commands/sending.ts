/** smp send, and what a draft is made of. */
import { readFile } from "node:fs/promises"
import type { Account } from "@smp/shared/account"
import type { LocalStore } from "@smp/shared/client"
import { forwardDraft, inheritedOptions, mayForward, readMessage, replyDraft, replyRefusal } from "@smp/shared/read"
import type { ForwardDraft, ReplyDraft } from "@smp/shared/read"
import { discardSend, resumeSends, sendSecure } from "@smp/shared/send"
import type { ContactChoice, Draft, MailHost, SendJob, SendOptions, SendProgress, ToldSecret } from "@smp/shared/send"
import { messageId } from "@smp/shared/wire"
import type { OrganizationId } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import { attachmentFrom } from "../file-source.ts"
import { required } from "../options.ts"
import { passwordFor } from "../own-password.ts"
import { readTime } from "../read-time.ts"
import type { CommandLine } from "../options.ts"
import { endProgress, print, readStdin, say, showProgress } from "../terminal.ts"
import { Refused, UsageError } from "../usage.ts"
import { organizationOf } from "./organization.ts"

export async function send(line: CommandLine): Promise<number> {
  const bodyFile = required(line, "body-file")
  const { account, profile } = await signedIn(line)
  const { org, draft, inherited } = await draftFrom(line, account, await readBody(bodyFile))
  const options = { ...inherited, ...optionsFrom(line) }
  return handOver(line, { account, journal: profile.journal, org, draft, options })
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
  const told = sent.told.length > 0 ? { tell: sent.told } : {}
  print(line.json, { id: sent.id, reference: sent.reference, at: new Date(sent.at).toISOString(), ...told }, [
    `Handed over: ${sent.id}, reference ${sent.reference}.`,
    ...sent.told.map(toTell),
  ])
  return 0
}

/** What the command line says; what it leaves out stays as it is. */
export const optionsFrom = ({ values }: CommandLine): Partial<SendOptions> => ({
  ...(values["hide-subject"] === undefined ? {} : { hideSubject: values["hide-subject"] }),
  ...(values.expires === undefined ? {} : { expires: values.expires === "never" ? null : readTime(values.expires) }),
  ...(values["no-reply"] === true ? { reply: false, replyAll: false } : {}),
  ...(values["no-forward"] === true ? { forward: false } : {}),
  ...(values["no-share"] === true ? { shared: false } : {}),
  ...(values.fyeo === undefined ? {} : { password: values.fyeo }),
  ...(values.label === undefined ? {} : { label: values.label === "" ? null : values.label }),
  ...(values["first-contact"] === undefined ? {} : { firstContactOfAll: readChoice(values["first-contact"]) }),
})

/** The draft that the command line describes, and the organization in whose name it is written. */
export async function draftFrom(
  line: CommandLine,
  account: Account,
  text: string,
): Promise<{ org: OrganizationId; draft: Draft; inherited: Partial<SendOptions> }> {
  const { org, answer, inherited } = await answerOf(line, account)
  const mailboxes = (list: readonly string[]) => list.map(readMailbox)
  const isAddressed = line.lists.to.length + line.lists.cc.length + line.lists.bcc.length > 0
  const draft: Draft = {
    from: { address: account.address, name: account.name },
    to: isAddressed ? mailboxes(line.lists.to) : (answer?.to ?? []),
    cc: isAddressed ? mailboxes(line.lists.cc) : (answer?.cc ?? []),
    bcc: mailboxes(line.lists.bcc),
    subject: line.values.subject ?? answer?.subject ?? "",
    ...textsOf(line, text, answer),
    attachments: [
      ...(answer !== null && "attachments" in answer ? answer.attachments : []),
      ...(await Promise.all(line.lists.attach.map(attachmentFrom))),
    ],
    thread: answer?.thread ?? null,
    follows: answer?.follows ?? null,
  }
  return { org, draft, inherited }
}

/** What is passed on stands below the own text; what is answered only where that was asked for. */
function textsOf(
  { values }: CommandLine,
  text: string,
  answer: ReplyDraft | ForwardDraft | null,
): Pick<Draft, "html" | "text"> {
  const quote = answer?.follows.as === "forward" || values.quote === true ? answer : null
  return values.html === true
    ? { html: text + (quote?.html ?? ""), text: null }
    : { html: null, text: text + (quote?.text ?? "") }
}

/**
 * What earlier runs left behind: says what was handed over after all, drops what was not, except for an interrupted
 * upload of the same files to the same people, which this run goes on with. What another program left is its own.
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
    if (entry.isElsewhere) say(`A message of another program waits to be handed over there: ${entry.subject}`)
    else if (entry.state === "handed-over")
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

interface Answer {
  readonly org: OrganizationId
  readonly answer: ReplyDraft | ForwardDraft | null
  /** Options taken over from it, until the command line says otherwise. */
  readonly inherited: Partial<SendOptions>
}

/** What is answered or passed on stays in the organization of its message; so may a guest's. */
async function answerOf(line: CommandLine, account: Account): Promise<Answer> {
  const { "reply-to": answered, forward } = line.values
  if (answered !== undefined && forward !== undefined) throw new UsageError("either --reply-to or --forward")
  const wanted = answered ?? forward
  if (wanted === undefined)
    return { org: organizationOf(account, ["member", "officer", "administrator"]), answer: null, inherited: {} }
  const id = messageId.safeParse(wanted)
  if (!id.success)
    throw new UsageError(`--${answered === undefined ? "forward" : "reply-to"} takes the id of a message`)
  const opened = await readMessage({ account, id: id.data, ...passwordFor(line) })
  const inherited = inheritedOptions(opened)
  if (answered === undefined) {
    if (!mayForward(opened)) throw new Refused("its sender does not let it be passed on")
    return { org: opened.org, answer: forwardDraft(opened), inherited }
  }
  const mode = line.values.all === true ? "all" : "reply"
  const refusal = replyRefusal(opened, mode)
  if (refusal !== null) throw new Refused(REFUSALS[refusal])
  return { org: opened.org, answer: replyDraft(opened, mode), inherited }
}

const REFUSALS = {
  off: "its sender takes no replies",
  "all-off": "its sender takes no replies to all",
  blind: "you have a blind copy: an answer to all would show that",
} as const

export async function readBody(path: string): Promise<string> {
  const bytes =
    path === "-"
      ? await readStdin(64 << 20)
      : await readFile(path).catch(() => {
          throw new Refused(`${path} cannot be read`)
        })
  return bytes.toString("utf8")
}

/** What no mail of the server's carries: the sender says it. */
function toTell({ address, kind, text }: ToldSecret): string {
  switch (kind) {
    case "words":
      return `Tell ${address} these five words, by phone or in person: ${text}`
    case "code":
      return `Tell ${address} this code, by phone: ${text}`
    case "link":
      return `Send this link to ${address} from your own mail program: ${text}`
  }
}

const CHOICES: readonly ContactChoice[] = ["agent", "sender", "sender-code", "pass", "link"]

function readChoice(text: string): ContactChoice {
  const choice = CHOICES.find((known) => known === text)
  if (choice === undefined) throw new UsageError(`--first-contact is one of ${CHOICES.join(", ")}`)
  return choice
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
