/** The databases of a server as an intruder or an administrator with a SQL prompt finds them. */
import { filesUnder } from "./canaries.ts"
import Database from "better-sqlite3"
import type { Database as Connection } from "better-sqlite3"

export function databaseFiles(dataDir: string): string[] {
  return filesUnder(dataDir).filter((path) => /\.(db|sqlite)$/.test(path))
}

/** Every database that has this table, opened for writing; the running server goes on beside it. */
export function openWith(dataDir: string, table: string): { path: string; connection: Connection }[] {
  return databaseFiles(dataDir).flatMap((path) => {
    const connection = new Database(path, { timeout: 10_000 })
    if (columnsOf(connection, table).length > 0) return [{ path, connection }]
    connection.close()
    return []
  })
}

export function columnsOf(connection: Connection, table: string): { name: string; type: string }[] {
  return connection.prepare("SELECT name, type FROM pragma_table_info(?)").all(table) as {
    name: string
    type: string
  }[]
}

/** Paths whose `PRAGMA integrity_check` does not answer "ok", with the answer. */
export function unsound(dataDir: string): string[] {
  return databaseFiles(dataDir).flatMap((path) => {
    const connection = new Database(path, { timeout: 10_000 })
    try {
      const answer = String(connection.pragma("integrity_check", { simple: true }))
      return answer === "ok" ? [] : [`${path}: ${answer}`]
    } finally {
      connection.close()
    }
  })
}
