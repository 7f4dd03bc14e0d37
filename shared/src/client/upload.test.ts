import { describe, expect, it } from "vitest"
import { concat, equalBytes, fromBase64url, newId, randomBytes, sha256, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { SEGMENT_PLAIN, SEGMENT_STORED, segmentsRoot } from "../envelope/index.ts"
import type { SealedFile } from "../envelope/index.ts"
import type { OpenedCore } from "../envelope/open.ts"
import type { MessageId, ObjectId, OrganizationId, UploadState } from "../wire/index.ts"
import { sourceFromBytes } from "./byte-source.ts"
import { downloadObject } from "./download.ts"
import { memoryStore } from "./local-store.ts"
import { ApiProblem } from "./problems.ts"
import { FileChanged, uploadObject } from "./upload.ts"
import type { UploadJob } from "./upload.ts"

const org = newId("org") as OrganizationId
const file = { name: "Angebot 2026.pdf", type: "application/pdf", cid: null }

interface Chunks {
  obj: string
  first: number
  stored: Bytes
  digests: readonly Bytes[]
}

/** The File Server's edge in memory: keeps chunks, checks the root, counts what was sent. */
function chunkHost() {
  const objects = new Map<string, { header: Bytes; chunks: (Bytes | null)[]; complete: boolean }>()
  const held = (obj: string) => {
    const object = objects.get(obj)
    if (object === undefined) throw new Error("no such object")
    return object
  }
  const state = (obj: ObjectId): UploadState => {
    const { chunks, complete } = held(obj)
    const received = chunks.flatMap((chunk, index): [number, number][] => (chunk === null ? [] : [[index, index]]))
    return { obj, chunks: chunks.length, received, complete, expiresAt: 0 }
  }
  const host = {
    objects,
    puts: 0,
    chunks: 0,
    inFlight: 0,
    mostInFlight: 0,
    failAfter: Number.POSITIVE_INFINITY,
    /** Of a request with this chunk, those before it still arrive. */
    cutBefore: Number.POSITIVE_INFINITY,
    loseOnce: new Set<number>(),
    /** How long a request is on its way. */
    way: () => new Promise<void>((resolve) => setTimeout(resolve, 1)),
    client: {
      createUpload: (body: { obj: string; header: string; chunks: number }) => {
        if (!objects.has(body.obj)) {
          objects.set(body.obj, {
            header: fromBase64url(body.header),
            chunks: Array.from({ length: body.chunks }, () => null),
            complete: false,
          })
        }
        return Promise.resolve(state(body.obj as ObjectId))
      },
      putChunks: async ({ obj, first, stored, digests }: Chunks) => {
        host.inFlight += 1
        host.mostInFlight = Math.max(host.mostInFlight, host.inFlight)
        await host.way()
        host.inFlight -= 1
        if (host.puts >= host.failAfter) throw new Error("line cut")
        host.puts += 1
        for (const [position, digest] of digests.entries()) {
          const index = first + position
          const chunk = stored.slice(position * SEGMENT_STORED, (position + 1) * SEGMENT_STORED)
          if (!equalBytes(sha256(chunk), digest)) throw new Error("digest")
          if (index >= host.cutBefore) throw new Error("line cut")
          if (!host.loseOnce.delete(index)) held(obj).chunks[index] = chunk
          host.chunks += 1
        }
      },
      completeUpload: (obj: string, root: Bytes) => {
        const { header, chunks } = held(obj)
        const missing = chunks.flatMap((chunk, index) => (chunk === null ? [index] : []))
        if (missing.length > 0) {
          return Promise.reject(
            new ApiProblem({ type: "", title: "", status: 409, code: "upload.incomplete", missing }),
          )
        }
        if (
          !equalBytes(
            segmentsRoot(
              header,
              chunks.map((chunk) => sha256(chunk ?? new Uint8Array())),
            ),
            root,
          )
        ) {
          return Promise.reject(new Error("root"))
        }
        held(obj).complete = true
        return Promise.resolve()
      },
      attachment: (_: MessageId, obj: ObjectId) => {
        const { header, chunks } = held(obj)
        const length = header.length + chunks.reduce((sum, chunk) => sum + (chunk?.length ?? 0), 0)
        const hashes = concat(...chunks.map((chunk) => sha256(chunk ?? new Uint8Array())))
        return Promise.resolve({ obj, header: toBase64url(header), length, hashes: toBase64url(hashes) })
      },
      chunk: (_: MessageId, obj: ObjectId, index: number) =>
        Promise.resolve(held(obj).chunks[index] ?? new Uint8Array()),
    },
  }
  return host
}

type Host = ReturnType<typeof chunkHost>
const jobFor = (host: Host, plain: Bytes, more: Partial<UploadJob> = {}): UploadJob => ({
  client: host.client,
  org,
  suite: 1,
  source: sourceFromBytes(plain),
  file,
  pad: false,
  ...more,
})

const opened = (sealed: SealedFile): OpenedCore =>
  ({
    header: { suite: 1, org },
    slip: { objs: [sealed.object] },
    manifest: { files: [sealed.entry] },
  }) as unknown as OpenedCore

async function download(host: Host, sealed: SealedFile): Promise<Bytes> {
  const pieces: Bytes[] = []
  const job = {
    client: host.client,
    msg: newId("msg") as MessageId,
    opened: opened(sealed),
    obj: sealed.entry.obj as ObjectId,
  }
  for await (const piece of downloadObject(job)) pieces.push(piece)
  return concat(...pieces)
}

const bytesOf = (length: number) => {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) bytes.set(randomBytes(Math.min(65_536, length - at)), at)
  return bytes
}

