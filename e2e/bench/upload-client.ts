/** A client in a process of its own, so that its memory can be read: uploads one file, sealed or plain. */
import { createCipheriv, hash, randomBytes } from "node:crypto"
import { open } from "node:fs/promises"
import { createReadStream } from "node:fs"
import { request } from "node:http"
import { pipeline } from "node:stream/promises"
import { sourceFromFile } from "@smp/cli/file-source"
import { nodeEngine } from "@smp/cli/node-engine"
import { nodeFetch } from "@smp/cli/node-fetch"
import { uploadObject } from "@smp/shared/client"
import { objectId, organizationId } from "@smp/shared/wire"
import { signInAgain, type Person } from "../hosts/person.ts"
import { peakMemory } from "../hosts/processes.ts"

export interface UploadOrder {
  path: string
  size: number
  /** Through the real client; or by PUT: plain, or with the least that a client of ours must do. */
  way: { origin: string; address: string; password: string } | "plain" | "least"
  barePort: number
}

export interface UploadReport {
  seconds: number
  peakBytes: number
}

/** What a cipher gives at once stays in the processor's cache. */
const PIECE = 65_536

let person: Person | null = null

process.on("disconnect", () => process.exit(0))
process.on("message", (order: UploadOrder) => {
  void run(order).then((report) => process.send?.(report))
})

async function run(order: UploadOrder): Promise<UploadReport> {
  const { way } = order
  const seconds = typeof way === "string" ? await uploadByPut(order, way) : await uploadSealed(order, way)
  return { seconds, peakBytes: peakMemory(process.pid) }
}

async function uploadSealed(
  order: UploadOrder,
  who: { origin: string; address: string; password: string },
): Promise<number> {
  person ??= await signInAgain(who, who, { fetch: nodeFetch(), engine: nodeEngine })
  const { account, org } = person
  const file = await open(order.path)
  try {
    const start = performance.now()
    const sealed = await uploadObject({
      client: account.client,
      org: organizationId.parse(org),
      suite: 1,
      source: sourceFromFile(file, order.size),
      file: { name: "large.bin", type: "application/octet-stream", cid: null },
      pad: false,
    })
    const seconds = (performance.now() - start) / 1000
    await account.client.abortUpload(objectId.parse(sealed.entry.obj))
    return seconds
  } finally {
    await file.close()
  }
}

async function uploadByPut(order: UploadOrder, way: "plain" | "least"): Promise<number> {
  const start = performance.now()
  const headers = { "content-length": order.size }
  const path = way === "plain" ? "/upload" : "/upload/least"
  const sent = request({ host: "127.0.0.1", port: order.barePort, method: "PUT", path, headers })
  const answered = new Promise<number>((resolve, reject) => {
    sent.on("error", reject)
    sent.on("response", (reply) => {
      reply.resume()
      reply.on("end", () => resolve(reply.statusCode ?? 0))
    })
  })
  const file = createReadStream(order.path, { highWaterMark: 512 << 10 })
  await (way === "plain" ? pipeline(file, sent) : pipeline(file, sealAndHash, sent))
  const status = await answered
  if (status !== 204) throw new Error(`the bare server answered ${status}`)
  return (performance.now() - start) / 1000
}

/** AES-256-GCM and SHA-256 over every segment, by Node's own functions. */
async function* sealAndHash(segments: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const key = randomBytes(32)
  for await (const segment of segments) {
    const cipher = createCipheriv("aes-256-gcm", key, randomBytes(12))
    const sealed = Buffer.allocUnsafe(segment.length)
    for (let at = 0; at < segment.length; at += PIECE) sealed.set(cipher.update(segment.subarray(at, at + PIECE)), at)
    cipher.final()
    hash("sha256", sealed, "buffer")
    yield sealed
  }
}
