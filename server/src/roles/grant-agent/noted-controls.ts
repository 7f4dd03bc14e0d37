/**
 * What senders decided about messages that the agent may still open to somebody: its own record (review M2).
 * Promises: on disk before it answers; a recall, once noted, counts for ever, whatever it is shown later; of suspension
 * and end the highest seq counts. Says nothing about a message to whoever reads the file.
 */
import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs"
import { hash, refuse, toHex, utf8 } from "@smp/shared/bytes"
import type { Control } from "@smp/shared/slip"

interface Newest {
  readonly seq: number
  /** Suspension: 1 on, 0 off. End: its time; null: none. */
  readonly value: number | null
}

export class NotedControls {
  readonly #path: string
  readonly #recalled = new Set<string>()
  readonly #newest = new Map<string, Newest>()

  constructor(path: string) {
    this.#path = path
    const text = existsSync(path) ? readFileSync(path, "latin1") : ""
    const whole = text.slice(0, text.lastIndexOf("\n") + 1)
    if (whole.length < text.length) truncateSync(path, whole.length)
    for (const line of whole.split("\n")) this.#take(line)
  }

  /** Whatever a verified record says. */
  note(control: Control): void {
    const lines = linesOf(control).filter((line) => this.#isNews(line))
    if (lines.length === 0) return
    appendFileSync(this.#path, `${lines.join("\n")}\n`, { mode: 0o600, flush: true })
    for (const line of lines) this.#take(line)
  }

  /** Throws recalled, suspended or expired unless this recipient may be let in. `exp`: the slip's end. */
  check({ msg, address, exp, now }: { msg: string; address: string; exp: number | null; now: number }): void {
    if (this.#recalled.has(nameOf(msg, "")) || this.#recalled.has(nameOf(msg, address))) refuse("recalled", "recalled")
    if (this.#newest.get(`s ${nameOf(msg, "")}`)?.value === 1) refuse("suspended", "suspended")
    const noted = this.#newest.get(`e ${nameOf(msg, "")}`)
    const end = noted === undefined ? exp : noted.value
    if (end !== null && now > end) refuse("expired", "message expired")
  }

  #isNews(line: string): boolean {
    const [what = "", name = "", seq] = line.split(" ")
    if (what === "r") return !this.#recalled.has(name)
    return Number(seq) > (this.#newest.get(`${what} ${name}`)?.seq ?? -1)
  }

  #take(line: string): void {
    const [what = "", name = "", seq, value] = line.split(" ")
    if (what === "r") this.#recalled.add(name)
    else if (what !== "" && this.#isNews(line))
      this.#newest.set(`${what} ${name}`, { seq: Number(seq), value: value === "-" ? null : Number(value) })
  }
}

function linesOf(control: Control): string[] {
  const whole = nameOf(control.msg, "")
  switch (control.kind) {
    case "recall":
      // Files alone: the agent opens a message, never a file.
      if (control.obj !== null) return []
      return control.who === null ? [`r ${whole}`] : control.who.map((address) => `r ${nameOf(control.msg, address)}`)
    case "suspension":
      return [`s ${whole} ${control.seq} ${control.on ? 1 : 0}`]
    case "expiry":
      return [`e ${whole} ${control.seq} ${control.exp ?? "-"}`]
  }
}

const nameOf = (msg: string, address: string): string =>
  toHex(hash("noted-control", utf8(`${msg} ${address}`)).slice(0, 16))
