/**
 * SQLite: one writer at a time with group commit and `synchronous=FULL`, readers on a connection of their own.
 * Up to 64 waiting transactions share one BEGIN … COMMIT, each in its SAVEPOINT: one sync for all, and a failing one
 * rolls back alone. Plans do the same in the writer thread; the two take turns.
 */
import { existsSync } from "node:fs"
import SQLite from "better-sqlite3"
import { drizzle } from "drizzle-orm/better-sqlite3"
import { migrate } from "drizzle-orm/better-sqlite3/migrator"
import type { Database, Query } from "../database.ts"
import { Conflict } from "../plan.ts"
import type { Plan } from "../plan.ts"
import { isConflict, openWriting } from "./sqlite-connection.ts"
import { closeWriter, writePlans } from "./sqlite-writer.ts"

const MOST_IN_ONE_COMMIT = 64
const MOST_STATEMENTS = 300
const BUSY_MS = 8_000
const BUSY_WAIT_MS = 2
const OPENING_TRIES = 20
const OPENING_WAIT_MS = 50

interface Waiting<Work> {
  work: Work
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}
type Job = Waiting<{ work: (query: Query) => Promise<unknown>; first: Plan }>
type PlanJob = Waiting<Plan>

/** @throws Error when the file cannot be opened or migrated */
export function openSqlite<Schema>(file: string, schema: Schema, migrationsFolder: string): Database<Schema> {
  if (!existsSync(migrationsFolder)) throw new Error("The migrations are missing.")
  const writer = openWriting(file)
  patiently(() => writer.pragma("journal_mode = WAL"))
  const query = drizzle(writer)
  patiently(() => migrate(query, { migrationsFolder }))
  rememberStatements(writer)
  // From here on the queue waits for other processes, so that this one goes on with everything else.
  writer.pragma("busy_timeout = 0")
  const reader = new SQLite(file, { readonly: true })
  reader.pragma("busy_timeout = 8000")
  reader.pragma("query_only = ON")
  rememberStatements(reader)
  const version = versionOf(reader)
  const turns = takingTurns(jobQueue(writer, query, version.forget), planQueue(file))
  return {
    t: schema,
    read: drizzle(reader),
    tx: <T>(work: (q: Query) => Promise<T>, first: Plan = []) =>
      new Promise<T>((resolve, reject) =>
        turns.job({ work: { work, first }, resolve: resolve as (value: unknown) => void, reject }),
      ),
    write: (work) => new Promise<void>((resolve, reject) => turns.plan({ work, resolve: () => resolve(), reject })),
    version: version.current,
    purge: () => emptyJournal(writer),
    close: () => {
      closeWriter(file)
      reader.close()
      writer.close()
    },
  }
}

/**
 * The reader itself never commits, so every commit is another connection's to it. One look is enough for a run of the
 * event loop that nothing interrupts: whoever asks in it knows of no commit that came later, but this process's own.
 */
function versionOf(reader: SQLite.Database): { current: () => number; forget: () => void } {
  const look = reader.prepare("PRAGMA data_version").pluck()
  let seen: number | null = null
  const forget = (): void => {
    seen = null
  }
  const current = (): number => {
    if (seen === null) process.nextTick(forget)
    return (seen ??= look.get() as number)
  }
  return { current, forget }
}

const PURGE_MS = 3_000
const PURGE_WAIT_MS = 5

/** The journal keeps pages as they were before: everything goes into the database file, and the journal is cut to nothing. */
async function emptyJournal(writer: SQLite.Database): Promise<boolean> {
  for (const since = Date.now(); Date.now() - since < PURGE_MS;) {
    // The last one who closes it leaves no journal.
    if (!writer.open || (!writer.inTransaction && isCheckpointed(writer))) return true
    await new Promise((resolve) => setTimeout(resolve, PURGE_WAIT_MS))
  }
  return false
}

function isCheckpointed(writer: SQLite.Database): boolean {
  try {
    const [row] = writer.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[]
    return row?.busy === 0
  } catch (fault) {
    if (fault instanceof SQLite.SqliteError && fault.code.startsWith("SQLITE_BUSY")) return false
    if (fault instanceof SQLite.SqliteError && fault.code.startsWith("SQLITE_LOCKED")) return false
    throw fault
  }
}

