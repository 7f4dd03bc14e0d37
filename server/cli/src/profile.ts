/**
 * One person on one machine: session, device secret, pins and journals under one directory (0700, files 0600).
 * The command line cannot keep a key handle, so the device secret lies in a file; the help says so.
 */
import { randomBytes } from "node:crypto"
import { chmod, mkdir, open, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import type { LocalStore } from "@smp/shared/client"
import * as z from "zod/mini"
import { Refused } from "./usage.ts"

const session = z.object({
  server: z.string(),
  idn: z.string(),
  address: z.string(),
  session: z.object({ id: z.string(), token: z.string(), proofKey: z.string() }),
  device: z.object({ unl: z.string(), secret: z.string() }),
})
export type SavedSession = z.infer<typeof session>

const pending = z.object({ server: z.string(), address: z.string(), nonce: z.string() })
export type PendingRegistration = z.infer<typeof pending>

export interface Profile {
  readonly dir: string
  session(): Promise<SavedSession | null>
  saveSession(value: SavedSession): Promise<void>
  pending(): Promise<PendingRegistration | null>
  savePending(value: PendingRegistration | null): Promise<void>
  /** Pins and policies of everybody who ever signed in on this profile. */
  readonly pins: LocalStore
  readonly journal: LocalStore
}

export async function openProfile(dir: string): Promise<Profile> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await chmod(dir, 0o700)
  const read = async <T>(name: string, schema: { safeParse(value: unknown): { success: boolean; data?: T } }): Promise<T | null> => {
    const bytes = await readIfThere(join(dir, name))
    if (bytes === null) return null
    const parsed = schema.safeParse(JSON.parse(bytes.toString("utf8")))
    if (!parsed.success) throw new Refused(`${join(dir, name)} is damaged; sign in again with smp login`)
    return parsed.data ?? null
  }
  const write = (name: string, value: unknown) => writeWhole(join(dir, name), Buffer.from(JSON.stringify(value)))
  return {
    dir,
    session: () => read("session.json", session),
    saveSession: (value) => write("session.json", value),
    pending: () => read("pending.json", pending),
    savePending: (value) => (value === null ? rm(join(dir, "pending.json"), { force: true }) : write("pending.json", value)),
    pins: await fileStore(join(dir, "pins")),
    journal: await fileStore(join(dir, "journal")),
  }
}

/** A LocalStore of files; each value is written whole or not at all, so that a crash never leaves half of one. */
export async function fileStore(dir: string): Promise<LocalStore> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const path = (key: string) => join(dir, encodeURIComponent(key).replaceAll("*", "%2A"))
  return {
    get: async (key) => {
      const bytes = await readIfThere(path(key))
      return bytes === null ? null : new Uint8Array(bytes)
    },
    set: (key, value) => writeWhole(path(key), value),
    delete: (key) => rm(path(key), { force: true }),
  }
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null
    throw error
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`
  const file = await open(temporary, "wx", 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}
