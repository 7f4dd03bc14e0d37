/** The serving end of local calls. */
import { chmodSync, existsSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { IncomingMessage, Server, ServerResponse } from "node:http"
import { connect } from "node:net"
import { ProtocolError } from "@smp/shared/bytes"
import * as z from "zod"
import { CallRefused } from "./contract.ts"
import type { Calls, Contract } from "./contract.ts"
import { socketPath } from "./socket-path.ts"

const MAX_REQUEST = 16 << 20
const STOPPING_MS = 10_000

export interface ServedCalls {
  close(): Promise<void>
}

export interface Serving<C extends Contract> {
  readonly path: string
  readonly contract: C
  readonly calls: Calls<C>
  /** Told about faults, which the caller only sees as "failed". */
  readonly onFault: (call: string, fault: unknown) => void
}

/** @throws Error when another process serves this socket. */
export async function serveCalls<C extends Contract>(serving: Serving<C>): Promise<ServedCalls> {
  const { address, release } = socketPath(serving.path)
  if (existsSync(serving.path)) {
    await waitUntilFree(serving.path, address)
    rmSync(serving.path, { force: true })
  }
  const server = createServer(
    { requestTimeout: 60_000 },
    (request, response) => void answer(serving, request, response),
  )
  // No moment at which another user could connect: the socket is born with the mode of the process.
  const mask = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject)
      server.listen(address, resolve)
    })
  } finally {
    process.umask(mask)
  }
  chmodSync(serving.path, 0o600)
  return { close: () => closeServer(server, release) }
}

/** A predecessor may still be stopping. */
async function waitUntilFree(path: string, address: string): Promise<void> {
  for (const deadline = Date.now() + STOPPING_MS; await isServed(address);) {
    if (Date.now() > deadline) throw new Error(`another process serves ${path}: is this server running twice?`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function isServed(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })
}

function closeServer(server: Server, release: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      release()
      resolve()
    })
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 1_000).unref()
  })
}

async function answer<C extends Contract>(serving: Serving<C>, request: IncomingMessage, response: ServerResponse) {
  const name = request.url?.slice(1) ?? ""
  const call = Object.hasOwn(serving.contract, name) ? serving.contract[name] : undefined
  const run = serving.calls[name]
  if (call === undefined || run === undefined || request.method !== "POST") return reply(response, 404, null)
  const input = await readRequest(request, call.request)
  if (input === null) return reply(response, 400, null)
  try {
    reply(response, 200, z.encode(call.reply, await run(input.value)))
  } catch (fault) {
    const refused = refusalOf(fault)
    if (refused === null) serving.onFault(name, fault)
    reply(response, refused === null ? 500 : 409, refused)
  }
}

/** The request's value in a box; null when it is too large or of another form. */
async function readRequest(request: IncomingMessage, schema: z.ZodType): Promise<{ value: never } | null> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > MAX_REQUEST) return null
      chunks.push(chunk)
    }
    return { value: schema.parse(JSON.parse(Buffer.concat(chunks).toString("utf8"))) as never }
  } catch {
    return null
  }
}

function refusalOf(fault: unknown): { code: string; triesLeft?: number; retryAfter?: number } | null {
  if (fault instanceof ProtocolError) return { code: fault.code }
  if (!(fault instanceof CallRefused)) return null
  const { code, triesLeft, retryAfter } = fault
  return {
    code,
    ...(triesLeft === undefined ? {} : { triesLeft }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" })
  response.end(JSON.stringify(body))
}
