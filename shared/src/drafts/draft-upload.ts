/**
 * Attachments of a draft go up while it is written, one after the other, each once; the send lists what is there.
 * Promises: a cut line goes on by itself; a file that was uploaded for a draft is not uploaded again.
 */
import type { Account } from "../account/index.ts"
import { ApiProblem, memoryStore, NetworkError, uploadObject } from "../client/index.ts"
import type { DraftAttachment, UploadedBefore } from "../send/index.ts"
import type { OrganizationId } from "../wire/index.ts"
import type { DraftFile } from "./draft-body.ts"

export interface DraftUpload {
  readonly attachment: DraftAttachment
  /** Bytes that are up. */
  readonly bytes: number
  /** Sealed and complete on the server. */
  readonly done: DraftFile | null
  /** Why it cannot go up; null while it may. */
  readonly problem: unknown
  stop(): void
}

interface UploadParts {
  readonly account: Account
  readonly org: OrganizationId
  readonly attachment: DraftAttachment
  readonly onChange: () => void
}

const RETRY_MS = 3_000
let turn: Promise<unknown> = Promise.resolve()

/** From a draft that was opened again: the file itself is not here, and not needed. */
export function uploadOf(org: OrganizationId, held: DraftFile): DraftUpload {
  const { name, type, size, cid } = held.file.entry
  const source = { size, slice: () => Promise.reject(new Error("not on this device")) }
  const uploaded = { org, suite: held.suite, seal: () => Promise.resolve(held.file) }
  return {
    attachment: { name, type, size, cid, source, uploaded },
    bytes: size,
    done: held,
    problem: null,
    stop: () => undefined,
  }
}

export function beginUpload({ account, org, attachment, onChange }: UploadParts): DraftUpload {
  const cancel = new AbortController()
  const state = { bytes: 0, done: null as DraftFile | null, problem: null as unknown }
  const { suite } = account.keySet
  // They need not outlive the handle of the file.
  const notes = memoryStore()
  const report = (bytes: number) => {
    state.bytes = bytes
    onChange()
  }
  const before = attachment.uploaded
  const isThere = before?.org === org && before.suite === suite
  const once = async () => {
    if (isThere) return before.seal(report, cancel.signal)
    const { policy } = await account.view.policy(org)
    return uploadObject({
      client: account.client,
      org,
      suite,
      source: attachment.source,
      file: { name: attachment.name, type: attachment.type, cid: attachment.cid },
      pad: policy.pad,
      journal: { store: notes, name: "file" },
      onProgress: report,
      signal: cancel.signal,
    })
  }
  const running = after(turn, () => untilUp(once, cancel.signal))
  turn = running.catch(() => undefined)
  running.then(
    (file) => {
      state.done = { suite, file }
      onChange()
    },
    (problem: unknown) => {
      state.problem = cancel.signal.aborted ? null : problem
      onChange()
    },
  )
  const seal: UploadedBefore["seal"] = async (report, signal) => {
    const timer = setInterval(() => report(state.bytes), 250)
    try {
      return await Promise.race([running, aborted(signal)])
    } finally {
      clearInterval(timer)
    }
  }
  return {
    attachment: { ...attachment, uploaded: { org, suite, seal } },
    get bytes() {
      return state.bytes
    },
    get done() {
      return state.done
    },
    get problem() {
      return state.problem
    },
    stop: () => cancel.abort(),
  }
}

async function after<T>(before: Promise<unknown>, work: () => Promise<T>): Promise<T> {
  await before
  return work()
}

async function untilUp<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      // Of files that wait unsent only the author can take some away.
      const isOwnDoing = error instanceof ApiProblem && error.code === "upload.too_many"
      const mayPass =
        error instanceof NetworkError ||
        (error instanceof ApiProblem && !isOwnDoing && [401, 429, 503, 507].includes(error.problem.status))
      if (!mayPass || signal.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true })
  })
}
