/** Entry of the Worker in which browsers run OPAQUE, so that Argon2id does not freeze the page. */
import { opaqueInProcess } from "./opaque.ts"
import type { OpaqueReply, OpaqueRequest, WorkerSide } from "./opaque-in-worker.ts"

const calls = opaqueInProcess()
const scope = globalThis as unknown as WorkerSide

scope.onmessage = ({ data }) => {
  void answer(data).then((reply) => scope.postMessage(reply))
}

async function answer(request: OpaqueRequest): Promise<OpaqueReply> {
  try {
    const value =
      request.call === "startRegistration" || request.call === "startSignIn"
        ? await calls[request.call](request.input as string)
        : await calls[request.call](request.input as Parameters<typeof calls.finishSignIn>[0])
    return { id: request.id, value }
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : "OPAQUE failed." }
  }
}
