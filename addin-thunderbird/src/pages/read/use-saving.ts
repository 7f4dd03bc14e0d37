/** Saving attachments: checked piece by piece, complete or not at all, one download at a time per file. */
import { openAttachment } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { ProtocolError, safeFileName } from "@smp/shared/bytes"
import type { AttachmentState } from "@smp/shared/ui"
import { objectId } from "@smp/shared/wire"
import { useRef, useState } from "react"
import { askToSave } from "../../background/page-requests.ts"

export interface Saving {
  readonly states: Readonly<Record<string, AttachmentState>>
  readonly save: (id: string) => void
  readonly cancel: (id: string) => void
  readonly saveAll: () => void
}

const REDRAW_MS = 100

export function useSaving(message: OpenedMessage): Saving {
  const [states, setStates] = useState<Readonly<Record<string, AttachmentState>>>({})
  const running = useRef(new Map<string, AbortController>())
  const show = (id: string, state: AttachmentState) => setStates((before) => ({ ...before, [id]: state }))
  const fetchOne = async (id: string): Promise<Fetched | null> => {
    const file = message.attachments.find(({ obj }) => obj === id)
    if (file === undefined || running.current.has(id)) return null
    const abort = new AbortController()
    running.current.set(id, abort)
    const onProgress = (done: number) => show(id, { state: "running", done })
    onProgress(0)
    try {
      const blob = await fetchWhole(message, { id, type: file.type, signal: abort.signal, onProgress })
      return { id, blob, name: safeFileName(file.name) }
    } catch (problem) {
      show(id, { state: abort.signal.aborted ? "idle" : problem instanceof ProtocolError ? "damaged" : "failed" })
      return null
    } finally {
      running.current.delete(id)
    }
  }
  /** All are fetched before the first is saved: the question where to save may end this page. */
  const save = async (ids: readonly string[]): Promise<void> => {
    const fetched: Fetched[] = []
    for (const id of ids) {
      const one = await fetchOne(id)
      if (one !== null) fetched.push(one)
    }
    const ends = await askToSave(fetched.map(({ blob, name }) => ({ blob, name })))
    fetched.forEach(({ id }, index) => show(id, { state: ends[index] ?? "failed" }))
  }
  return {
    states,
    save: (id) => void save([id]),
    cancel: (id) => running.current.get(id)?.abort(),
    saveAll: () =>
      void save(message.attachments.filter(({ disposition }) => disposition === "attachment").map(({ obj }) => obj)),
  }
}

interface Fetched {
  id: string
  blob: Blob
  name: string
}

interface Fetching {
  id: string
  type: string
  signal: AbortSignal
  onProgress: (bytes: number) => void
}

/**
 * The whole file as a Blob. Gecko keeps a large body of a Response in a temporary file without a name, so memory holds a
 * few segments whatever the size. @throws at the first piece that is not what was signed.
 */
async function fetchWhole(message: OpenedMessage, { id, type, signal, onProgress }: Fetching): Promise<Blob> {
  const pieces = openAttachment(message, objectId.parse(id), { signal })
  let done = 0
  let shown = 0
  let wrong: unknown = null
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const next = await pieces.next()
        if (next.done === true) return controller.close()
        done += next.value.length
        if (Date.now() - shown > REDRAW_MS) {
          shown = Date.now()
          onProgress(done)
        }
        return controller.enqueue(next.value)
      } catch (problem) {
        wrong = problem
        return controller.error(problem)
      }
    },
    cancel: async () => {
      await pieces.return()
    },
  })
  // Reading a body may replace the reason by one of its own.
  return new Response(stream, { headers: { "Content-Type": type } }).blob().catch((problem: unknown) => {
    throw wrong ?? problem
  })
}
