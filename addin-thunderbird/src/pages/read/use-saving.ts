/** Saving attachments: checked piece by piece, complete or not at all, one download at a time per file. */
import { openAttachment } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import { ProtocolError, safeFileName } from "@smp/shared/bytes"
import type { AttachmentState } from "@smp/shared/ui"
import { objectId } from "@smp/shared/wire"
import { useRef, useState } from "react"
import { files } from "../../host/thunderbird-host.ts"

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
  const save = async (id: string): Promise<void> => {
    const file = message.attachments.find(({ obj }) => obj === id)
    if (file === undefined || running.current.has(id)) return
    const abort = new AbortController()
    running.current.set(id, abort)
    show(id, { state: "running", done: 0 })
    try {
      const blob = await fetchWhole(message, {
        id,
        type: file.type,
        signal: abort.signal,
        onProgress: (done) => show(id, { state: "running", done }),
      })
      show(id, { state: (await files.save(blob, safeFileName(file.name))) ? "saved" : "idle" })
    } catch (problem) {
      show(id, { state: abort.signal.aborted ? "idle" : problem instanceof ProtocolError ? "damaged" : "failed" })
    } finally {
      running.current.delete(id)
    }
  }
  return {
    states,
    save: (id) => void save(id),
    cancel: (id) => running.current.get(id)?.abort(),
    saveAll: () => {
      const ids = message.attachments.filter(({ disposition }) => disposition === "attachment").map(({ obj }) => obj)
      void ids.reduce((before, id) => before.then(() => save(id)), Promise.resolve())
    },
  }
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
        return controller.error(problem)
      }
    },
    cancel: async () => {
      await pieces.return()
    },
  })
  return new Response(stream, { headers: { "Content-Type": type } }).blob()
}
