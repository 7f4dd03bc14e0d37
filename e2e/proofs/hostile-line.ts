/**
 * A server that lies, between the real client code and the real server: answers are rewritten before the client sees
 * them. Promises: only the named answer is touched; what was heard before is remembered, so that it can be replayed.
 */
import type { Fetch } from "@smp/shared/client"

/** JSON as it comes: a lie does not respect schemas. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonMap = { [key: string]: Json }

export interface Lie {
  name: string
  /** Which answers: method and path without query. */
  on: RegExp
  /** Changes a JSON answer; may return another one. */
  json?: (answer: JsonMap, heard: Heard, asked: JsonMap) => Json
  bytes?: (answer: Buffer, heard: Heard) => Buffer
  /** Status and JSON in the place of the answer, also of a refusal; null: the answer as it is. */
  whole?: (key: string, heard: Heard) => { status: number; body: Buffer } | null
}

/** Untouched answers by "METHOD path" and, for look-ups, the first name asked for. */
export interface Heard {
  json(key: string): JsonMap
  bytes(key: string): Buffer
}

export interface HostileLine {
  readonly fetch: Fetch
  /** How many answers the present lie has changed. */
  told: number
  lie: Lie | null
  /** The last body that was handed over by POST /api/messages. */
  committed: JsonMap | null
  /** Bodies of POST /api/grants since `lie` was set. */
  granted: JsonMap[]
  readonly heard: Heard
}

export function hostileLine(memory: Map<string, Buffer> = new Map()): HostileLine {
  const heard: Heard = {
    json: (key) => JSON.parse(heard.bytes(key).toString("utf8")) as JsonMap,
    bytes(key) {
      const found = memory.get(key)
      if (!found) throw new RangeError(`nothing was heard of ${key}; heard: ${[...memory.keys()].join(", ")}`)
      return found
    },
  }
  const line: HostileLine = {
    told: 0,
    lie: null,
    committed: null,
    granted: [],
    heard,
    async fetch(input, init) {
      const key = `${init.method ?? "GET"} ${new URL(input).pathname}`
      const asked = readJson(init.body)
      if (key === "POST /api/messages") line.committed = asked
      if (key === "POST /api/grants") line.granted.push(asked)
      const reply = await fetch(input, init)
      const answer = Buffer.from(await reply.arrayBuffer())
      if (line.lie === null) {
        if (reply.ok) memory.set(memoryKey(key, asked), answer)
        return rebuild(reply, answer)
      }
      if (!line.lie.on.test(key)) return rebuild(reply, answer)
      if (line.lie.whole !== undefined) {
        const told = line.lie.whole(key, heard)
        if (told === null) return rebuild(reply, answer)
        line.told++
        const headers = { "content-type": told.status < 400 ? "application/json" : "application/problem+json" }
        return new Response(new Uint8Array(told.body), { status: told.status, headers })
      }
      if (!reply.ok) return rebuild(reply, answer)
      const changed = tell(line.lie, answer, heard, asked)
      if (!changed.equals(answer)) line.told++
      return rebuild(reply, changed)
    },
  }
  return line
}

function memoryKey(key: string, asked: JsonMap): string {
  const names = asked["names"]
  return Array.isArray(names) ? `${key} ${text(names[0])}` : key
}

function tell(lie: Lie, answer: Buffer, heard: Heard, asked: JsonMap): Buffer {
  if (lie.bytes) return lie.bytes(Buffer.from(answer), heard)
  const parsed = JSON.parse(answer.toString("utf8")) as JsonMap
  return Buffer.from(JSON.stringify(lie.json?.(parsed, heard, asked) ?? parsed))
}

function readJson(body: RequestInit["body"]): JsonMap {
  if (!(body instanceof Uint8Array)) return {}
  try {
    return JSON.parse(Buffer.from(body).toString("utf8")) as JsonMap
  } catch {
    return {}
  }
}

function rebuild(reply: Response, body: Buffer): Response {
  const headers = new Headers(reply.headers)
  for (const name of ["content-length", "content-encoding"]) headers.delete(name)
  const empty = [204, 205, 304].includes(reply.status)
  return new Response(empty ? null : new Uint8Array(body), { status: reply.status, headers })
}

export const map = (value: Json | undefined): JsonMap => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError("an object was expected")
  return value
}

export const list = (value: Json | undefined): Json[] => {
  if (!Array.isArray(value)) throw new TypeError("an array was expected")
  return value
}

export const text = (value: Json | undefined): string => {
  if (typeof value !== "string") throw new TypeError("a text was expected")
  return value
}

/** Another base64url text of the same length: one bit in the middle is turned. */
export function flipText(value: Json | undefined): string {
  const bytes = Buffer.from(text(value), "base64url")
  return flipBytes(bytes).toString("base64url")
}

export function flipBytes(bytes: Buffer, at = Math.floor(bytes.length / 2)): Buffer {
  const flipped = Buffer.from(bytes)
  flipped[at] = (flipped[at] ?? 0) ^ 1
  return flipped
}
