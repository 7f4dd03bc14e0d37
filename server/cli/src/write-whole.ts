/** Files that are there whole or not at all: a file gets its name only after its last byte was checked and synced. */
import { randomBytes } from "node:crypto"
import { link, open, rm } from "node:fs/promises"
import { extname, join } from "node:path"

/** The path that it got: never that of a file which is there already. Throws what the pieces throw. */
export async function writeWhole(
  directory: string,
  name: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<string> {
  const partial = join(directory, `.${randomBytes(8).toString("hex")}.part`)
  try {
    const file = await open(partial, "wx", 0o600)
    try {
      for await (const piece of pieces) await file.writeFile(piece)
      await file.sync()
    } finally {
      await file.close()
    }
    return await takeName(partial, directory, name)
  } finally {
    await rm(partial, { force: true })
  }
}

/** Bytes that a name has on every disk. */
const LONGEST_NAME = 255

/** `name (2).pdf` where `name.pdf` is taken; a long name gives way. */
function otherName(stem: string, end: string): string {
  const characters = [...stem]
  while (Buffer.byteLength(characters.join("") + end) > LONGEST_NAME) characters.pop()
  return characters.join("") + end
}

async function takeName(partial: string, directory: string, name: string): Promise<string> {
  const extension = extname(name)
  const stem = name.slice(0, name.length - extension.length)
  for (let attempt = 1; ; attempt += 1) {
    const path = join(directory, attempt === 1 ? name : otherName(stem, ` (${attempt})${extension}`))
    try {
      await link(partial, path)
      return path
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EEXIST"
      if (!isTaken || attempt >= 1_000) throw error
    }
  }
}
