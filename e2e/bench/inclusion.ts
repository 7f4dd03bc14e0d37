/**
 * The proof of one event among 100,000 checked by a client: its entry below an interval of 4,096, the interval's leaf in
 * the log, the log's signed checkpoint and the signed word about the chain.
 */
import { randomBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import {
  chainKey,
  entryHash,
  FIRST_PREV,
  intervalLeaf,
  intervalTree,
  leafHash,
  logKeyFromSeed,
  MerkleTree,
  readCheckpoint,
  readHead,
  readLeaf,
  signCheckpoint,
  signHead,
  verifyEntry,
  verifyInclusion,
} from "@smp/shared/log"
import { aimFigure, median, percentile, type Benchmark } from "./bench.ts"

const AIM_MS = 50
const EVENTS = 100_000
const IN_ONE = 4_096
const CHECKS = 200
const ORIGIN = "mail.example.com/log/org_0"
const EVENT = {
  org: "org_0",
  msg: "msg_0",
  addr: "bob@example.com",
  kind: "displayed",
  at: 1_795_000_000_000,
  obj: null,
  client: null,
  evidence: null,
}

export const inclusion: Benchmark = {
  name: "inclusion",
  async run(say) {
    const key = await logKeyFromSeed(randomBytes(32))
    const chain = chainKey(randomBytes(32), EVENT.addr)
    const place = (n: number, salt: Bytes) => ({ key: chain, n, prev: FIRST_PREV, salt })
    const salts = Array.from({ length: EVENTS }, () => randomBytes(32))
    const entries = salts.map((salt, n) => entryHash(place(n, salt), EVENT))
    const intervals = Array.from({ length: Math.ceil(EVENTS / IN_ONE) }, (_, at) => {
      const held = entries.slice(at * IN_ONE, (at + 1) * IN_ONE)
      return intervalTree([...held, ...Array.from({ length: IN_ONE - held.length }, () => randomBytes(32))])
    })
    const log = new MerkleTree()
    const leaves = intervals.map((tree) => intervalLeaf({ minute: 0, root: tree.root() }))
    for (const leaf of leaves) log.append(leafHash(leaf))
    const size = log.size
    const note = await signCheckpoint({ origin: ORIGIN, size, root: log.root(), at: EVENT.at }, key)
    const times: number[] = []
    for (let round = -20; round < CHECKS; round++) {
      const n = Math.floor(Math.random() * EVENTS)
      const index = Math.floor(n / IN_ONE)
      const position = n % IN_ONE
      const [path, inLog] = [intervals[index]?.inclusion(position) ?? [], log.inclusion(index)]
      const head = await signHead({ origin: ORIGIN, key: chain, n, entry: entries[n] ?? FIRST_PREV, size, at: 0 }, key)
      const since = performance.now()
      const checkpoint = await readCheckpoint(note, ORIGIN, key.pub)
      const leaf = leaves[index] ?? new Uint8Array()
      verifyInclusion(leafHash(leaf), index, checkpoint.size, inLog, checkpoint.root)
      const read = readLeaf(leaf)
      const entry = entryHash(place(n, salts[n] ?? FIRST_PREV), EVENT)
      if (read.type === "interval") verifyEntry({ entry, position, path, root: read.root })
      await readHead(head, key.pub)
      if (round >= 0) times.push(performance.now() - since)
    }
    say(`median ${median(times).toFixed(2)} ms, 99 of 100 below ${percentile(times, 0.99).toFixed(2)} ms`)
    return [aimFigure(`proof of one of ${EVENTS} events checked`, "ms", median(times), AIM_MS)]
  },
}
