/**
 * The page's side of the Worker that seals and hashes segments, so that a page with large files answers at once. The Worker
 * is made with the first file, and kept; where none can run, the page does the work itself.
 * Promises: the same bytes as WebCrypto in the page; the Worker gets keys that nobody can read out.
 */
import { release } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { importSegmentKey, webCryptoEngine } from "../envelope/index.ts"
import type { PieceToSeal, SegmentEngine } from "../envelope/index.ts"

export type SegmentTask =
  | { readonly do: "seal"; readonly key: CryptoKey; readonly piece: Omit<PieceToSeal, "out"> }
  | { readonly do: "sha256"; readonly bytes: Bytes }
  /** `hash`: which of those that were begun. */
  | { readonly do: "update"; readonly hash: number; readonly bytes: Bytes }
  | { readonly do: "digest"; readonly hash: number }
export type SegmentRequest = SegmentTask & { readonly id: number }
/** The Worker says once that it runs. Without bytes: it failed. */
export type SegmentReply =
  | { readonly runs: true }
  | { readonly id: number; readonly bytes: Bytes }
  | { readonly id: number }

/** What of a dedicated Worker's own scope the entry uses. */
export interface SegmentScope {
  onmessage: ((event: { data: SegmentRequest }) => void) | null
  postMessage(reply: SegmentReply, transfer: ArrayBuffer[]): void
}
/** What of a Worker the page uses; hosts give `() => new Worker(new URL(…), { type: "module" })`. */
export interface SegmentWorker {
  postMessage(request: SegmentRequest, transfer: ArrayBuffer[]): void
  addEventListener(type: "message", listener: (event: { data: SegmentReply }) => void): void
  addEventListener(type: "error", listener: () => void): void
}

interface Waiting {
  resolve(bytes: Bytes): void
  reject(error: Error): void
}
type Ask = (task: SegmentTask, given: Bytes | null) => Promise<Bytes>

export function segmentsInWorker(makeWorker: () => SegmentWorker): SegmentEngine {
  let started: Promise<SegmentEngine> | null = null
  const engine = () => (started ??= start(makeWorker, () => (started = null)).catch(() => webCryptoEngine))
  return {
    sealer: async (key) => (await engine()).sealer(key),
    sha256: async (bytes) => (await engine()).sha256(bytes),
    hasher: () => {
      const made = engine().then((found) => found.hasher())
      return { update: async (piece) => (await made).update(piece), digest: async () => (await made).digest() }
    },
  }
}

/** `onEnd`: it ran, and has failed; the next one is to be made anew. */
function start(makeWorker: () => SegmentWorker, onEnd: () => void): Promise<SegmentEngine> {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let runs = false
  return new Promise((begun) => {
    const worker = makeWorker()
    const ask: Ask = (task, given) =>
      new Promise((resolve, reject) => {
        lastId += 1
        waiting.set(lastId, { resolve, reject })
        worker.postMessage({ ...task, id: lastId }, given === null ? [] : [given.buffer])
      })
    worker.addEventListener("message", ({ data }) => {
      if ("runs" in data) {
        runs = true
        return begun(askingEngine(ask))
      }
      const asked = waiting.get(data.id)
      waiting.delete(data.id)
      return "bytes" in data ? asked?.resolve(data.bytes) : asked?.reject(new Error("The sealing worker failed."))
    })
    worker.addEventListener("error", () => {
      for (const asked of waiting.values()) asked.reject(new Error("The sealing worker ended."))
      waiting.clear()
      return runs ? onEnd() : begun(webCryptoEngine)
    })
  })
}

/** What is handed over are copies: their memory goes to the Worker. */
function askingEngine(ask: Ask): SegmentEngine {
  let hashes = 0
  return {
    async sealer(raw) {
      const key = await importSegmentKey(raw)
      return async ({ iv, aad, plain, out }) => {
        const copy = plain.slice()
        const sealed = await ask({ do: "seal", key, piece: { iv, aad, plain: copy } }, copy)
        out.set(sealed)
        release(sealed)
      }
    },
    sha256(bytes) {
      const copy = bytes.slice()
      return ask({ do: "sha256", bytes: copy }, copy)
    },
    hasher() {
      hashes += 1
      const hash = hashes
      return {
        async update(piece) {
          const copy = piece.slice()
          await ask({ do: "update", hash, bytes: copy }, copy)
        },
        digest: () => ask({ do: "digest", hash }, null),
      }
    },
  }
}
