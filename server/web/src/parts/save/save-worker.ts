/**
 * The service worker that turns a page's verified pieces into a download. It serves nothing else, caches nothing and
 * never sees a key: a page hands over a port, the browser fetches `/save/<id>`, the pieces go to disk as they are asked for.
 */
interface Offer {
  readonly id: string
  readonly name: string
  readonly size: number | null
}
interface ClientMessage extends Event {
  readonly data: Offer
  readonly ports: readonly MessagePort[]
}
interface FetchEvent extends Event {
  readonly request: Request
  respondWith(response: Response): void
}
interface WorkerScope {
  addEventListener(
    type: "install" | "activate",
    listener: (event: Event & { waitUntil(work: Promise<unknown>): void }) => void,
  ): void
  addEventListener(type: "message", listener: (event: ClientMessage) => void): void
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
}

const scope = globalThis as unknown as WorkerScope
const offers = new Map<string, { offer: Offer; port: MessagePort }>()

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()))
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()))
scope.addEventListener("message", ({ data, ports }) => {
  const port = ports[0]
  if (port === undefined || typeof data.id !== "string") return
  offers.set(data.id, { offer: data, port })
  port.postMessage("ready")
})
scope.addEventListener("fetch", (event) => {
  const id = /^\/save\/([0-9a-f-]{36})$/.exec(new URL(event.request.url).pathname)?.[1]
  const held = id === undefined ? undefined : offers.get(id)
  if (id === undefined || held === undefined) return
  offers.delete(id)
  event.respondWith(answer(held.offer, held.port))
})

/** One piece is asked for whenever the browser has room: memory holds a few segments, whatever the size. */
function answer({ name, size }: Offer, port: MessagePort): Response {
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        port.onmessage = ({ data }: MessageEvent<Uint8Array | "end" | "failed">) => {
          if (data === "end") controller.close()
          else if (data === "failed") controller.error(new Error("The file was not complete."))
          else controller.enqueue(data)
        }
      },
      pull: () => port.postMessage("more"),
      cancel: () => port.postMessage("cancelled"),
    },
    { highWaterMark: 2 },
  )
  return new Response(body, {
    headers: {
      "content-type": "application/octet-stream",
      ...(size === null ? {} : { "content-length": String(size) }),
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  })
}
