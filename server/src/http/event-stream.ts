/** Server-sent events (WHATWG HTML, 9.2) over a request that was proved like any other. */
import type { LiveLine, LiveSink } from "../services/live-events.service.ts"

const BEAT_MS = 15_000
/** Lines waiting for a reader who does not read. */
const MOST_WAITING = 256

export function eventStream(line: LiveLine): Response {
  const encoder = new TextEncoder()
  let stop = (): void => undefined
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      let isOpen = true
      const end = (): void => {
        if (!isOpen) return
        stop()
        controller.close()
      }
      const write = (text: string): void => {
        if (!isOpen) return
        if ((controller.desiredSize ?? 0) < -MOST_WAITING) return end()
        controller.enqueue(encoder.encode(text))
      }
      // What a proxy holds back until it is full would come too late.
      write(`: open ${" ".repeat(2_048)}\n\n`)
      const beat = setInterval(() => write(": beat\n\n"), BEAT_MS)
      const send: LiveSink["send"] = (id, event) =>
        write(event === null ? `id: ${id}\n\n` : `id: ${id}\ndata: ${JSON.stringify(event)}\n\n`)
      const leave = line({ send, end })
      stop = () => {
        isOpen = false
        clearInterval(beat)
        leave()
      }
    },
    cancel: () => stop(),
  })
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  })
}
