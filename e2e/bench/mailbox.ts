/**
 * A page of a folder and a search in a mailbox of 100,000 messages, beside the same in one of 1,000. The messages are
 * copies of one that was really sent, put into the database; the pages are asked for by the real client.
 */
import { send } from "../hosts/person.ts"
import { openWith } from "../proofs/databases.ts"
import { buildTown, type Town } from "../proofs/town.ts"
import { interleave, median, noteFigure, type Benchmark, type Figure } from "./bench.ts"

const LARGE = 100_000
const SMALL = 1_000
const ROUNDS = 25
/** A page: at most one and a half times as long. A search may find a hundred times as much: at most five times. */
const PAGE_GOAL = 1 / 1.5
const SEARCH_GOAL = 0.2

type Ask = (town: Town) => Promise<{ messages: readonly unknown[] }>
const QUESTIONS: readonly (readonly [string, number, Ask])[] = [
  ["first page of the inbox", PAGE_GOAL, ({ bob }) => bob.account.client.messages({ folder: "inbox" })],
  ["new messages with files", PAGE_GOAL, ({ bob }) => inbox(bob, { unread: true, withFiles: true })],
  ["search for one subject", SEARCH_GOAL, ({ bob }) => inbox(bob, { q: "rundschreiben7" })],
  ["search for a word of every subject", SEARCH_GOAL, ({ bob }) => inbox(bob, { q: "quartal", from: "alice" })],
]
const inbox = (who: Town["bob"], query: object) => who.account.client.findMessages({ folder: "inbox", ...query })

export const mailbox: Benchmark = {
  name: "mailbox",
  run: async (say) => {
    const towns: Town[] = []
    try {
      const [large, small] = [await mailboxOf(LARGE, towns), await mailboxOf(SMALL, towns)]
      say(`${LARGE} messages are there`)
      const figures: Figure[] = []
      for (const [name, goal, ask] of QUESTIONS)
        figures.push(...(await compare({ name, goal, ask, large, small, say })))
      return figures
    } finally {
      for (const town of towns) await town.close()
    }
  },
}

interface Case {
  readonly name: string
  readonly goal: number
  readonly ask: Ask
  readonly large: Town
  readonly small: Town
  readonly say: (line: string) => void
}

async function compare({ name, goal, ask, large, small, say }: Case): Promise<Figure[]> {
  const timed = (town: Town) => async () => {
    const start = performance.now()
    const { messages } = await ask(town)
    if (messages.length === 0) throw new Error(`${name}: nothing was found`)
    return performance.now() - start
  }
  const seen = await interleave(ROUNDS, timed(large), timed(small))
  const [value, baseline] = [median(seen.ours), median(seen.bare)]
  say(`${name}: ${value.toFixed(1)} ms, with ${SMALL} messages ${baseline.toFixed(1)} ms`)
  const ratio = Number((baseline / value).toPrecision(4))
  const unit = "ms"
  const figure = { name: `${name}, ${LARGE} messages`, value: Number(value.toPrecision(4)), unit, ratio, goal }
  return [
    { ...figure, baseline: Number(baseline.toPrecision(4)) },
    noteFigure(`${name}, slowest of ${ROUNDS}`, "ms", Math.max(...seen.ours)),
  ]
}

async function mailboxOf(count: number, towns: Town[]): Promise<Town> {
  const town = await buildTown()
  towns.push(town)
  const attachments = [{ name: "a.txt", type: "text/plain", bytes: new Uint8Array(10) }]
  const { id } = await send(town.alice, { to: [town.bob.address], subject: "Measured", text: "text", attachments })
  const [database] = openWith(town.server.dataDir, "message")
  if (database === undefined) throw new Error("no database holds messages")
  const { connection } = database
  const copy = (table: string, key: string, change: Record<string, string>) => {
    const columns = connection.prepare(`pragma table_info("${table}")`).all() as { name: string }[]
    const names = columns.map(({ name }) => name).filter((name) => table !== "tracking_event" || name !== "id")
    const values = names.map((name) => change[name] ?? `${table}."${name}"`)
    connection
      .prepare(
        `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count - 1})
         insert into "${table}" (${names.map((name) => `"${name}"`).join()}) select ${values.join()}
         from n cross join "${table}" where "${table}"."${key}" = ?`,
      )
      .run(id)
  }
  const newId = "'msg_0' || printf('%025d', i)"
  connection.exec("begin")
  copy("message", "id", {
    id: newId,
    reference: "'bench' || i",
    sent_at: "message.sent_at - i * 60000",
    subject: `'Quartal rundschreiben' || i || ' an alle'`,
    thread_root: newId,
    leaf_index: "message.leaf_index + 1000 + i",
  })
  copy("recipient", "message", { message: newId })
  copy("attachment", "message", { message: newId })
  copy("placement", "message", { message: newId, sent_at: "placement.sent_at - i * 60000" })
  connection.exec("commit")
  connection.close()
  // The first search brings the index up to date.
  await inbox(town.bob, { q: "rundschreiben1" })
  return town
}
