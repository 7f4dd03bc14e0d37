/** The Worker's side of segments-in-worker.ts: one scope, its tasks, their answers. */
import { sha256Async } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { hashByPieces, sealPiece } from "../envelope/index.ts"
import type { PiecewiseHash } from "../envelope/index.ts"
import type { SegmentScope, SegmentTask } from "./segments-in-worker.ts"

export function answerSegments(scope: SegmentScope): void {
  const hashes = new Map<number, PiecewiseHash>()
  scope.onmessage = ({ data: { id, ...task } }) => {
    work(task, hashes).then(
      (bytes) => scope.postMessage({ id, bytes }, [bytes.buffer]),
      () => scope.postMessage({ id }, []),
    )
  }
  scope.postMessage({ runs: true }, [])
}

async function work(task: SegmentTask, hashes: Map<number, PiecewiseHash>): Promise<Bytes> {
  switch (task.do) {
    case "seal":
      return sealPiece(task.key, task.piece)
    case "sha256":
      return sha256Async(task.bytes)
    case "update": {
      const hash = hashes.get(task.hash) ?? hashByPieces()
      hashes.set(task.hash, hash)
      await hash.update(task.bytes)
      return new Uint8Array()
    }
    case "digest": {
      const hash = hashes.get(task.hash)
      hashes.delete(task.hash)
      if (hash === undefined) throw new Error("nothing was hashed")
      return hash.digest()
    }
  }
}
