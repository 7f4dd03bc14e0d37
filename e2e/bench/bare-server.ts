/**
 * The bare programs that the server is measured against, in a process of their own.
 * POST /messages: Hono, better-sqlite3, FULL, group commit: the same bytes as one message row, two recipients, two queue
 * rows. PUT /upload: Node's HTTP server into a file. PUT /upload/least: what no server of ours can leave out, too: the
 * SHA-256 of every segment, and the file on the disk before the answer.
 */
import { createHash } from "node:crypto"
import { createWriteStream, mkdtempSync, rmSync } from "node:fs"
import { open } from "node:fs/promises"
import { createServer } from "node:http"
import type { IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pipeline } from "node:stream/promises"
import { serve } from "@hono/node-server"
import { SEGMENT_STORED } from "@smp/shared/envelope"
import Database from "better-sqlite3"
import { Hono } from "hono"

const folder = mkdtempSync(join(process.env["BENCH_FOLDER"] ?? tmpdir(), "smp-bare-"))
process.on("disconnect", () => process.exit(0))
process.on("exit", () => rmSync(folder, { recursive: true, force: true }))

const database = new Database(join(folder, "bare.db"))
database.pragma("journal_mode = WAL")
database.pragma("synchronous = FULL")
database.exec(`
  CREATE TABLE message (id TEXT PRIMARY KEY, sender TEXT, at INTEGER, body BLOB);
  CREATE TABLE recipient (message TEXT, address TEXT, PRIMARY KEY (message, address));
  CREATE TABLE queue (id INTEGER PRIMARY KEY, message TEXT, due INTEGER);
`)
const insertMessage = database.prepare("INSERT INTO message VALUES (?, ?, ?, ?)")
const insertRecipient = database.prepare("INSERT INTO recipient VALUES (?, ?)")
const insertQueue = database.prepare("INSERT INTO queue (message, due) VALUES (?, ?)")

interface Waiting {
  body: Buffer
  done: () => void
}
let batch: Waiting[] = []
const commitAll = database.transaction((waiting: Waiting[]) => {
  for (const { body } of waiting) {
    const id = crypto.randomUUID()
    insertMessage.run(id, "sender@example.com", Date.now(), body)
    for (const address of ["one@example.com", "two@example.com"]) {
      insertRecipient.run(id, address)
      insertQueue.run(id, Date.now())
    }
  }
})
const commit = (body: Buffer): Promise<void> =>
  new Promise((done) => {
    batch.push({ body, done })
    if (batch.length > 1) return
    setImmediate(() => {
      const waiting = batch
      batch = []
      commitAll(waiting)
      for (const one of waiting) one.done()
    })
  })

const app = new Hono()
app.post("/messages", async (context) => {
  await commit(Buffer.from(await context.req.arrayBuffer()))
  return context.json({ ok: true }, 201)
})

let uploads = 0
const files = createServer((request, response) => {
  const path = join(folder, `upload-${uploads++}`)
  const isLeast = request.url === "/upload/least"
  if (isLeast) hashSegments(request)
  pipeline(request, createWriteStream(path, { highWaterMark: 1 << 20 }))
    .then(async () => {
      if (isLeast) await synced(path)
      response.writeHead(204).end()
      rmSync(path)
    })
    .catch(() => response.destroy())
})

function hashSegments(request: IncomingMessage): void {
  let hash = createHash("sha256")
  let filled = 0
  request.on("data", (part: Buffer) => {
    for (let at = 0; at < part.length;) {
      const piece = part.subarray(at, at + SEGMENT_STORED - filled)
      hash.update(piece)
      at += piece.length
      filled += piece.length
      if (filled < SEGMENT_STORED) continue
      hash.digest()
      hash = createHash("sha256")
      filled = 0
    }
  })
}

async function synced(path: string): Promise<void> {
  const file = await open(path, "r+")
  await file.datasync()
  await file.close()
}

const messages = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (bound) => {
  files.listen(0, "127.0.0.1", () => {
    process.send?.({ messages: bound.port, files: (files.address() as AddressInfo).port })
  })
})
process.on("SIGTERM", () => {
  messages.close()
  process.exit(0)
})
