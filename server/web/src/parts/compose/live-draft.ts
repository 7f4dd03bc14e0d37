/**
 * One draft while it is written in this page: the form's state, its files on their way up, and the keeper that saves both.
 * It outlives its page as long as a file is on its way.
 */
import type { Account } from "@smp/shared/account"
import { sourceFromBlob } from "@smp/shared/client"
import { beginUpload, DraftKeeper } from "@smp/shared/drafts"
import type { DraftSaving, OpenedDraft } from "@smp/shared/drafts"
import type { DraftAttachment } from "@smp/shared/send"
import type { DraftId, OrganizationId } from "@smp/shared/wire"
import { hasContent } from "./compose-state.ts"
import type { ComposeFile, ComposeState } from "./compose-state.ts"
import { toContent } from "./draft-content.ts"

export interface LiveView {
  readonly state: ComposeState
  readonly saving: DraftSaving
}

interface LiveParts {
  readonly account: Account
  readonly org: OrganizationId
  readonly state: ComposeState
  readonly held?: { readonly id: DraftId; readonly opened: Extract<OpenedDraft, { state: "open" }> }
}

const parked = new Map<DraftId, LiveDraft>()
/** A draft whose page was left while a file was on its way. */
export function unpark(id: DraftId): LiveDraft | null {
  const live = parked.get(id) ?? null
  parked.delete(id)
  return live
}

export class LiveDraft {
  readonly org: OrganizationId
  readonly keeper: DraftKeeper
  #onId: ((id: DraftId) => void) | null = null
  #account: Account
  #view: LiveView
  #isBegun: boolean
  readonly #listeners = new Set<() => void>()

  constructor({ account, org, state, held }: LiveParts) {
    this.#account = account
    this.org = org
    this.#isBegun = held !== undefined
    this.#view = { state, saving: { state: "nothing" } }
    this.keeper = new DraftKeeper({
      account,
      ...(held === undefined ? {} : held),
      onSaving: (saving) => this.#show({ saving }),
      onMoved: (id) => this.#onId?.(id),
    })
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  readonly view = (): LiveView => this.#view

  get isBegun(): boolean {
    return this.#isBegun
  }
  get isUploading(): boolean {
    return this.#view.state.files.some(({ upload }) => upload.done === null && upload.problem === null)
  }

  /** Told when the draft gets an id of its own, or another one. */
  listen(onId: (id: DraftId) => void): void {
    this.#onId = onId
  }

  useAccount(account: Account): void {
    if (account === this.#account) return
    this.#account = account
    this.keeper.useAccount(account)
  }

  readonly change = (change: (before: ComposeState) => ComposeState): void => {
    const state = change(this.#view.state)
    if (state === this.#view.state) return
    this.#show({ state })
    this.#keep()
  }

  readonly addFiles = (files: readonly File[]): void => {
    this.attach(
      files.map((file) => ({
        name: file.name,
        type: file.type || "application/octet-stream",
        size: file.size,
        source: sourceFromBlob(file),
        cid: null,
      })),
    )
  }

  attach(attachments: readonly DraftAttachment[]): void {
    const added = attachments.map((attachment) => this.#begin(attachment))
    this.change((before) => ({ ...before, files: [...before.files, ...added] }))
  }

  readonly removeFile = (key: string): void => {
    this.#view.state.files.find((file) => file.key === key)?.upload.stop()
    this.change((before) => ({ ...before, files: before.files.filter((file) => file.key !== key) }))
  }

  /** The page goes away. */
  leave(): void {
    this.#onId = null
    if (!this.isUploading) return void this.keeper.leave()
    parked.set(this.keeper.id, this)
  }

  #begin(attachment: DraftAttachment): ComposeFile {
    const upload = beginUpload({ account: this.#account, org: this.org, attachment, onChange: () => this.#moved() })
    return { key: crypto.randomUUID(), upload }
  }

  /** A file went on: its card is drawn anew, and what is complete belongs to the draft. */
  #moved(): void {
    const { state } = this.#view
    this.#show({ state: { ...state, files: [...state.files] } })
    this.#keep()
    const isLast = parked.get(this.keeper.id) === this && !this.isUploading
    if (isLast && parked.delete(this.keeper.id)) void this.keeper.leave()
  }

  #keep(): void {
    if (!this.#isBegun && !hasContent(this.#view.state)) return
    const isFirst = !this.#isBegun
    this.#isBegun = true
    this.keeper.change(toContent(this.#view.state, this.org))
    if (isFirst) this.#onId?.(this.keeper.id)
  }

  #show(change: Partial<LiveView>): void {
    this.#view = { ...this.#view, ...change }
    for (const listener of this.#listeners) listener()
  }
}
