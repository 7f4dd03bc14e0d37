/** Everything that a server keeps, as one text: what was refused must leave it as it was. */
import { existsSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { isIntervalLeaf } from "@smp/shared/log"
import SQLite from "better-sqlite3"

/**
 * Rows of every table of every database, and names and sizes of all files of objects. Without what the minute brings by
 * itself: intervals of the log.
 */
export function stored(dataDir: string): string {
  const all = (folder: string) =>
    existsSync(join(dataDir, folder)) ? readdirSync(join(dataDir, folder), { recursive: true }).map(String) : []
  const databases = all("db").filter((name) => name.endsWith(".db"))
  if (databases.length < 2) throw new Error("no databases were found")
  const rows = databases.toSorted().map((name) => rowsOf(join(dataDir, "db", name)))
  const files = all("files")
    .toSorted()
    .map((name) => `${name} ${statSync(join(dataDir, "files", name)).size}`)
  return [...rows, ...files].join("\n")
}

function rowsOf(file: string): string {
  const database = new SQLite(file, { readonly: true })
  try {
    // The search follows what was committed by itself, a moment later.
    const named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' ORDER BY name"
    const tables = database.prepare(named).pluck().all()
    const text = (_: string, value: unknown): unknown => (Buffer.isBuffer(value) ? value.toString("hex") : value)
    return tables
      .filter((name) => name !== "log_interval")
      .map((name) => {
        const rows = database.prepare(`SELECT * FROM "${String(name)}"`).all() as Record<string, unknown>[]
        const told = name === "log_leaf" ? rows.filter(({ leaf }) => !isIntervalLeaf(leaf as Buffer)) : rows
        // When a session was used last is noted once a minute; it says nothing about what was asked.
        const timed =
          name === "tracking_event" ? { interval: undefined, position: undefined } : { last_used_at: undefined }
        const lines = told.map((row) => JSON.stringify({ ...row, ...timed }, text))
        return `${String(name)}\n${lines.toSorted().join("\n")}`
      })
      .join("\n")
  } finally {
    database.close()
  }
}
