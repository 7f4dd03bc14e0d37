/** The page's side of the OPAQUE Worker. The Worker is made at the first call, and kept. */
import type { OpaqueCalls, OpaqueStep } from "./opaque.ts"

export interface OpaqueRequest {
  readonly id: number
  readonly call: keyof OpaqueCalls
  readonly input: string | OpaqueStep
}
export type OpaqueReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }

/** What of a dedicated Worker's own scope the entry uses. */
export interface WorkerSide {
  onmessage: ((event: { data: OpaqueRequest }) => void) | null
  postMessage(reply: OpaqueReply): void
}

/** What of a Worker the page uses; hosts give `() => new Worker(new URL(…), { type: "module" })`. */
export interface WorkerLike {
  postMessage(request: OpaqueRequest): void
  addEventListener(type: "message", listener: (event: { data: OpaqueReply }) => void): void
  addEventListener(type: "error", listener: () => void): void
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

export function opaqueInWorker(makeWorker: () => WorkerLike): OpaqueCalls {
  const waiting = new Map<number, Waiting>()
  let worker: WorkerLike | null = null
  let lastId = 0
  const start = (): WorkerLike => {
    const made = makeWorker()
    made.addEventListener("message", ({ data }) => {
      const asked = waiting.get(data.id)
      waiting.delete(data.id)
      if ("error" in data) asked?.reject(new Error(data.error))
      else asked?.resolve(data.value)
    })
    made.addEventListener("error", () => {
      for (const asked of waiting.values()) asked.reject(new Error("The sign-in worker could not run."))
      waiting.clear()
      worker = null
    })
    return made
  }
  const call = <Name extends keyof OpaqueCalls>(name: Name, input: string | OpaqueStep) =>
    new Promise<unknown>((resolve, reject) => {
      lastId += 1
      waiting.set(lastId, { resolve, reject })
      worker ??= start()
      worker.postMessage({ id: lastId, call: name, input })
    }) as ReturnType<OpaqueCalls[Name]>
  return {
    startRegistration: (password) => call("startRegistration", password),
    finishRegistration: (step) => call("finishRegistration", step),
    startSignIn: (password) => call("startSignIn", password),
    finishSignIn: (step) => call("finishSignIn", step),
  }
}
