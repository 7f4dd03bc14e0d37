/**
 * What pages leave to the event page, because they may be gone the next moment: a panel closes as soon as another window
 * takes the focus, be it a compose window or the question where to save a file.
 */
import { setMark } from "../draft-memory.ts"
import type { DraftThread } from "../draft-memory.ts"
import { drafts, files, requests } from "../host/thunderbird-host.ts"

/** A compose window for a secure answer, marked so that it never becomes ordinary e-mail. */
export interface ReplyRequest {
  readonly kind: "reply"
  /** Address of the identity that writes. */
  readonly sender: string
  readonly to: string[]
  readonly cc: string[]
  readonly subject: string
  readonly html: string
  readonly thread: DraftThread
}

/** Files that were checked to their last byte. */
interface SaveRequest {
  readonly kind: "save"
  readonly files: readonly { readonly blob: Blob; readonly name: string }[]
}
/** `idle`: the user changed their mind. */
type SaveEnd = "saved" | "idle" | "failed"

/** Resolves when the window is open and marked, if the page still lives to hear it. */
export const askForReply = (request: ReplyRequest): Promise<unknown> => requests.ask(request)

/** One after the other. @returns how each of them ended, if the page still lives to hear it. */
export async function askToSave(files: SaveRequest["files"]): Promise<SaveEnd[]> {
  const request: SaveRequest = { kind: "save", files }
  return files.length === 0 ? [] : ((await requests.ask(request)) as SaveEnd[])
}

/** Only the add-in's own pages reach this: nothing is web accessible and no script runs in mails. */
export async function answerPage(request: unknown): Promise<unknown> {
  const asked = request as ReplyRequest | SaveRequest
  switch (asked.kind) {
    case "save":
      return saveFiles(asked.files)
    case "reply":
      return openReply(asked)
  }
}

async function openReply({ sender, to, cc, subject, html, thread }: ReplyRequest): Promise<void> {
  const tabId = await drafts.begin({ to, cc, subject, body: html, isPlainText: false }, sender)
  await setMark(tabId, "reply", thread)
}

async function saveFiles(wanted: SaveRequest["files"]): Promise<SaveEnd[]> {
  const ends: SaveEnd[] = []
  for (const { blob, name } of wanted) {
    ends.push(
      await files.save(blob, name).then(
        (saved) => (saved ? "saved" : "idle"),
        () => "failed",
      ),
    )
  }
  return ends
}
