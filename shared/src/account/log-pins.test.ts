import { beforeEach, describe, expect, it } from "vitest"
import { randomBytes } from "../bytes/index.ts"
import { memoryStore } from "../client/index.ts"
import type { LocalStore } from "../client/index.ts"
import { leafHash, MerkleTree } from "../log/index.ts"
import { person } from "../slip/testing/people.ts"
import { openLogPins } from "./log-pins.ts"
import type { SeenList } from "./log-pins.ts"
import { KEY_LOG, makeDirectoryHost } from "./testing/directory-host.ts"
import type { DirectoryHost } from "./testing/directory-host.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error
let host: DirectoryHost
let store: LocalStore

const note = async () => (await host.client.checkpoint("keys")).note
const open = async (fromRing: SeenList = []) => {
  const logs = await openLogPins({ client: host.client, store, keyLog: KEY_LOG }, fromRing)
  await logs.trust(KEY_LOG, host.logKey.pub, host.vrf.pub)
  return logs
}
const accept = async (logs: Awaited<ReturnType<typeof open>>, text: string, notBelow = logs.sizeOf(KEY_LOG)) =>
  logs.accept({ log: "keys", origin: KEY_LOG, note: text, notBelow })
const fork = (size: number) => {
  const tree = new MerkleTree()
  for (let leaf = 0; leaf < size; leaf += 1) tree.append(leafHash(randomBytes(40)))
  return tree
}

beforeEach(async () => {
  host = await makeDirectoryHost()
  store = memoryStore()
  await host.publish(await person("a@example.com"))
})

describe("the view of a log", () => {
  it("takes answers that overtook each other, and none from before the question", async () => {
    const logs = await open()
    const first = await note()
    await host.publish(await person("b@example.com"))
    await accept(logs, await note(), 0)
    expect((await accept(logs, first, 0)).size).toBe(1)
    expect(logs.sizeOf(KEY_LOG)).toBe(2)
    await expect(accept(logs, first)).rejects.toThrow(refusal("log-rollback"))
  })

  it("keeps the note that convicts a forked log", async () => {
    const logs = await open()
    await accept(logs, await note())
    host.tree = fork(4)
    const forked = await note()
    await expect(accept(logs, forked)).rejects.toThrow(refusal("log-fork"))
    expect(new TextDecoder().decode((await store.get(`log-fork/${KEY_LOG}`)) ?? undefined)).toContain(forked)
  })

  it("finds out at the start that ring and device were shown different histories", async () => {
    await accept(await open(), await note())
    const honest = host.tree
    host.tree = fork(5)
    const other = await openLogPins({ client: host.client, store: memoryStore(), keyLog: KEY_LOG }, [])
    await other.trust(KEY_LOG, host.logKey.pub, host.vrf.pub)
    await accept(other, await note())
    await expect(open(other.seen())).rejects.toThrow(refusal("log-fork"))
    host.tree = honest
    expect((await open((await open()).seen())).sizeOf(KEY_LOG)).toBe(1)
  })
})
