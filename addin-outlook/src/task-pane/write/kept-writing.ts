/**
 * What is written in the pane, kept as one types: a draft, sealed on the server for its author, whose files go up meanwhile.
 * Promises: closing the pane loses nothing that was saved; a file goes up once, and the send lists it.
 * Never: touches Outlook's draft.
 */
import type { Account } from "@smp/shared/account"
import { beginUpload, DraftKeeper } from "@smp/shared/drafts"
import type { DraftSaving, DraftUpload, OpenedDraft } from "@smp/shared/drafts"
import type { DraftAttachment } from "@smp/shared/send"
import type { DraftId } from "@smp/shared/wire"
import { contentOf } from "./write-content.ts"
import type { OpenedWriting } from "./write-content.ts"
import type { WriteState } from "./write-state.ts"

export interface KeptParts {
  readonly account: Account
  readonly held?: { readonly id: DraftId; readonly opened: Extract<OpenedDraft, { state: "open" }> } & OpenedWriting
  readonly onSaving: (saving: DraftSaving) => void
}

export class KeptWriting {
  readonly keeper: DraftKeeper
  readonly #account: Account
  readonly #uploads = new Map<DraftAttachment, DraftUpload>()
  #writing: WriteState | null
  #waiting: (() => void)[] = []

  constructor({ account, held, onSaving }: KeptParts) {
    this.#account = account
    this.#writing = held?.writing ?? null
    this.#take(held?.uploads ?? [])
    this.keeper = new DraftKeeper({
      account,
      ...(held === undefined ? {} : { id: held.id, opened: held.opened }),
      onSaving,
      onMoved: () => undefined,
    })
  }

  /** Another device's text was taken. */
  replace({ writing, uploads }: OpenedWriting): void {
    this.#writing = writing
    this.#take(uploads)
  }

  change(writing: WriteState): void {
    this.#writing = writing
    for (const [file, upload] of this.#uploads) {
      if (writing.files.includes(file)) continue
      upload.stop()
      this.#uploads.delete(file)
    }
    for (const file of writing.files) if (!this.#uploads.has(file)) this.#uploads.set(file, this.#begin(writing, file))
    this.#keep()
  }

  /** As they are sent: what is up, or on its way, is not uploaded again. */
  sendable(files: readonly DraftAttachment[]): DraftAttachment[] {
    return files.map((file) => {
      const upload = this.#uploads.get(file)
      return upload === undefined || upload.problem !== null ? file : { ...file, ...uploaded(upload) }
    })
  }

  /** All files are up, or cannot go up; and the text is saved, as far as the server can be reached. */
  async settle(): Promise<void> {
    while (this.#isUploading()) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    await this.keeper.flush()
  }

  /** No file is missing from the draft, once all have settled. */
  get isWhole(): boolean {
    return [...this.#uploads.values()].every(({ problem }) => problem === null)
  }

  async leave(): Promise<void> {
    await this.settle()
    await this.keeper.leave()
  }

  #take(uploads: readonly DraftUpload[]): void {
    for (const upload of uploads) this.#uploads.set(upload.attachment, upload)
  }

  #begin({ org }: WriteState, attachment: DraftAttachment): DraftUpload {
    return beginUpload({ account: this.#account, org, attachment, onChange: () => this.#moved() })
  }

  /** A file that is complete belongs to the draft. */
  #moved(): void {
    this.#keep()
    if (this.#isUploading()) return
    for (const done of this.#waiting.splice(0)) done()
  }

  #keep(): void {
    if (this.#writing === null) return
    const done = this.#writing.files.flatMap((file) => this.#uploads.get(file)?.done ?? [])
    this.keeper.change(contentOf(this.#writing, done))
  }

  #isUploading(): boolean {
    return [...this.#uploads.values()].some(({ done, problem }) => done === null && problem === null)
  }
}

const uploaded = ({ attachment }: DraftUpload): Pick<DraftAttachment, "uploaded"> =>
  attachment.uploaded === undefined ? {} : { uploaded: attachment.uploaded }
