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
  const reader = new SQLite(file, { readonly: true })
  reader.pragma("busy_timeout = 8000")
  reader.pragma("query_only = ON")
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

  const runBatch = async (batch: Job[]): Promise<void> => {
    const settled: (() => void)[] = []
    try {
      statements.begin.run()
      for (const job of batch) settled.push(await runJob(job))
      statements.commit.run()
    } catch (error) {
      if (connection.inTransaction) statements.rollback.run()
      for (const job of batch) job.reject(error)
      return
    }
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
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_IN_ONE_COMMIT)
      waiting = waiting.slice(MOST_IN_ONE_COMMIT)
      await runBatch(batch)
    }
    isRunning = false
  }
  return (job) => {
    waiting.push(job)
    if (isRunning) return
    isRunning = true
    setImmediate(() => void pump())
  }
}
