/**
 * Grants that the agent has declared destroyed: it does not use them again, even if somebody kept a copy.
 * Promises: on disk before the signed word leaves.
 */
import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs"
import { hash, toHex, utf8 } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"

export class DestroyedGrants {
  readonly #path: string
  readonly #names: Set<string>

  constructor(path: string) {
    this.#path = path
    const text = existsSync(path) ? readFileSync(path, "latin1") : ""
    const whole = text.slice(0, text.lastIndexOf("\n") + 1)
    if (whole.length < text.length) truncateSync(path, whole.length)
    this.#names = new Set(whole.split("\n"))
  }

  has(msg: string, record: Bytes | null): boolean {
    return this.#names.has(nameOf(msg, record))
  }

  add(msg: string, record: Bytes | null): void {
    if (this.has(msg, record)) return
    const name = nameOf(msg, record)
    appendFileSync(this.#path, `${name}\n`, { mode: 0o600, flush: true })
    this.#names.add(name)
  }
}

/** Says nothing about the message to whoever reads the file. */
function nameOf(msg: string, record: Bytes | null): string {
  return toHex(hash("destroyed", utf8(msg), record ?? new Uint8Array()).slice(0, 16))
}
