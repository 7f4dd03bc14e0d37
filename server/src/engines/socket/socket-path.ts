/** A Unix socket's address must fit 107 bytes; a folder with a longer path is named through an open handle instead. */
import { closeSync, openSync } from "node:fs"
import { basename, dirname } from "node:path"

const LONGEST = 107

/** The path to listen on or dial, and how to let go of what it needed (after listening ended, or the call was made). */
export function socketPath(path: string): { address: string; release: () => void } {
  if (Buffer.byteLength(path) <= LONGEST) return { address: path, release: () => undefined }
  const folder = openSync(dirname(path), "r")
  return { address: `/proc/self/fd/${folder}/${basename(path)}`, release: () => closeSync(folder) }
}