/** Drizzle compiles every query that it is given; the same text is compiled once. */
function rememberStatements(connection: SQLite.Database): void {
  const compile = connection.prepare.bind(connection) as (text: string) => SQLite.Statement
  const known = new Map<string, SQLite.Statement>()
  const prepare = (text: string): SQLite.Statement => {
    const held = known.get(text)
    // Whoever used it last may have asked for rows as arrays.
    if (held !== undefined) return held.reader ? held.raw(false) : held
    const statement = compile(text)
    if (known.size >= MOST_STATEMENTS) known.delete(known.keys().next().value ?? "")
    known.set(text, statement)
    return statement
  }
  Object.assign(connection, { prepare })
}

/** Two processes may open a new database at the same time: whoever comes second tries again and finds it done. */
function patiently(step: () => unknown): void {
  for (let tries = 1; ; tries++) {
    try {
      step()
      return
    } catch (fault) {
      if (tries === OPENING_TRIES) throw fault
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, OPENING_WAIT_MS)
    }
  }
}

/** What waits for a turn as writer; `runSome` serves those who waited longest, many in one commit. */
interface TurnQueue<Work> {
  readonly waiting: Waiting<Work>[]
  runSome(): Promise<void>
}

function takingTurns(jobs: TurnQueue<Job["work"]>, plans: TurnQueue<Plan>) {
  let isRunning = false
  const pump = async (): Promise<void> => {
    while (jobs.waiting.length + plans.waiting.length > 0) {
      if (plans.waiting.length > 0) await plans.runSome()
      if (jobs.waiting.length > 0) await jobs.runSome()
    }
    isRunning = false
  }
  const wake = (): void => {
    if (isRunning) return
    isRunning = true
    setImmediate(() => void pump())
  }
  return {
    job: (job: Job): void => {
      jobs.waiting.push(job)
      wake()
    },
    plan: (plan: PlanJob): void => {
      plans.waiting.push(plan)
      wake()
    },
  }
}

function planQueue(file: string): TurnQueue<Plan> {
  const waiting: PlanJob[] = []
  const runSome = async (): Promise<void> => {
    const batch = waiting.splice(0, MOST_IN_ONE_COMMIT)
    const outcomes = await writePlans(
      file,
      batch.map(({ work }) => work),
    ).catch((fault: unknown) => batch.map(() => fault))
    for (const [place, { resolve, reject }] of batch.entries()) {
      const fault = outcomes[place]
      if (fault === null) resolve(undefined)
      else reject(fault)
    }
  }
  return { waiting, runSome }
}

function carryOut(connection: SQLite.Database, plan: Plan): void {
  try {
    for (const { text, values } of plan) connection.prepare(text).run(...values)
  } catch (fault) {
    throw fault instanceof SQLite.SqliteError && isConflict(fault) ? new Conflict(fault.message) : fault
  }
}

function jobQueue(connection: SQLite.Database, query: Query, onCommit: () => void): TurnQueue<Job["work"]> {
  const statements = {
    begin: connection.prepare("BEGIN IMMEDIATE"),
    commit: connection.prepare("COMMIT"),
    rollback: connection.prepare("ROLLBACK"),
    save: connection.prepare("SAVEPOINT job"),
    release: connection.prepare("RELEASE job"),
    undo: connection.prepare("ROLLBACK TO job"),
  }
  const waiting: Job[] = []

  /** Another process may be writing: it is done in a few milliseconds. */
  const begin = async (): Promise<void> => {
    for (const since = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, BUSY_WAIT_MS))) {
      try {
        statements.begin.run()
        return
      } catch (fault) {
        const isBusy = fault instanceof SQLite.SqliteError && fault.code === "SQLITE_BUSY"
        if (!isBusy || Date.now() - since > BUSY_MS) throw fault
      }
    }
  }
  const runSome = async (): Promise<void> => {
    const settled: (() => void)[] = []
    let batch: Job[] = waiting
    try {
      await begin()
      batch = waiting.slice(0, MOST_IN_ONE_COMMIT)
      for (const job of batch) settled.push(await runJob(job))
      statements.commit.run()
      onCommit()
    } catch (error) {
      if (connection.inTransaction) statements.rollback.run()
      settled.splice(0, settled.length, ...batch.map((job) => () => job.reject(error)))
    }
    waiting.splice(0, batch.length)
    for (const settle of settled) settle()
  }
  const runJob = async (job: Job): Promise<() => void> => {
    statements.save.run()
    try {
      carryOut(connection, job.work.first)
      const value = await job.work.work(query)
      statements.release.run()
      return () => job.resolve(value)
    } catch (error) {
      // A full disk may have ended the whole transaction: then nobody in this batch was committed.
      if (!connection.inTransaction) throw error
      statements.undo.run()
      statements.release.run()
      return () => job.reject(error)
    }
  }
  return { waiting, runSome }
}
