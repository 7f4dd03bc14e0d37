/** Saving attachments: checked piece by piece, complete or not at all, one download at a time per file. */
import { ProtocolError, safeFileName } from "@smp/shared/bytes"
import { openAttachment } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import type { AttachmentState } from "@smp/shared/ui"
import { objectId } from "@smp/shared/wire"
import { useRef, useState } from "react"

export interface Saving {
  readonly states: Readonly<Record<string, AttachmentState>>
  readonly save: (id: string) => Promise<void>
  readonly cancel: (id: string) => void
}
const REDRAW_MS = 100
const KEPT_MS = 60_000

export function useSaving(message: OpenedMessage): Saving {
  const [states, setStates] = useState<Readonly<Record<string, AttachmentState>>>({})
  const running = useRef(new Map<string, AbortController>())
  const show = (id: string, state: AttachmentState) => setStates((before) => ({ ...before, [id]: state }))
  return {
    states,
    cancel: (id) => running.current.get(id)?.abort(),
    save: async (id) => {
      const file = message.attachments.find(({ obj }) => obj === id)
      if (file === undefined || running.current.has(id)) return
      const abort = new AbortController()
      running.current.set(id, abort)
      show(id, { state: "running", done: 0 })
      try {
        const blob = await fetchWhole(message, {
          id,
          signal: abort.signal,
          onProgress: (done) => show(id, { state: "running", done }),
        })
        offer(blob, safeFileName(file.name))
        show(id, { state: "saved" })
      } catch (problem) {
        show(id, { state: abort.signal.aborted ? "idle" : problem instanceof ProtocolError ? "damaged" : "failed" })
      } finally {
        running.current.delete(id)
      }
    },
  }
}

/** The browser keeps a large Blob on disk, so memory holds a few segments. @throws at the first piece that was not signed */
async function fetchWhole(
  message: OpenedMessage,
  job: { id: string; signal: AbortSignal; onProgress: (bytes: number) => void },
): Promise<Blob> {
  const pieces = openAttachment(message, objectId.parse(job.id), { signal: job.signal })
  let done = 0
  let shownAt = 0
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const next = await pieces.next()
        if (next.done === true) return controller.close()
        done += next.value.length
        if (Date.now() - shownAt > REDRAW_MS) {
          shownAt = Date.now()
          job.onProgress(done)
        }
        return controller.enqueue(next.value)
      } catch (problem) {
        return controller.error(problem)
      }
    },
    cancel: async () => {
      await pieces.return()
    },
  })
  // Never the sender's type: a saved file is not opened in our origin.
  return new Response(stream, { headers: { "content-type": "application/octet-stream" } }).blob()
}

function offer(blob: Blob, name: string): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS)
}
