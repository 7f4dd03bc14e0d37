/**
 * SQLite: one writer with group commit and `synchronous=FULL`, readers on a second connection.
 * Up to 64 waiting transactions share one BEGIN … COMMIT, each in its SAVEPOINT: one sync for all, and a failing one
 * rolls back alone.
 */
import { existsSync } from "node:fs"
import SQLite from "better-sqlite3"
import { drizzle } from "drizzle-orm/better-sqlite3"
import { migrate } from "drizzle-orm/better-sqlite3/migrator"
import type { Database, Query } from "../database.ts"

const MOST_IN_ONE_COMMIT = 64
const MOST_STATEMENTS = 300
const BUSY_MS = 8_000
const BUSY_WAIT_MS = 2
const OPENING_TRIES = 20
const OPENING_WAIT_MS = 50

interface Job {
  work: (query: Query) => Promise<unknown>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

/** @throws Error when the file cannot be opened or migrated */
export function openSqlite<Schema>(file: string, schema: Schema, migrationsFolder: string): Database<Schema> {
  if (!existsSync(migrationsFolder)) throw new Error("The migrations are missing.")
  const writer = new SQLite(file)
  writer.pragma("busy_timeout = 8000")
  patiently(() => writer.pragma("journal_mode = WAL"))
  writer.pragma("synchronous = FULL")
  writer.pragma("foreign_keys = ON")
  const query = drizzle(writer)
  patiently(() => migrate(query, { migrationsFolder }))
  rememberStatements(writer)
  // From here on the queue waits for other processes, so that this one goes on with everything else.
  writer.pragma("busy_timeout = 0")
  const reader = new SQLite(file, { readonly: true })
  reader.pragma("busy_timeout = 8000")
  reader.pragma("query_only = ON")
  rememberStatements(reader)
  const write = writerQueue(writer, query)
  return {
    t: schema,
    read: drizzle(reader),
    tx: <T>(work: (q: Query) => Promise<T>) =>
      new Promise<T>((resolve, reject) => write({ work, resolve: resolve as (value: unknown) => void, reject })),
    close: () => {
      reader.close()
      writer.close()
    },
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

function writerQueue(connection: SQLite.Database, query: Query): (job: Job) => void {
  const statements = {
    begin: connection.prepare("BEGIN IMMEDIATE"),
    commit: connection.prepare("COMMIT"),
    rollback: connection.prepare("ROLLBACK"),
    save: connection.prepare("SAVEPOINT job"),
    release: connection.prepare("RELEASE job"),
    undo: connection.prepare("ROLLBACK TO job"),
  }
  let waiting: Job[] = []
  let isRunning = false

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
  const runBatch = async (): Promise<void> => {
    const settled: (() => void)[] = []
    let batch: Job[] = waiting
    try {
      await begin()
      batch = waiting.slice(0, MOST_IN_ONE_COMMIT)
      for (const job of batch) settled.push(await runJob(job))
      statements.commit.run()
    } catch (error) {
      if (connection.inTransaction) statements.rollback.run()
      settled.splice(0, settled.length, ...batch.map((job) => () => job.reject(error)))
    }
    waiting = waiting.slice(batch.length)
    for (const settle of settled) settle()
  }
  const runJob = async (job: Job): Promise<() => void> => {
    statements.save.run()
    try {
      const value = await job.work(query)
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
  const pump = async (): Promise<void> => {
    while (waiting.length > 0) await runBatch()
    isRunning = false
  }
  return (job) => {
    waiting.push(job)
    if (isRunning) return
    isRunning = true
    setImmediate(() => void pump())
  }
}
