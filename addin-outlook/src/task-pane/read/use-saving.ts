/** Saving attachments: checked piece by piece, complete or not at all. */
import { ProtocolError, safeFileName } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { openAttachment } from "@smp/shared/read"
import type { OpenedMessage } from "@smp/shared/read"
import type { AttachmentState } from "@smp/shared/ui"
import { objectId } from "@smp/shared/wire"
import { useRef, useState } from "react"

export interface Saving {
  readonly states: Readonly<Record<string, AttachmentState>>
  readonly save: (id: string) => void
  readonly cancel: (id: string) => void
}
const LINK_LIFE_MS = 60_000

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
      const pieces: Bytes[] = []
      let done = 0
      for await (const piece of openAttachment(message, objectId.parse(id), { signal: abort.signal })) {
        pieces.push(piece)
        done += piece.length
        show(id, { state: "running", done })
      }
      offer(safeFileName(file.name), pieces)
      show(id, { state: "saved" })
    } catch (problem) {
      show(id, { state: abort.signal.aborted ? "idle" : problem instanceof ProtocolError ? "damaged" : "failed" })
    } finally {
      running.current.delete(id)
    }
  }
  return { states, save: (id) => void save(id), cancel: (id) => running.current.get(id)?.abort() }
}

function offer(name: string, pieces: Bytes[]): void {
  // Never the sender's type: a saved file is not opened in our origin (R20).
  const url = URL.createObjectURL(new Blob(pieces, { type: "application/octet-stream" }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), LINK_LIFE_MS)
}
