/**
 * Rows that have served: answers whose key is over, finished and given-up rows of ProcessQ.
 * Promises: a call takes `most` rows at the most, in the writer thread, so that whoever writes meanwhile waits for no more.
 */
import { and, eq, isNotNull, isNull, lt, or, sql } from "drizzle-orm"
import type { Database } from "./database.ts"
import { stepMaker } from "./plan.ts"
import { prepared } from "./prepared.ts"
import type { OrganizationSchema } from "./schema/organization.ts"

export interface Piece {
  /** Over, or finished, before this time. */
  readonly before: number
  readonly most: number
}

export function spentStore(database: Database<OrganizationSchema>) {
  const { read } = database
  const steps = prepared(() => stepsOf(database))
  return {
    /** How many went; fewer than `most`: there are no more. */
    removeAnswers: async ({ before, most }: Piece): Promise<number> => {
      const rows = await steps(read).answers.execute({ before, most })
      if (rows.length > 0) await database.write(rows.map((row) => steps(read).removeAnswer({ ...row, before })))
      return rows.length
    },
    removeFinished: async ({ before, most }: Piece): Promise<number> => {
      const done = await steps(read).done.execute({ before, most })
      const rows = [...done, ...(await steps(read).dead.execute({ before, most: most - done.length }))]
      if (rows.length > 0) await database.write(rows.map(steps(read).removeRow))
      return rows.length
    },
  }
}

function stepsOf({ t, read }: Database<OrganizationSchema>) {
  const place = (name: string) => sql.placeholder(name)
  const { queue, idempotency } = t
  const isOver = lt(idempotency.expiresAt, place("before"))
  const isAnswer = and(eq(idempotency.identity, place("identity")), eq(idempotency.key, place("key")))
  const rowsOf = (isSpent: ReturnType<typeof and>) =>
    read.select({ id: queue.id }).from(queue).where(isSpent).limit(place("most")).prepare()
  return {
    answers: read
      .select({ identity: idempotency.identity, key: idempotency.key })
      .from(idempotency)
      .where(isOver)
      .limit(place("most"))
      .prepare(),
    removeAnswer: stepMaker(read.delete(idempotency).where(and(isAnswer, isOver))),
    done: rowsOf(lt(queue.doneAt, place("before"))),
    dead: rowsOf(and(isNull(queue.doneAt), lt(queue.deadAt, place("before")))),
    // Never one that is open, whatever was read.
    removeRow: stepMaker(
      read.delete(queue).where(and(eq(queue.id, place("id")), or(isNotNull(queue.doneAt), isNotNull(queue.deadAt)))),
    ),
  }
}
