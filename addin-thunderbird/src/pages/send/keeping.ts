/**
 * Keeping what is written for later, locked: the draft of a compose window goes to the author's drafts on the server, to be
 * continued in another client; then its window and the readable copies that Thunderbird saved of it go.
 * Promises: the window stays until the server has everything, and stays when somebody changed it meanwhile.
 */
import type { Account } from "@smp/shared/account"
import { beginUpload, controlsOf, saveDraft } from "@smp/shared/drafts"
import type { DraftContent, DraftFile } from "@smp/shared/drafts"
import type { DraftAttachment } from "@smp/shared/send"
import type { OrganizationId } from "@smp/shared/wire"
import type { ThunderbirdDraft } from "../../host/mail-host.ts"
import type { Prepared } from "./send-state.ts"

export interface Keeping extends Pick<Prepared, "options" | "contact"> {
  readonly account: Account
  readonly org: OrganizationId
  readonly draft: ThunderbirdDraft
  readonly signal: AbortSignal
  /** Files that are up, of all. */
  readonly onProgress: (done: number, of: number) => void
}

export interface Kept {
  readonly isWindowClosed: boolean
  readonly copiesDeleted: boolean
}

/** @throws ApiProblem, NetworkError; ProtocolError when it is too large for a draft. */
export async function keepDraft(keeping: Keeping): Promise<Kept> {
  const { account, draft, signal, onProgress } = keeping
  const { attachments } = draft.draft
  const files: DraftFile[] = []
  for (const attachment of attachments) {
    onProgress(files.length, attachments.length)
    files.push(await upload(keeping, attachment))
  }
  onProgress(files.length, attachments.length)
  signal.throwIfAborted()
  await saveDraft(account, contentOf(keeping, files), null)
  const { closing } = draft
  if (!(await draft.hasChanged())) await draft.close()
  return { isWindowClosed: closing.windowClosed, copiesDeleted: closing.copiesDeleted }
}

/** Pictures of the text go along as files: no editor of another client has to know where they stood. */
async function upload({ account, org, signal }: Keeping, attachment: DraftAttachment): Promise<DraftFile> {
  const { suite } = account.keySet
  const running = beginUpload({ account, org, attachment: { ...attachment, cid: null }, onChange: () => undefined })
  const stop = () => running.stop()
  signal.addEventListener("abort", stop)
  try {
    const { uploaded } = running.attachment
    if (uploaded === undefined || uploaded === null) throw new TypeError("an upload without an end")
    return { suite, file: await uploaded.seal(() => undefined, signal) }
  } finally {
    signal.removeEventListener("abort", stop)
  }
}

function contentOf({ org, draft: { draft }, options, contact }: Keeping, files: DraftFile[]): DraftContent {
  return {
    org,
    to: draft.to,
    cc: draft.cc,
    bcc: draft.bcc,
    subject: draft.subject,
    html: draft.html,
    text: draft.text,
    quote: null,
    fields: [],
    extension: [],
    files,
    controls: controlsOf(options),
    modes: [...(contact.all === null ? [] : [["", contact.all] as const]), ...Object.entries(contact.own)],
    thread: draft.thread,
    origin: draft.follows ? { kind: draft.follows.as, msg: draft.follows.msg } : null,
  }
}
