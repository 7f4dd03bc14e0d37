import { beforeAll, describe, expect, it } from "vitest"
import { randomBytes, toBase64url } from "../../bytes/index.ts"
import type { Bytes, SignedObject } from "../../bytes/index.ts"
import { memoryStore } from "../../client/index.ts"
import {
  chainKey,
  entryHash,
  FIRST_PREV,
  intervalLeaf,
  intervalTree,
  logKeyFromSeed,
  signHead,
} from "../../log/index.ts"
import type { Head, LogKey } from "../../log/index.ts"
import type { HistoryEventText } from "../../wire/index.ts"
import { checkChain } from "./check-chain.ts"
import type { ChainCase } from "./check-chain.ts"
import { rememberedHeads, rememberHeads } from "./remembered-heads.ts"

const NOW = 1_795_000_000_000
const [org, msg, address] = ["org_0", "msg_0", "bob@example.com"]
const key = chainKey(randomBytes(32), address)
const signed: SignedObject = { b: randomBytes(9), k: randomBytes(32), s: randomBytes(64) }
let logKey: LogKey

/** A chain of three events, all below one leaf. */
function chainOf(change: Partial<ChainCase> = {}) {
  const hashes: Bytes[] = Array.from({ length: 64 }, () => randomBytes(32))
  const made: { event: HistoryEventText; entry: Bytes }[] = []
  for (let n = 0; n < 3; n++) {
    const [prev, salt] = [made.at(-1)?.entry ?? FIRST_PREV, randomBytes(32)]
    const said = { org, msg, addr: address, kind: "released", at: NOW + n, obj: null, client: null, evidence: null }
    const entry = entryHash({ key, n, prev, salt }, said)
    hashes[n * 7] = entry
    const texts = { prev: toBase64url(prev), salt: toBase64url(salt), hash: toBase64url(entry) }
    const { kind, at, obj, client, evidence } = said
    made.push({ event: { kind, at, obj, client, evidence, entry: { n, ...texts, place: null } }, entry })
  }
  const tree = intervalTree(hashes)
  const events = made.map(({ event }, n) => ({
    ...event,
    entry: event.entry && {
      ...event.entry,
      place: { leaf: 4, position: n * 7, path: tree.inclusion(n * 7).map(toBase64url) },
    },
  }))
  const head: Head = { origin: "o", key, n: 2, entry: made[2]?.entry ?? null, size: 5, at: NOW }
  const chain: ChainCase = {
    org,
    msg,
    address,
    key,
    events,
    head,
    leaves: new Map([[4, intervalLeaf({ minute: 0, root: tree.root() })]]),
    remembered: null,
    judge: () => Promise.resolve("none"),
    now: NOW,
    ...change,
  }
  return { chain, entries: made.map(({ entry }) => entry), head }
}

const told = async (chain: ChainCase) => (await checkChain(chain)).problems.map(({ kind, n }) => `${kind} ${n ?? "-"}`)

beforeAll(async () => {
  logKey = await logKeyFromSeed(randomBytes(32))
})

describe("S22 one chain against the log's word about it", () => {
  it("holds as it was logged, also against what was seen before", async () => {
    const { chain, entries } = chainOf()
    expect(await told(chain)).toEqual([])
    for (const [n, entry] of entries.entries())
      expect(await told({ ...chain, remembered: { n, entry, signed } })).toEqual([])
  })

  it("less than before is a rollback, another entry at the same number a fork", async () => {
    const { chain, entries, head } = chainOf()
    const [first = FIRST_PREV, second = FIRST_PREV] = entries
    const remembered = { n: 2, entry: entries[2] ?? FIRST_PREV, signed }
    const older = { ...chain, events: chain.events.slice(0, 2), head: { ...head, n: 1, entry: second } }
    expect(await told(older)).toEqual([])
    expect(await told({ ...older, remembered })).toEqual(["rollback 2"])
    const nothing = { ...chain, events: [], head: { ...head, n: null, entry: null } }
    expect(await told({ ...nothing, remembered })).toEqual(["rollback 2"])
    expect(await told({ ...chain, remembered: { ...remembered, entry: first } })).toEqual(["fork 2"])
    expect(await told({ ...chain, remembered: { n: 0, entry: second, signed } })).toEqual(["fork 0"])
  })

  it("the log's word must be there and fit: none, an older one, one about another entry", async () => {
    const { chain, entries, head } = chainOf()
    expect(await told({ ...chain, head: null })).toEqual(["head-contradicts -"])
    expect(await told({ ...chain, head: { ...head, n: 1, entry: entries[1] ?? null } })).toEqual(["head-contradicts 2"])
    expect(await told({ ...chain, head: { ...head, entry: entries[0] ?? null } })).toEqual(["head-contradicts 2"])
    expect(await told({ ...chain, head: { ...head, n: 4, entry: randomBytes(32) } })).toEqual([
      "missing 3",
      "missing 4",
    ])
  })

  it("an entry without a leaf is on its way while it is young, and not once the log's word has passed it", async () => {
    const { chain, entries, head } = chainOf()
    const events = chain.events.map((event, n) =>
      n === 2 ? { ...event, entry: event.entry && { ...event.entry, place: null } } : event,
    )
    const before = { ...head, n: 1, entry: entries[1] ?? null }
    const young = await checkChain({ ...chain, events, head: before })
    expect([young.problems, young.entries.at(-1)?.state]).toEqual([[], "pending"])
    expect(await told({ ...chain, events, head: before, now: NOW + 200_000 })).toEqual(["not-in-log 2"])
    expect(await told({ ...chain, events })).toEqual(["not-in-log 2"])
  })

  it("a signed word that does not verify is named with its event", async () => {
    const { chain } = chainOf({ judge: () => Promise.resolve("invalid") })
    expect(await told(chain)).toEqual(["evidence-invalid 0", "evidence-invalid 1", "evidence-invalid 2"])
  })
})

describe("S22 heads that this device has seen", () => {
  it("are kept with their signature, the newest of each chain, and no more than a thousand", async () => {
    const store = memoryStore()
    const { head } = chainOf()
    const word = await signHead(head, logKey)
    await rememberHeads(store, [{ head, signed: word }])
    const newer = { ...head, n: 3, entry: randomBytes(32) }
    await rememberHeads(store, [{ head: newer, signed: await signHead(newer, logKey) }])
    expect([...(await rememberedHeads(store)).values()].map(({ n }) => n)).toEqual([3])
    const many = Array.from({ length: 1_100 }, () => ({ head: { ...head, key: randomBytes(32) }, signed: word }))
    await rememberHeads(store, many)
    expect((await rememberedHeads(store)).size).toBe(1_000)
  })
})
