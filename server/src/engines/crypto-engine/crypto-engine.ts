/**
 * The server's own crypto engine: what the server itself must read (names, file locations, queue payloads) lies sealed
 * at rest, per organization, under a data key that the platform key wraps (AES-256-GCM, NIST SP 800-38D).
 * Promises: a box opens only in the context that it was sealed for.
 * Never: touches message content; that is sealed by clients.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey } from "node:crypto"
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { drawRandom } from "./random.ts"

export interface CryptoEngine {
  /** `context` says what and whose it is, e.g. `membership|org_…`. */
  seal(context: string, plain: Uint8Array): Buffer
  /** @throws Error when changed, cut or of another context */
  open(context: string, box: Uint8Array): Buffer
  /** Blind index of a name: equal names, equal indexes, nothing to read. */
  index(name: string): string
}

const NONCE = 12
const TAG = 16

export function cryptoEngine(key: Uint8Array): CryptoEngine {
  const indexKey = createSecretKey(createHmac("sha256", key).update("index").digest())
  const dataKey = createSecretKey(key)
  return {
    seal: (context, plain) => {
      const nonce = drawRandom(NONCE)
      const cipher = createCipheriv("aes-256-gcm", dataKey, nonce).setAAD(Buffer.from(context))
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open: (context, box) => {
      const decipher = createDecipheriv("aes-256-gcm", dataKey, box.subarray(0, NONCE)).setAAD(Buffer.from(context))
      decipher.setAuthTag(box.subarray(box.length - TAG))
      return Buffer.concat([decipher.update(box.subarray(NONCE, box.length - TAG)), decipher.final()])
    },
    index: (name) => createHmac("sha256", indexKey).update(name).digest("base64url"),
  }
}

/** Text through the engine, for names and small JSON. */
export const sealText = (engine: CryptoEngine, context: string, text: string): Buffer =>
  engine.seal(context, Buffer.from(text, "utf8"))
export const openText = (engine: CryptoEngine, context: string, box: Uint8Array): string =>
  engine.open(context, box).toString("utf8")

/** A secret in a file of mode 0600 outside every database; made at first use, never half written. */
export function secretFile(path: string, make: () => string): string {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const draft = `${path}.${process.pid}.new`
    writeFileSync(draft, make(), { mode: 0o600, flush: true })
    renameSync(draft, path)
  }
  chmodSync(path, 0o600)
  return readFileSync(path, "utf8")
}
