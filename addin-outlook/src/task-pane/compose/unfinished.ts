/** Messages that were sealed and never handed over: the pane was closed, or Outlook did not empty the draft. */
import type { Account } from "@smp/shared/account"
import { isProblem, sourceFromBytes } from "@smp/shared/client"
import { concat } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { optionsOf } from "@smp/shared/drafts"
import { readStaged } from "@smp/shared/read"
import type { StagedFile } from "@smp/shared/read"
import type { DraftAttachment } from "@smp/shared/send"
import { messageId } from "@smp/shared/wire"
import type { StagedMessageText } from "@smp/shared/wire"
import { emptyWriting } from "../write/write-state.ts"
import type { WriteState } from "../write/write-state.ts"

/** Younger ones may be on their way from another pane. */
const UNDER_WAY_MS = 3 * 60_000

/** Newest first; none when the server does not answer. */
export async function unfinishedOf(account: Account): Promise<readonly StagedMessageText[]> {
  const staged = await account.client.stagedMessages().catch(() => [])
  return staged.filter(({ at }) => Date.now() - at > UNDER_WAY_MS)
}

/** The staged message as which a draft was marked; null: it was handed over, or given up. @throws ApiProblem, NetworkError. */
export async function stagedAs(account: Account, id: string): Promise<StagedMessageText | null> {
  return (await account.client.stagedMessages()).find((one) => one.id === id) ?? null
}

/** A mark in a draft proves nothing: the copy may have been given up since. @throws ApiProblem, NetworkError. */
export async function isHandedOver(account: Account, id: string): Promise<boolean> {
  return account.client.message(messageId.parse(id)).then(
    () => true,
    (problem: unknown) => {
      if (isProblem(problem, "not_found")) return false
      throw problem
    },
  )
}

/** The sealed copy, opened, to go on writing here; null: it is not there any more. @throws ProtocolError, NetworkError. */
export async function writingFromStaged(account: Account, key: string): Promise<WriteState | null> {
  const opened = await readStaged(account, key)
  if (opened === null) return null
  const text = opened.text ?? ""
  const { firstContact, password, expires, ...same } = opened.options
  return {
    ...emptyWriting(opened.org),
    people: { to: opened.to, cc: opened.cc, bcc: opened.bcc },
    subject: opened.subject,
    options: optionsOf({ ...same, fyeo: password ? 1 : 0, end: expires === null ? null : ["at", expires] }, Date.now()),
    contacts: firstContact,
    edited: { html: null, text: opened.html === null ? text : "" },
    files: await Promise.all(opened.files.map(fileOf)),
    below: opened.html === null ? null : { kind: "outlook", html: opened.html, text },
    thread: opened.thread,
  }
}

async function fileOf(file: StagedFile): Promise<DraftAttachment> {
  const pieces: Bytes[] = []
  for await (const piece of file.open()) pieces.push(piece)
  const { name, type, size, cid } = file
  return { name, type, size, cid, source: sourceFromBytes(concat(...pieces)) }
}
