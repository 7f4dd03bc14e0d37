/** smp read, smp slip, smp verify. */
import { toHex } from "@smp/shared/bytes"
import { typedCharacters } from "@smp/shared/account"
import type { Account } from "@smp/shared/account"
import {
  MessageClosed,
  neededSecret,
  openHiddenSubjects,
  openWithLink,
  openWithWords,
  readMessage,
  sendContactCode,
  slipOf,
  slipOfClosed,
} from "@smp/shared/read"
import type { DeliverySlipView, OpenedMessage } from "@smp/shared/read"
import type { MessageId } from "@smp/shared/wire"
import { signedIn } from "../connection.ts"
import type { CommandLine } from "../options.ts"
import { idOf } from "../message-id.ts"
import { passwordFor } from "../own-password.ts"
import { saveAttachments } from "../save-attachments.ts"
import type { SavedAttachment } from "../save-attachments.ts"
import { slipLines } from "../slip-lines.ts"
import { print, readStdin } from "../terminal.ts"
import { Refused } from "../usage.ts"
import { verdictOf } from "../verdict.ts"

export async function read(line: CommandLine): Promise<number> {
  const id = idOf(line)
  const { account, profile } = await signedIn(line)
  if (line.values["secret-stdin"] === true) await comeIn(account, id)
  const message = await readMessage({ account, id, ...passwordFor(line) })
  await (await openHiddenSubjects(account, profile.pins)).note(message)
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

/** Words, link or code of the sender, from standard input: never an argument, which others on the machine see. */
async function comeIn(account: Account, id: MessageId): Promise<void> {
  const secret = (await readStdin()).toString("utf8").trim()
  switch (await neededSecret(account, id)) {
    case "words":
      return openWithWords(account, id, secret)
    case "link":
      return openWithLink(account, id, secret.slice(secret.indexOf("#k=") + 3))
    case "code":
      return sendContactCode(account, id, typedCharacters(secret))
    case null:
      throw new Refused("this message needs no words, link or code")
  }
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

/** The slip of a closed message can be read too: the signature covers it. */
async function viewOf(
  account: Account,
  id: MessageId,
  asked: ReturnType<typeof passwordFor>,
): Promise<DeliverySlipView> {
  try {
    const message = await readMessage({ account, id, receipt: false, ...asked })
    return await slipOf(message, await account.client.tracking(id))
  } catch (error) {
    if (!(error instanceof MessageClosed)) throw error
    return slipOfClosed(error.closed, await account.client.tracking(id))
  }
}

export async function slip(line: CommandLine): Promise<number> {
  const id = idOf(line)
  const { account } = await signedIn(line)
  const view = await viewOf(account, id, passwordFor(line))
  print(line.json, view, slipLines(view))
  return 0
}
