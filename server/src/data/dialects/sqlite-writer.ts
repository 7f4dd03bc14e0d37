/**
 * The writer thread as the event loop sees it: one for all databases of this process, begun when it is first needed.
 * Promises: what is answered for a plan is what its commit came to; a thread that dies fails what it was at, and the
 * next plan has a new one.
 */
import { Worker } from "node:worker_threads"
import SQLite from "better-sqlite3"
import { isConflict } from "./sqlite-connection.ts"
import { Conflict } from "../plan.ts"
import type { Plan, StepValue } from "../plan.ts"

export interface KnownText {
  readonly text: string
  /** How many values it takes. */
  readonly takes: number
}
/** Of each step the number of its text and its values, all in one list: many small ones cost more on the way. */
export type PackedPlan = readonly StepValue[]
export interface WriterOrder {
  readonly order: number
  readonly file: string
  /** Statements that the thread has not seen, to be counted on from those that it has. */
  readonly newTexts: readonly KnownText[]
  readonly plans: readonly PackedPlan[]
  /** No more plans for this file. */
  readonly close?: true
}
export interface WriterFault {
  readonly code: string
  readonly message: string
}
export interface WriterReport {
  readonly order: number
  /** Of each plan; null: done. */
  readonly outcomes: readonly (WriterFault | null)[]
}

type Outcome = Error | null

class WriterThread {
  readonly #worker: Worker
  readonly #texts = new Map<string, number>()
  readonly #waiting = new Map<number, { resolve: (report: WriterReport) => void; reject: (fault: Error) => void }>()
  #order = 0
  /** null while it lives. */
  fault: Error | null = null

  constructor() {
    this.#worker = new Worker(new URL("sqlite-writer-thread.ts", import.meta.url))
    this.#worker.unref()
    this.#worker.on("message", (report: WriterReport) => {
      this.#waiting.get(report.order)?.resolve(report)
      this.#settled(report.order)
    })
    this.#worker.on("error", (fault) => this.#end(fault))
    this.#worker.on("exit", () => this.#end(new Error("The writer thread ended.")))
  }

  async write(file: string, plans: readonly Plan[]): Promise<Outcome[]> {
    const newTexts: KnownText[] = []
    const packed = plans.map((plan) => this.#pack(plan, newTexts))
    const { outcomes } = await this.#ask({ file, newTexts, plans: packed })
    return outcomes.map((fault) => (fault === null ? null : errorOf(fault)))
  }

  close(file: string): void {
    if (this.fault === null) this.#worker.postMessage({ order: -1, file, newTexts: [], plans: [], close: true })
  }

  #ask(order: Omit<WriterOrder, "order">): Promise<WriterReport> {
    return new Promise((resolve, reject) => {
      if (this.fault !== null) return reject(this.fault)
      const number = this.#order++
      this.#waiting.set(number, { resolve, reject })
      // A process that waits for an answer does not end.
      this.#worker.ref()
      this.#worker.postMessage({ order: number, ...order } satisfies WriterOrder)
      return undefined
    })
  }

  #pack(plan: Plan, newTexts: KnownText[]): PackedPlan {
    const packed: StepValue[] = []
    for (const { text, values } of plan) {
      packed.push(this.#numberOf({ text, takes: values.length }, newTexts))
      for (const value of values) packed.push(detached(value))
    }
    return packed
  }

  #numberOf(known: KnownText, newTexts: KnownText[]): number {
    const { text } = known
    const number = this.#texts.get(text)
    if (number !== undefined) return number
    newTexts.push(known)
    this.#texts.set(text, this.#texts.size)
    return this.#texts.size - 1
  }

  #settled(order: number): void {
    this.#waiting.delete(order)
    if (this.#waiting.size === 0) this.#worker.unref()
  }

  #end(fault: Error): void {
    this.fault ??= fault
    for (const { reject } of this.#waiting.values()) reject(this.fault)
    this.#waiting.clear()
  }
}

/** A view of a larger buffer would take all of it along. */
const detached = (value: StepValue): StepValue =>
  value instanceof Uint8Array && value.buffer.byteLength > value.byteLength ? new Uint8Array(value) : value

function errorOf({ code, message }: WriterFault): Error {
  return isConflict({ code }) ? new Conflict(message) : new SQLite.SqliteError(message, code)
}

let running: WriterThread | null = null

export function writePlans(file: string, plans: readonly Plan[]): Promise<Outcome[]> {
  if (running === null || running.fault !== null) running = new WriterThread()
  return running.write(file, plans)
}

export function closeWriter(file: string): void {
  running?.close(file)
}
