/**
 * Keeps what is being written: sealed on this device within moments, on the server soon after, by compare-and-swap.
 * Promises: nothing typed is lost when the tab dies, the line is cut or the session ends; a text of another device is never
 * written over unless the person says so; what was handed over never comes back as a draft.
 */
import type { Account } from "../account/index.ts"
import { equalBytes, newId, ProtocolError, sha256Async, toHex, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { ApiProblem, isProblem } from "../client/index.ts"
import { draftId } from "../wire/index.ts"
import type { DraftId } from "../wire/index.ts"
import { encodeDraft } from "./draft-body.ts"
import type { DraftContent } from "./draft-body.ts"
import { openDraft, sealDraft } from "./draft-box.ts"
import type { DraftVersion } from "./draft-box.ts"
import { objectsOf } from "./held-drafts.ts"
import type { OpenedDraft, OtherDraft } from "./held-drafts.ts"
import { openLocalDrafts } from "./local-drafts.ts"

export type DraftSaving =
  | { readonly state: "nothing" }
  | { readonly state: "changed" }
  | { readonly state: "saved"; readonly at: number }
  /** Sealed on this device; the server does not have it yet, it is tried again. */
  | { readonly state: "here"; readonly why: "offline" | "signed-out" | "full" | "too-large" | "too-many" }
  /** Saving waits for a decision. */
  | { readonly state: "conflict"; readonly theirs: OtherDraft }

export interface KeeperParts {
  readonly account: Account
  readonly id?: DraftId
  /** What it begins with, from `readHeldDraft`. */
  readonly opened?: Extract<OpenedDraft, { state: "open" }>
  readonly onSaving: (saving: DraftSaving) => void
  /** The text goes on under another id: it was deleted or sent on another device, or both texts are kept. */
  readonly onMoved: (id: DraftId) => void
  /** Milliseconds of quiet before it is sealed here, and before it is saved. */
  readonly quiet?: { readonly here: number; readonly server: number }
}

const QUIET = { here: 250, server: 1_500 }
const FIRST_RETRY_MS = 2_000
const LAST_RETRY_MS = 60_000
const UNCHANGED: Bytes = new Uint8Array()
const MET = Symbol("met")

export class DraftKeeper {
  #account: Account
  readonly #parts: KeeperParts
  #id: DraftId
  #ver: number
  #content: DraftContent | null
  /** What the server holds as `#ver`. */
  #saved: Bytes = UNCHANGED
  #encoded: { readonly of: DraftContent; readonly bytes: Bytes } | null = null
  #attempt: { ver: number; encoded: Bytes; box: string } | null = null
  /** Digests of boxes whose answers are missing: the server may hold any of them. */
  #unanswered = new Set<string>()
  #theirs: OtherDraft | null
  #handOver: { readonly key: string; readonly content: Bytes } | null = null
  #isClosed = false
  #isHalted = false
  #pushing: Promise<void> | null = null
  #writing: Promise<void> = Promise.resolve()
  #hereTimer: ReturnType<typeof setTimeout> | undefined
  #serverTimer: ReturnType<typeof setTimeout> | undefined
  #retryMs = FIRST_RETRY_MS

  constructor(parts: KeeperParts) {
    this.#parts = parts
    this.#account = parts.account
    this.#id = parts.id ?? draftId.parse(newId("drf"))
    this.#ver = parts.opened?.ver ?? 0
    this.#content = parts.opened?.content ?? null
    this.#theirs = parts.opened?.theirs ?? null
    const { opened } = parts
    if (opened !== undefined && opened.savedAt !== null) this.#saved = encodeDraft(opened.content)
    if (opened === undefined) return
    this.#tell(opened.savedAt === null ? { state: "changed" } : { state: "saved", at: opened.savedAt })
    if (opened.savedAt === null) this.#schedule()
  }

  get id(): DraftId {
    return this.#id
  }

  /** After the session ended and the same person signed in again. */
  useAccount(account: Account): void {
    this.#account = account
    if (this.#isChanged()) this.#schedule()
  }

  change(content: DraftContent): void {
    if (this.#isClosed) return
    this.#content = content
    if (!this.#isChanged()) return
    this.#tell({ state: "changed" })
    this.#schedule()
  }

  /** At a blur, before the page is hidden, when the line is back: at once. */
  async flush(): Promise<void> {
    if (this.#isClosed || !this.#isChanged()) return
    clearTimeout(this.#hereTimer)
    clearTimeout(this.#serverTimer)
    await this.#tryToKeepHere()
    await this.#push()
  }

  /** "both": this text goes on as a draft of its own. "mine": it replaces the other one. "theirs": the other one is returned. */
  async resolve(choice: "both" | "mine" | "theirs"): Promise<DraftContent | null> {
    const theirs = this.#theirs
    if (theirs === null) return null
    this.#theirs = null
    if (choice === "theirs") {
      this.#content = theirs.content
      this.#ver = theirs.ver
      this.#saved = encodeDraft(theirs.content)
      await this.#forgetHere()
      this.#tell({ state: "saved", at: theirs.savedAt })
      return theirs.content
    }
    if (choice === "both") await this.#move()
    else this.#ver = theirs.ver
    await this.#push()
    return null
  }

  /** From here on nothing is saved any more. @returns the draft that the commit ends, if the server has one */
  async beginSend(): Promise<DraftVersion | null> {
    this.#isHalted = true
    clearTimeout(this.#serverTimer)
    clearTimeout(this.#hereTimer)
    await this.#tryToKeepHere()
    await this.#pushing
    return this.#ver === 0 ? null : { id: this.#id, ver: this.#ver }
  }

  /** Before the hand-over leaves: whoever finds this draft later asks the server about this key first. */
  async handingOver(key: string): Promise<void> {
    this.#handOver = { key, content: this.#encode() ?? UNCHANGED }
    await this.#keepHere()
  }

  async sent(): Promise<void> {
    this.#isClosed = true
    // It names the hand-over, so that nobody takes what is left of it for a draft.
    await this.#forgetHere().catch(() => undefined)
    // A save whose answer was lost may have come in between: it holds nothing that was not sent.
    if (this.#unanswered.size === 0) return
    const stored = await this.#account.client.draft(this.#id).catch(() => null)
    if (stored !== null && this.#unanswered.has(await digestOf(stored.box)))
      await this.#account.client.removeDraft(this.#id)
  }

  /** Nothing was handed over, or that is not known: writing goes on. */
  async sendStopped(isUnknown: boolean): Promise<void> {
    if (!isUnknown) this.#handOver = null
    this.#isHalted = false
    await this.#tryToKeepHere()
    if (this.#isChanged()) this.#schedule()
  }

  /** Deletes it everywhere. @returns brings it back. @throws when the server still has it: it is kept on as before. */
  async discard(): Promise<() => Promise<void>> {
    this.#close()
    await this.#pushing
    try {
      await this.#account.client.removeDraft(this.#id)
    } catch (error) {
      this.#isClosed = false
      if (this.#isChanged()) this.#schedule()
      throw error
    }
    await this.#forgetHere().catch(() => undefined)
    return () => this.#bringBack()
  }

  /** The page goes away; the draft stays. */
  async leave(): Promise<void> {
    await this.flush()
    this.#close()
  }

  #close(): void {
    this.#isClosed = true
    clearTimeout(this.#hereTimer)
    clearTimeout(this.#serverTimer)
  }

  async #bringBack(): Promise<void> {
    this.#isClosed = false
    this.#ver = 0
    this.#saved = UNCHANGED
    this.#forgetAttempts()
    await this.flush()
    this.#close()
  }

  #isChanged(): boolean {
    if (this.#content === null) return false
    const encoded = this.#encode()
    return encoded === null || !equalBytes(encoded, this.#saved)
  }

  /** null: too large to be a draft. */
  #encode(): Bytes | null {
    const content = this.#content
    if (content === null) return null
    if (this.#encoded?.of === content) return this.#encoded.bytes
    try {
      const bytes = encodeDraft(content)
      this.#encoded = { of: content, bytes }
      return bytes
    } catch (error) {
      if (error instanceof ProtocolError) return null
      throw error
    }
  }

  #schedule(): void {
    const quiet = this.#parts.quiet ?? QUIET
    clearTimeout(this.#serverTimer)
    this.#hereTimer ??= setTimeout(() => void this.#tryToKeepHere(), quiet.here)
    this.#serverTimer = setTimeout(() => void this.#push(), quiet.server)
  }

  #tell(saving: DraftSaving): void {
    if (!this.#isClosed)
      this.#parts.onSaving(this.#theirs === null ? saving : { state: "conflict", theirs: this.#theirs })
  }

  /** One write after the other: an older state never overwrites a newer one, and one that fails holds up no other. */
  #write(work: () => Promise<void>): Promise<void> {
    clearTimeout(this.#hereTimer)
    this.#hereTimer = undefined
    const turn = this.#writing.then(work)
    this.#writing = turn.catch(() => undefined)
    return turn
  }

  /** The device may have no room, or give none: then the server is the only place. @returns whether it is here now */
  #tryToKeepHere(): Promise<boolean> {
    return this.#keepHere().then(
      () => true,
      () => false,
    )
  }

  #keepHere(): Promise<void> {
    return this.#write(async () => {
      const content = this.#encode()
      if (content === null) return
      const drafts = await openLocalDrafts(this.#account)
      const isEdited = this.#handOver !== null && !equalBytes(this.#handOver.content, content)
      const rest = { handOver: this.#handOver?.key ?? null, isEdited, at: Date.now() }
      await drafts.put({ v: 1, id: this.#id, ver: this.#ver, content, ...rest })
    })
  }

  #forgetHere(id = this.#id): Promise<void> {
    return this.#write(async () => (await openLocalDrafts(this.#account)).remove(id))
  }

  #push(): Promise<void> {
    this.#pushing ??= this.#pushAll().finally(() => {
      this.#pushing = null
    })
    return this.#pushing
  }

  async #pushAll(): Promise<void> {
    while (this.#isChanged() && this.#theirs === null && !this.#isClosed && !this.#isHalted) {
      try {
        const savedAt = await this.#pushOnce()
        this.#retryMs = FIRST_RETRY_MS
        // What is left here is what the server has: whoever finds it sees that.
        if (!this.#isChanged()) await this.#forgetHere().catch(() => undefined)
        this.#tell(this.#isChanged() ? { state: "changed" } : { state: "saved", at: savedAt })
      } catch (error) {
        const isMet = isProblem(error, "draft.version_conflict")
        const left = isMet ? await this.#meet().catch((cut: unknown) => cut) : error
        if (left === MET) continue
        await this.#waitHere(left)
        return
      }
    }
  }

  async #pushOnce(): Promise<number> {
    const encoded = this.#encode()
    if (encoded === null || this.#content === null) throw new ProtocolError("open-failed", "too large for a draft")
    const ver = this.#ver + 1
    const held = this.#attempt
    // Sealed once: a repeat is byte for byte the same, so the server knows it.
    const isSame = held !== null && held.ver === ver && equalBytes(held.encoded, encoded)
    const box = isSame ? held.box : await sealDraft(this.#account, { id: this.#id, ver }, encoded)
    this.#attempt = { ver, encoded, box }
    this.#unanswered.add(await digestOf(box))
    const body = { org: this.#content.org, expected: this.#ver, box, objects: objectsOf(this.#content) }
    const { savedAt } = await this.#account.client.putDraft(this.#id, body)
    this.#forgetAttempts()
    this.#ver = ver
    this.#saved = encoded
    return savedAt
  }

  #forgetAttempts(): void {
    this.#attempt = null
    this.#unanswered.clear()
  }

  async #waitHere(error: unknown): Promise<void> {
    const code = error instanceof ApiProblem ? error.code : null
    const why =
      error instanceof ProtocolError || code === "request.too_large" || code === "request.malformed"
        ? "too-large"
        : code === "draft.too_many"
          ? "too-many"
          : code === "session.required" || code === "session.proof_refused"
            ? "signed-out"
            : code === "storage.full"
              ? "full"
              : "offline"
    if (!this.#isClosed && why !== "too-large") {
      clearTimeout(this.#serverTimer)
      this.#serverTimer = setTimeout(() => void this.#push(), this.#retryMs * (0.75 + Math.random() / 2))
      this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS)
    }
    this.#tell((await this.#tryToKeepHere()) ? { state: "here", why } : { state: "changed" })
  }

  /** The server holds another version; afterwards saving goes on. @throws when it cannot be asked which. */
  async #meet(): Promise<typeof MET> {
    const text = await this.#account.client.draft(this.#id)
    const content = text === null ? null : await openDraft(this.#account, text).catch(() => null)
    if (text === null || content === null) {
      await this.#move()
      return MET
    }
    const stored = encodeDraft(content)
    const isOurs =
      this.#unanswered.has(await digestOf(text.box)) ||
      [this.#encode(), this.#saved].some((own) => own && equalBytes(own, stored))
    if (isOurs) {
      this.#forgetAttempts()
      this.#ver = text.ver
      this.#saved = stored
      return MET
    }
    this.#theirs = { ver: text.ver, savedAt: text.savedAt, content }
    await this.#tryToKeepHere()
    this.#tell({ state: "changed" })
    return MET
  }

  async #move(): Promise<void> {
    const before = this.#id
    this.#id = draftId.parse(newId("drf"))
    this.#ver = 0
    this.#saved = UNCHANGED
    this.#forgetAttempts()
    this.#handOver = null
    // First here under the new id: until then the old one is what would be left.
    if (await this.#tryToKeepHere()) await this.#forgetHere(before).catch(() => undefined)
    this.#parts.onMoved(this.#id)
  }
}

const digestOf = async (box: string): Promise<string> => toHex(await sha256Async(utf8(box)))
