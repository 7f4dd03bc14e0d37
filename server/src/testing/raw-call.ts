/** One call of the API made by hand, for what no client of ours would ever send. */
import { request } from "node:http"
import { connect } from "node:net"
import { sha256, utf8 } from "@smp/shared/bytes"
import { proveRequest } from "@smp/shared/client"
import type { Session } from "@smp/shared/client"
import type { Problem } from "@smp/shared/wire"
import type { TestServer } from "./test-server.ts"

export interface RawCall {
  /** `METHOD /path`. */
  readonly line: string
  /** Text and bytes go as they are, everything else as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly session?: Session | null
  /** What the proof covers, if not the body's SHA-256. */
  readonly digest?: Uint8Array<ArrayBuffer>
}
export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  /** The problem, or whatever else was answered. */
  readonly json: Partial<Problem> & Record<string, unknown>
}

export async function rawCall(server: TestServer, call: RawCall): Promise<RawAnswer> {
  const [method = "", path = ""] = call.line.split(" ")
  const body = bytesOf(call.body)
  const response = await fetch(server.origin + path, {
    method,
    headers: { ...(await signedHeaders(call, body)), ...call.headers },
    ...(method === "GET" ? {} : { body }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, json: text === "" ? {} : JSON.parse(text) }
}

/** Announces a body of this length and sends none of it: what the server answers before it reads. */
export async function announce(server: TestServer, call: RawCall, length: number): Promise<RawAnswer> {
  const [method = "", path = ""] = call.line.split(" ")
  const headers = { ...(await signedHeaders(call, new Uint8Array())), "content-length": length, ...call.headers }
  return new Promise((resolve, reject) => {
    const sent = request(server.origin + path, { method, headers }, (incoming) => {
      const parts: Buffer[] = []
      incoming.on("data", (part: Buffer) => void parts.push(part))
      incoming.on("end", () => {
        sent.destroy()
        const json = JSON.parse(Buffer.concat(parts).toString())
        resolve({ status: incoming.statusCode ?? 0, headers: new Headers(), json })
      })
    })
    sent.on("error", reject)
    sent.flushHeaders()
  })
}

/** Bytes straight onto the line, ended there; gives everything that comes back before the line is closed. */
export async function onTheLine(server: TestServer, call: RawCall, declared: number): Promise<string> {
  const [method = "", path = ""] = call.line.split(" ")
  const { host, hostname, port } = new URL(server.origin)
  const body = bytesOf(call.body)
  // The proof covers what a reader that stops at the declared length would see.
  const headers = { ...(await signedHeaders(call, body.slice(0, declared))), ...call.headers }
  const lines = Object.entries({ host, ...headers, "content-length": String(declared) }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) })
    let text = ""
    socket.on("data", (part: Buffer) => (text += part.toString()))
    socket.on("close", () => resolve(text))
    socket.on("error", reject)
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`)
    socket.end(body)
  })
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body)
  return body === undefined ? new Uint8Array() : utf8(typeof body === "string" ? body : JSON.stringify(body))
}

async function signedHeaders(call: RawCall, body: Uint8Array<ArrayBuffer>): Promise<Record<string, string>> {
  const [method = "", target = ""] = call.line.split(" ")
  const type = call.body instanceof Uint8Array ? "application/octet-stream" : "application/json"
  if (!call.session) return { "content-type": type }
  return {
    "content-type": type,
    authorization: `Bearer ${call.session.token}`,
    "smp-proof": await proveRequest(call.session, {
      method,
      target,
      bodyDigest: call.digest ?? sha256(body),
      time: Date.now(),
    }),
  }
}
