/** A pack as one ZIP file, piece by piece, for hosts that save files and no folders. Nothing in it is compressed. */
import { Zip, ZipPassThrough } from "fflate"
import { copyBytes } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { PackTarget } from "./make-pack.ts"

/** @param make writes the pack into the target that it is given; what it throws, the iteration throws. */
export async function* zippedPack(
  folder: string,
  make: (target: PackTarget) => Promise<void>,
): AsyncGenerator<Bytes, void, undefined> {
  const { readable, writable } = new TransformStream<Bytes, Bytes>()
  const writer = writable.getWriter()
  const waiting: Bytes[] = []
  const zip = new Zip((error, piece) => {
    if (error !== null) throw error
    waiting.push(copyBytes(piece))
  })
  /** Waits until the reader has room, so that memory stays small. */
  const flush = async () => {
    for (const piece of waiting.splice(0)) await writer.write(piece)
  }
  const target: PackTarget = {
    write: async (name, pieces) => {
      const file = new ZipPassThrough(`${folder}/${name}`)
      zip.add(file)
      for await (const piece of pieces) {
        file.push(piece)
        await flush()
      }
      file.push(new Uint8Array(), true)
      await flush()
    },
  }
  const made = make(target).then(async () => {
    zip.end()
    await flush()
    await writer.close()
  })
  made.catch((error: unknown) => writer.abort(error).catch(() => undefined))
  const reader = readable.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
    await made
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
