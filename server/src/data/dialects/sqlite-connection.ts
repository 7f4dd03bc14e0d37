/** What every connection that writes promises, in whichever thread it is. */
import SQLite from "better-sqlite3"

/** Pages, 64 MiB: moved into the file before, when nothing is written for a moment (sqlite-writer-thread.ts). */
const MOST_IN_JOURNAL = 16_384

/** A constraint refused it; every other fault is nobody's doing. */
export const isConflict = ({ code }: { readonly code: string }): boolean => code.startsWith("SQLITE_CONSTRAINT")

export function openWriting(file: string): SQLite.Database {
  const connection = new SQLite(file)
  connection.pragma("busy_timeout = 8000")
  connection.pragma("synchronous = FULL")
  // A message touches some twenty pages, most of them again with the next one: moved into the file less often, it is less.
  connection.pragma(`wal_autocheckpoint = ${MOST_IN_JOURNAL}`)
  // A destroyed grant must not lie in a free page.
  connection.pragma("secure_delete = ON")
  connection.pragma("foreign_keys = ON")
  // What a savepoint needs to go back to would else be written to a file, several times the work of the rows themselves.
  connection.pragma("temp_store = MEMORY")
  return connection
}
