/**
 * The writer thread: plans of every organization's database, many in one commit, beside the event loop that takes
 * requests.
 * Promises: a plan is reported done only after its commit reached the disk; a failing one leaves nothing and harms no
 * other.
 */
import { parentPort } from "node:worker_threads"
import SQLite from "better-sqlite3"
import { isConflict, openWriting } from "./sqlite-connection.ts"
import type { KnownText, PackedPlan, WriterFault, WriterOrder, WriterReport } from "./sqlite-writer.ts"

const BUSY_MS = 8_000
const BUSY_WAIT_MS = 1
/** So long after the last plan, the journal is moved into the database file: a burst does not wait for that. */
const QUIET_MS = 300

type Outcome = WriterFault | null

class Connection {
  readonly #database: SQLite.Database
  readonly #texts: readonly KnownText[]
  readonly #known: SQLite.Statement[] = []
  readonly #begin: SQLite.Statement
  readonly #commit: SQLite.Statement
  readonly #rollback: SQLite.Statement
  #tidying: NodeJS.Timeout | undefined

  constructor(file: string, texts: readonly KnownText[]) {
    const database = openWriting(file)
    database.pragma("busy_timeout = 0")
    this.#database = database
    this.#texts = texts
    this.#begin = database.prepare("BEGIN IMMEDIATE")
    this.#commit = database.prepare("COMMIT")
    this.#rollback = database.prepare("ROLLBACK")
  }

  /** Most plans succeed: all of them at once, and only if one does not, each behind a savepoint. */
  write(plans: readonly PackedPlan[]): Outcome[] {
    try {
      return this.#inOneCommit(plans, (plan) => this.#run(plan))
    } catch (fault) {
      if (!isConflict(faultOf(fault))) return plans.map(() => faultOf(fault))
    }
    try {
      return this.#inOneCommit(plans, (plan) => this.#runAlone(plan))
    } catch (fault) {
      return plans.map(() => faultOf(fault))
    }
  }

  close(): void {
    clearTimeout(this.#tidying)
    this.#database.close()
  }

  /** Disturbs nobody: what another connection still reads stays in the journal. */
  #tidySoon(): void {
    if (this.#tidying !== undefined) return void this.#tidying.refresh()
    this.#tidying = setTimeout(() => {
      this.#tidying = undefined
      try {
        this.#database.pragma("wal_checkpoint(PASSIVE)")
      } catch {
        // The disk is full, say: what was answered for is in the journal, and the next plan says what is wrong.
      }
    }, QUIET_MS).unref()
  }

  #inOneCommit(plans: readonly PackedPlan[], run: (plan: PackedPlan) => Outcome): Outcome[] {
    this.#beginPatiently()
    try {
      const outcomes = plans.map(run)
      this.#commit.run()
      this.#tidySoon()
      return outcomes
    } catch (fault) {
      if (this.#database.inTransaction) this.#rollback.run()
      throw fault
    }
  }

  /** Another connection may be writing: it is done in a few milliseconds. */
  #beginPatiently(): void {
    for (const since = Date.now(); ; Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_WAIT_MS)) {
      try {
        this.#begin.run()
        return
      } catch (fault) {
        if (faultOf(fault).code !== "SQLITE_BUSY" || Date.now() - since > BUSY_MS) throw fault
      }
    }
  }

  #run(plan: PackedPlan): null {
    for (let at = 0; at < plan.length;) {
      const text = plan[at++] as number
      const end = at + (this.#texts[text]?.takes ?? 0)
      this.#statement(text).run(...plan.slice(at, end))
      at = end
    }
    return null
  }

  #runAlone(plan: PackedPlan): Outcome {
    this.#database.exec("SAVEPOINT plan")
    try {
      this.#run(plan)
      return null
    } catch (fault) {
      // A full disk may have ended the whole transaction: then nobody in this commit was served.
      if (!this.#database.inTransaction) throw fault
      this.#database.exec("ROLLBACK TO plan")
      return faultOf(fault)
    } finally {
      if (this.#database.inTransaction) this.#database.exec("RELEASE plan")
    }
  }

  #statement(text: number): SQLite.Statement {
    return (this.#known[text] ??= this.#database.prepare(this.#texts[text]?.text ?? ""))
  }
}

function faultOf(fault: unknown): WriterFault {
  const code = fault instanceof SQLite.SqliteError ? fault.code : "SQLITE_ERROR"
  return { code, message: fault instanceof Error ? fault.message : String(fault) }
}

const texts: KnownText[] = []
const connections = new Map<string, Connection>()

function carryOut({ file, newTexts, plans, close }: WriterOrder): Outcome[] {
  texts.push(...newTexts)
  if (close) {
    connections.get(file)?.close()
    connections.delete(file)
    return []
  }
  try {
    const connection = connections.get(file) ?? new Connection(file, texts)
    connections.set(file, connection)
    return connection.write(plans)
  } catch (fault) {
    return plans.map(() => faultOf(fault))
  }
}

parentPort?.on("message", (order: WriterOrder) => {
  const report: WriterReport = { order: order.order, outcomes: carryOut(order) }
  parentPort?.postMessage(report)
})
