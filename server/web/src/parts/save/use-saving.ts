/** Saving attachments: checked piece by piece, complete or not at all, each once at a time. */
import { ProtocolError, safeFileName } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { openAttachment } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import type { AttachmentState } from "@smp/shared/ui"
import { objectId } from "@smp/shared/wire"
import { useCallback, useEffect, useRef, useState } from "react"
import { saveFile } from "./save-file.ts"

export interface Saving {
  readonly states: Readonly<Record<string, AttachmentState>>
  readonly save: (id: string) => Promise<void>
  readonly saveAll: () => void
  readonly cancel: (id: string) => void
}
const REDRAW_MS = 100

export function useSaving(message: OpenedMessage): Saving {
  const [states, setStates] = useState<Readonly<Record<string, AttachmentState>>>({})
  const running = useRef(new Map<string, AbortController>())
  const show = useCallback(
    (id: string, state: AttachmentState) => setStates((before) => ({ ...before, [id]: state })),
    [],
  )
  useEffect(() => {
    const held = running.current
    return () => {
      for (const abort of held.values()) abort.abort()
    }
  }, [])
  const save = useCallback(
    async (id: string) => {
      const file = message.attachments.find(({ obj }) => obj === id)
      if (file === undefined || running.current.has(id)) return
      const abort = new AbortController()
      running.current.set(id, abort)
      show(id, { state: "running", done: 0 })
      const pieces = counted(openAttachment(message, objectId.parse(id), { signal: abort.signal }), (done) =>
        show(id, { state: "running", done }),
      )
      try {
        await saveFile({ name: safeFileName(file.name), size: file.size, pieces, signal: abort.signal })
        show(id, { state: "saved" })
      } catch (problem) {
        const isStopped = abort.signal.aborted || (problem instanceof DOMException && problem.name === "AbortError")
        show(id, { state: isStopped ? "idle" : problem instanceof ProtocolError ? "damaged" : "failed" })
      } finally {
        running.current.delete(id)
      }
    },
    [message, show],
  )
  const saveAll = useCallback(() => {
    const one = async () => {
      for (const { obj, disposition, recalledAt } of message.attachments) {
        const isShut = recalledAt !== null && message.role !== "from"
        if (disposition === "attachment" && !isShut) await save(obj)
      }
    }
    void one()
  }, [message, save])
  const cancel = useCallback((id: string) => running.current.get(id)?.abort(), [])
  return { states, save, saveAll, cancel }
}

async function* counted(pieces: AsyncIterable<Bytes>, onDone: (bytes: number) => void): AsyncGenerator<Bytes> {
  let done = 0
  let shownAt = 0
  for await (const piece of pieces) {
    done += piece.length
    if (Date.now() - shownAt > REDRAW_MS) {
      shownAt = Date.now()
      onDone(done)
    }
    yield piece
  }
}
