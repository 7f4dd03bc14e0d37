/** One edit by somebody with a SQL prompt, for as long as a proof looks at it. */
import { openWith } from "./databases.ts"
import { mustHold } from "./proof.ts"
import type { Edit } from "./tamper-edits.ts"

/** Makes the edit, does the work, and puts every row of the table back. @throws Disproved when nothing was there to edit */
export async function whileEdited(dataDir: string, edit: Edit, work: () => Promise<void>): Promise<void> {
  const [database] = openWith(dataDir, edit.table)
  mustHold(database !== undefined, `${edit.name}: no database has a table ${edit.table}`)
  const { connection } = database
  const before = connection.prepare(`SELECT * FROM ${edit.table}`).all() as Record<string, unknown>[]
  try {
    const { changes } = connection.prepare(edit.sql).run(...edit.values)
    mustHold(changes > 0, `${edit.name}: nothing was changed`)
    await work()
  } finally {
    connection.transaction(() => {
      connection.prepare(`DELETE FROM ${edit.table}`).run()
      for (const row of before) {
        const names = Object.keys(row)
        connection
          .prepare(`INSERT INTO ${edit.table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`)
          .run(...Object.values(row))
      }
    })()
    connection.close()
  }
}
