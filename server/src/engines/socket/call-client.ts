/** The calling end of local calls. */
import { Agent, request as httpRequest } from "node:http"
import * as z from "zod"
import { CallFailed, CallRefused, refusal } from "./contract.ts"
import type { Call, Calls, Contract } from "./contract.ts"
import { socketPath } from "./socket-path.ts"

const MAX_REPLY = 64 << 20
/** A process that is being started again answers within this time. */
const PATIENCE_MS = 5_000

export interface CallOptions {
  /** How long one answer may take, in milliseconds. */
  readonly timeoutMs?: number
  /** How long to wait for a process that does not listen yet, in milliseconds. */
  readonly patienceMs?: number
}

/** A client whose calls throw CallRefused with the other side's code, or CallFailed when there was no answer. */
export function callClient<C extends Contract>(path: string, contract: C, options: CallOptions = {}): Calls<C> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, keepAliveMsecs: 5_000 })
  const entries = Object.entries(contract).map(([name, call]) => {
    const run = async (input: unknown): Promise<unknown> => {
      const body = JSON.stringify(z.encode(call.request, input as never))
      return readReply(call, await exchange({ path, name, body, agent, options, isRepeatable: call.isRepeatable }))
    }
    return [name, run] as const
  })
  return Object.fromEntries(entries) as Calls<C>
}

interface Exchange {
  readonly path: string
  readonly name: string
  readonly body: string
  readonly agent: Agent
  readonly options: CallOptions
  readonly isRepeatable: boolean
}

interface Answer {
  readonly status: number
  readonly text: string
}

function readReply(call: Call, { status, text }: Answer): unknown {
  try {
    if (status === 200) return call.reply.parse(JSON.parse(text))
    if (status === 409) {
      const { code, ...details } = refusal.parse(JSON.parse(text))
      throw new CallRefused(code, details)
    }
  } catch (fault) {
    if (fault instanceof CallRefused) throw fault
    throw new CallFailed("not understood", fault)
  }
  throw new CallFailed(`failed (${status})`)
}

/** Repeats what cannot have arrived since nobody listened, and after a cut what may be made twice. */
async function exchange(call: Exchange): Promise<Answer> {
  const deadline = Date.now() + (call.options.patienceMs ?? PATIENCE_MS)
  for (let wait = 10; ; wait = Math.min(wait * 2, 250)) {
    try {
      return await exchangeOnce(call)
    } catch (fault) {
      const mayRepeat = isOf(fault, NOT_SERVED) || (call.isRepeatable && isOf(fault, CUT))
      if (!mayRepeat || Date.now() + wait > deadline) throw new CallFailed("not reachable", fault)
    }
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

const NOT_SERVED = ["ENOENT", "ECONNREFUSED"]
const CUT = ["ECONNRESET", "EPIPE"]

function isOf(fault: unknown, codes: readonly string[]): boolean {
  return fault instanceof Error && "code" in fault && codes.includes(String(fault.code))
}

async function exchangeOnce({ path, name, body, agent, options }: Exchange): Promise<Answer> {
  const { address, release } = socketPath(path)
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) }
      const sent = httpRequest(
        { socketPath: address, path: `/${name}`, method: "POST", agent, headers },
        (response) => {
          const chunks: Buffer[] = []
          let length = 0
          response.on("data", (chunk: Buffer) => {
            length += chunk.length
            if (length > MAX_REPLY) response.destroy(new Error("reply too large"))
            chunks.push(chunk)
          })
          response.on("error", reject)
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
          )
        },
      )
      sent.setTimeout(options.timeoutMs ?? 30_000, () => sent.destroy(new Error("no answer in time")))
      sent.on("error", (fault) => reject(fault))
      sent.end(body)
    })
  } finally {
    release()
  }
}
