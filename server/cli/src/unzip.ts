/** A ZIP file of evidence into a folder. Names come from strangers: only the last part counts, and only a plain one. */
import { closeSync, createReadStream, openSync, writeSync } from "node:fs"
import { join } from "node:path"
import { Unzip, UnzipInflate, UnzipPassThrough } from "fflate"
import { Refused } from "./usage.ts"

const MOST_FILES = 400
const MOST_BYTES = 64 * 2 ** 30

/** @throws Refused for what is no such file. */
export async function unzipInto(directory: string, path: string): Promise<void> {
  let files = 0
  let bytes = 0
  const unzip = new Unzip((file) => {
    if (file.name.endsWith("/")) return
    const name = file.name.split("/").at(-1) ?? ""
    files += 1
    if (files > MOST_FILES || !/^[\w-][\w.-]*$/.test(name)) throw new Refused("this ZIP file is no evidence")
    const open = openSync(join(directory, name), "wx", 0o600)
    file.ondata = (error, piece, isLast) => {
      if (error !== null) throw error
      bytes += piece.length
      if (bytes > MOST_BYTES) throw new Refused("this ZIP file is too large")
      writeSync(open, piece)
      if (isLast) closeSync(open)
    }
    file.start()
  })
  unzip.register(UnzipPassThrough)
  unzip.register(UnzipInflate)
  try {
    for await (const piece of createReadStream(path)) unzip.push(piece as Buffer)
    unzip.push(new Uint8Array(), true)
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("this is no whole ZIP file of evidence")
  }
}