describe("upload and download", () => {
  it.each([0, 1, SEGMENT_PLAIN, SEGMENT_PLAIN + 1, 5 * SEGMENT_PLAIN + 17])(
    "S34 S35 a file of %i bytes comes back as it was, with and without padding",
    async (size) => {
      const plain = bytesOf(size)
      for (const pad of [false, true]) {
        const host = chunkHost()
        const sealed = await uploadObject(jobFor(host, plain, { pad }))
        expect(sealed.entry).toMatchObject({ size, name: file.name, disp: "attachment", sha: sha256(plain) })
        expect(equalBytes(await download(host, sealed), plain)).toBe(true)
        expect(host.mostInFlight).toBeLessThanOrEqual(3)
      }
    },
  )

  it("S34 a restarted client keeps key and header and sends only what the server does not hold", async () => {
    const plain = bytesOf(12 * SEGMENT_PLAIN + 5)
    const host = chunkHost()
    const store = memoryStore()
    const journal = { store, name: "a" }
    host.failAfter = 3
    await expect(uploadObject(jobFor(host, plain, { journal }))).rejects.toThrow("line cut")
    const [first] = host.objects.values()
    const header = first?.header
    const before = host.chunks
    expect(before).toBeGreaterThan(2)
    host.failAfter = Number.POSITIVE_INFINITY
    const sealed = await uploadObject(jobFor(host, plain, { journal }))
    expect(host.objects.size).toBe(1)
    expect(header && equalBytes(host.objects.get(sealed.entry.obj)?.header ?? new Uint8Array(), header)).toBe(true)
    expect(host.chunks).toBe(13)
    expect(equalBytes(await download(host, sealed), plain)).toBe(true)
  })

  it("S34 of a request that was cut, what the server kept is sent again, since nobody noted its hash", async () => {
    const plain = bytesOf(12 * SEGMENT_PLAIN + 5)
    const host = chunkHost()
    const journal = { store: memoryStore(), name: "a" }
    host.cutBefore = 8
    await expect(uploadObject(jobFor(host, plain, { journal }))).rejects.toThrow("line cut")
    host.cutBefore = Number.POSITIVE_INFINITY
    const sealed = await uploadObject(jobFor(host, plain, { journal }))
    expect(equalBytes(await download(host, sealed), plain)).toBe(true)
  })

  it("S34 many segments travel in one request, and as many requests as before are in flight", async () => {
    const plain = bytesOf(60 * SEGMENT_PLAIN)
    const host = chunkHost()
    const { promise: three, resolve } = Promise.withResolvers<void>()
    // However long a machine takes to seal: the first ones are not answered before so many are there.
    host.way = () => {
      if (host.inFlight === 3) setTimeout(() => resolve(), 1)
      return three
    }
    await uploadObject(jobFor(host, plain))
    expect(host.puts).toBeLessThan(60)
    expect(host.mostInFlight).toBe(3)
  })

  it("a file that changed meanwhile is sent as it is now", async () => {
    const plain = bytesOf(4 * SEGMENT_PLAIN)
    const host = chunkHost()
    const journal = { store: memoryStore(), name: "a" }
    host.failAfter = 2
    await expect(uploadObject(jobFor(host, plain, { journal }))).rejects.toThrow("line cut")
    host.failAfter = Number.POSITIVE_INFINITY
    plain[10] = (plain[10] ?? 0) ^ 1
    const sealed = await uploadObject(jobFor(host, plain, { journal }))
    expect(equalBytes(await download(host, sealed), plain)).toBe(true)
  })

  it.each([1_000, 4 * SEGMENT_PLAIN])(
    "S34 a file of %i bytes that changed after the server had all of it is sent as it is now, as another object",
    async (size) => {
      const plain = bytesOf(size)
      const host = chunkHost()
      const journal = { store: memoryStore(), name: "a" }
      const first = await uploadObject(jobFor(host, plain, { journal, pad: true }))
      expect((await uploadObject(jobFor(host, plain, { journal, pad: true }))).entry.obj).toBe(first.entry.obj)
      plain[size - 1] = (plain[size - 1] ?? 0) ^ 1
      const sealed = await uploadObject(jobFor(host, plain, { journal, pad: true }))
      expect(sealed.entry.obj).not.toBe(first.entry.obj)
      expect(equalBytes(await download(host, sealed), plain)).toBe(true)
    },
  )

  it("S34 a file that changes while it goes up is not listed under the digest of other bytes", async () => {
    const plain = bytesOf(2 * SEGMENT_PLAIN)
    const host = chunkHost()
    const source = sourceFromBytes(plain)
    const changing = {
      size: source.size,
      slice: async (start: number, end: number) => {
        const piece = await source.slice(start, end)
        if (start === 0) plain[0] = (plain[0] ?? 0) ^ 1
        return piece
      },
    }
    const journal = { store: memoryStore(), name: "a" }
    const job = { ...jobFor(host, plain, { journal }), source: changing }
    await expect(uploadObject(job)).rejects.toBeInstanceOf(FileChanged)
  })

  it("chunks that the server lost are sent again when it names them", async () => {
    const plain = bytesOf(3 * SEGMENT_PLAIN)
    const host = chunkHost()
    host.loseOnce.add(1)
    const sealed = await uploadObject(jobFor(host, plain))
    expect(equalBytes(await download(host, sealed), plain)).toBe(true)
  })

  it("complete on the server but with lost notes, an upload begins again under another id", async () => {
    const plain = bytesOf(2 * SEGMENT_PLAIN)
    const host = chunkHost()
    const store = memoryStore()
    const first = await uploadObject(jobFor(host, plain, { journal: { store, name: "a" } }))
    await store.delete("a/segments/0")
    const again = await uploadObject(jobFor(host, plain, { journal: { store, name: "a" } }))
    expect(again.entry.obj).not.toBe(first.entry.obj)
    expect(equalBytes(await download(host, again), plain)).toBe(true)
  })

  it("a cancelled upload stops", async () => {
    const host = chunkHost()
    const stop = new AbortController()
    const onProgress = (bytes: number) => void (bytes > SEGMENT_PLAIN && stop.abort(new Error("stop")))
    await expect(
      uploadObject(jobFor(host, bytesOf(9 * SEGMENT_PLAIN), { signal: stop.signal, onProgress })),
    ).rejects.toThrow("stop")
    expect(host.puts).toBeLessThan(9)
  })

  it("S22 a changed, cut, swapped or lengthened file is refused before a wrong byte is given out", async () => {
    const plain = bytesOf(3 * SEGMENT_PLAIN + 100)
    const host = chunkHost()
    const sealed = await uploadObject(jobFor(host, plain))
    const object = host.objects.get(sealed.entry.obj) as { chunks: (Bytes | null)[] }
    const original = object.chunks
    const [a, b, c, d] = original as [Bytes, Bytes, Bytes, Bytes]
    const flipped = b.map((byte, at) => (at === 100 ? byte ^ 1 : byte))
    for (const chunks of [
      [a, flipped, c, d],
      [a, b, c],
      [b, a, c, d],
      [a, b, c, d, d],
      [a, b, d],
    ]) {
      object.chunks = chunks
      await expect(download(host, sealed)).rejects.toMatchObject({ code: "open-failed" })
    }
    object.chunks = original
    expect(equalBytes(await download(host, sealed), plain)).toBe(true)
  })
})
