/**
 * One person on one machine: session, device secret, pins and journals under one directory (0700, files 0600).
 * The command line cannot keep a key handle, so the device secret lies in a file; the help says so.
 */
import { randomBytes } from "node:crypto"
import { chmod, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { kill, pid } from "node:process"
import type { LocalStore } from "@smp/shared/client"
import { Refused } from "./usage.ts"

interface SavedSession {
  readonly server: string
  readonly idn: string
  readonly address: string
  /** base64url: session id, token, PKCS#8 of the proof key. */
  readonly session: { readonly id: string; readonly token: string; readonly proofKey: string }
  readonly device: { readonly unl: string; readonly secret: string }
}

interface PendingRegistration {
  readonly server: string
  readonly address: string
  readonly nonce: string
}

const hasTexts = (value: unknown, names: readonly string[]): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  names.every((name) => typeof (value as Record<string, unknown>)[name] === "string")

const isSession = (value: unknown): value is SavedSession =>
  hasTexts(value, ["server", "idn", "address"]) &&
  hasTexts(value["session"], ["id", "token", "proofKey"]) &&
  hasTexts(value["device"], ["unl", "secret"])

const isPending = (value: unknown): value is PendingRegistration => hasTexts(value, ["server", "address", "nonce"])

export interface Profile {
  readonly dir: string
  session(): Promise<SavedSession | null>
  saveSession(value: SavedSession): Promise<void>
  pending(): Promise<PendingRegistration | null>
  savePending(value: PendingRegistration | null): Promise<void>
  /** Pins, policies and opened hidden subjects of everybody who ever signed in on this profile. */
  readonly pins: LocalStore
  readonly journal: LocalStore
}

export async function openProfile(dir: string): Promise<Profile> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await chmod(dir, 0o700)
  const read = async <T>(name: string, isForm: (value: unknown) => value is T): Promise<T | null> => {
    const bytes = await readIfThere(join(dir, name))
    const value = bytes === null ? null : parseJson(bytes.toString("utf8"))
    if (value === null || isForm(value)) return value
    throw new Refused(`${join(dir, name)} is damaged: delete it and sign in again with smp login`)
  }
  const write = (name: string, value: unknown) => writeWhole(join(dir, name), Buffer.from(JSON.stringify(value)))
  return {
    dir,
    session: () => read("session.json", isSession),
    saveSession: (value) => write("session.json", value),
    pending: () => read("pending.json", isPending),
    savePending: (value) =>
      value === null ? rm(join(dir, "pending.json"), { force: true }) : write("pending.json", value),
    pins: await fileStore(join(dir, "pins")),
    journal: await fileStore(join(dir, "journal")),
  }
}

/** A LocalStore of files; each value is written whole or not at all, so that a crash never leaves half of one. */
async function fileStore(dir: string): Promise<LocalStore> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  await removeHalves(dir)
  const path = (key: string) => join(dir, encodeURIComponent(key).replaceAll("*", "%2A"))
  return {
    get: async (key) => {
      const bytes = await readIfThere(path(key))
      return bytes === null ? null : new Uint8Array(bytes)
    },
    set: (key, value) => writeWhole(path(key), value),
    delete: (key) => rm(path(key), { force: true }),
    names: async (prefix) => {
      const files = (await readdir(dir)).filter((file) => !HALF.test(file))
      return files.map(decodeURIComponent).filter((name) => name.startsWith(prefix))
    },
  }
}

const HALF = /\.(\d+)-[0-9a-f]{12}\.tmp$/

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
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

/** What a killed process had begun to write; another one that lives may be writing now. */
async function removeHalves(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const writer = HALF.exec(name)?.[1]
    if (writer !== undefined && !isAlive(Number(writer))) await rm(join(dir, name), { force: true })
  }
}

function isAlive(process: number): boolean {
  try {
    return kill(process, 0)
  } catch (error) {
    // It is there, and somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${pid}-${randomBytes(6).toString("hex")}.tmp`
  const file = await open(temporary, "wx", 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}
