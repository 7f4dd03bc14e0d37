/**
 * A verified stream of pieces becomes a file. Small ones as a Blob; large ones through the service worker straight to
 * disk, opened by a hidden frame (a link was cancelled by Chromium); where there is no worker, a Blob again.
 * Promises: a file is offered under its name only as a whole (Blob), or its download fails when a piece does (stream).
 */
import type { Bytes } from "@smp/shared/bytes"

/** Up to here a file is put together in memory. */
const BLOB_BYTES = 64 << 20
const LINK_LIFE_MS = 60_000
const READY_MS = 5_000

export interface SaveJob {
  /** Safe as a file name. */
  readonly name: string
  /** Bytes; null: known only at the end. */
  readonly size: number | null
  /** About how large, where `size` is not known. */
  readonly about?: number
  readonly pieces: AsyncIterable<Bytes>
  readonly signal: AbortSignal
}

/** @throws what `pieces` throws; the signal's reason. Ends when the last piece was handed to the browser. */
export async function saveFile(job: SaveJob): Promise<void> {
  const worker = (job.size ?? job.about ?? 0) > BLOB_BYTES ? await saveWorker() : null
  if (worker === null) await saveAsBlob(job)
  else await saveAsStream(job, worker)
}

async function saveAsBlob({ name, pieces }: SaveJob): Promise<void> {
  const held: Bytes[] = []
  for await (const piece of pieces) held.push(piece)
  // Never the sender's type: a saved file is not opened in our origin (R20).
  const url = URL.createObjectURL(new Blob(held, { type: "application/octet-stream" }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), LINK_LIFE_MS)
}

async function saveAsStream({ name, size, pieces, signal }: SaveJob, worker: ServiceWorker): Promise<void> {
  const id = crypto.randomUUID()
  const { port1, port2 } = new MessageChannel()
  const asks = askQueue(port1, signal)
  worker.postMessage({ id, name, size }, [port2])
  await asks.ready()
  const frame = openHiddenFrame(`/save/${id}`)
  try {
    for await (const piece of pieces) {
      await asks.next()
      port1.postMessage(piece, [piece.buffer])
    }
    await asks.next()
    port1.postMessage("end")
  } catch (problem) {
    port1.postMessage("failed")
    throw problem
  } finally {
    setTimeout(() => {
      frame.remove()
      port1.close()
    }, LINK_LIFE_MS)
  }
}

/** What the worker says: "ready" once, then "more" for each piece it has room for, or "cancelled". */
function askQueue(port: MessagePort, signal: AbortSignal) {
  let open = 0
  let isReady = false
  let isCancelled = false
  let wake: (() => void) | null = null
  const poke = () => {
    wake?.()
    wake = null
  }
  port.onmessage = ({ data }) => {
    if (data === "ready") isReady = true
    else if (data === "more") open += 1
    else isCancelled = true
    poke()
  }
  signal.addEventListener("abort", poke)
  const until = async (condition: () => boolean, limit: number | null) => {
    const timer = limit === null ? undefined : setTimeout(poke, limit)
    const deadline = limit === null ? Infinity : Date.now() + limit
    while (!condition()) {
      signal.throwIfAborted()
      if (isCancelled) throw new DOMException("The browser stopped the download.", "AbortError")
      if (Date.now() >= deadline) throw new Error("The download worker did not answer.")
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    clearTimeout(timer)
  }
  return {
    ready: () => until(() => isReady, READY_MS),
    next: async () => {
      await until(() => open > 0, null)
      open -= 1
    },
  }
}

function openHiddenFrame(url: string): HTMLIFrameElement {
  const frame = document.createElement("iframe")
  frame.hidden = true
  frame.src = url
  document.body.append(frame)
  return frame
}

/** The active worker, or null where the browser has none (private windows of some browsers). */
async function saveWorker(): Promise<ServiceWorker | null> {
  if (!("serviceWorker" in navigator)) return null
  try {
    const registration = await navigator.serviceWorker.register("/save-worker.js", {
      scope: "/save/",
      updateViaCache: "none",
    })
    const worker = registration.active ?? registration.waiting ?? registration.installing
    if (worker === null || worker.state === "activated") return worker
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("The download worker did not start.")), READY_MS)
      worker.addEventListener("statechange", () => {
        if (worker.state !== "activated") return
        clearTimeout(timer)
        resolve()
      })
    })
    return worker
  } catch {
    return null
  }
}
