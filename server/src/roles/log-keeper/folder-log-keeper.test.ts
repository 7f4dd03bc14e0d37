import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fork } from "node:child_process"
import { newId, randomBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import {
  advance,
  keyLeaf,
  leafHash,
  logIndex,
  MerkleTree,
  newPin,
  readCheckpoint,
  readLatest,
  slipLeaf,
  vrfAlpha,
  vrfVerify,
} from "@smp/shared/log"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { FolderLogKeeper } from "./folder-log-keeper.ts"

const host = "mail.example.com"
const origin = `${host}/log/keys`
let folder: string
const open = () => FolderLogKeeper.open({ folder, host })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keeper-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const anySlip = () => slipLeaf({ minute: 0, slipHash: randomBytes(32) })
const statement = (index: Bytes, seq: number) => keyLeaf({ minute: 0, index, seq, statementHash: randomBytes(32) })

describe("log-keeper", () => {
  test("S22 every signed checkpoint extends the one before, over a restart too", async () => {
    let keeper = await open()
    const { keyLog } = await keeper.keys()
    let pin = newPin(origin, keyLog.pub, keyLog.vrf)
    const tree = new MerkleTree()
    for (let round = 0; round < 6; round++) {
      const leaves = Array.from({ length: round + 1 }, () => statement(randomBytes(32), 0))
      const { note, size } = await keeper.append(origin, tree.size, leaves)
      for (const leaf of leaves) tree.append(leafHash(leaf))
      const checkpoint = await readCheckpoint(note, origin, keyLog.pub)
      pin = advance(pin, checkpoint, tree.consistency(pin.size, size))
      expect(checkpoint.root).toEqual(tree.root())
      await keeper.close()
      keeper = await open()
    }
    expect((await keeper.keys()).keyLog).toEqual(keyLog)
    expect(await keeper.leaves(0, 100)).toHaveLength(21)
    await keeper.close()
  })

  test("a repeated append has no further effect; another leaf, a gap or a foreign log is refused", async () => {
    const keeper = await open()
    const org = `${host}/log/${newId("org")}`
    const [a, b, c] = [anySlip(), anySlip(), anySlip()]
    await keeper.append(org, 0, [a, b])
    expect((await keeper.append(org, 0, [a, b])).size).toBe(2)
    expect((await keeper.append(org, 1, [b, c])).size).toBe(3)
    for (const [from, leaves] of [
      [1, [c]],
      [4, [a]],
      [2, [a, c]],
    ] as const) {
      await expect(keeper.append(org, from, leaves)).rejects.toMatchObject({ code: "log.not_an_extension" })
    }
    await expect(keeper.append(`other.example.com/log/keys`, 0, [a])).rejects.toMatchObject({
      code: "log.not_an_extension",
    })
    await expect(keeper.append(`${host}/log/../keys`, 0, [a])).rejects.toMatchObject({ code: "log.not_an_extension" })
    expect((await keeper.checkpoint(org)).size).toBe(3)
    await keeper.close()
  })

  test("`latest` names the newest statement of a name, the first of two with one seq, and signs 'no key'", async () => {
    const keeper = await open()
    const { keyLog } = await keeper.keys()
    const { index } = await keeper.index("bob@example.com")
    const first = randomBytes(32)
    const leaf = (seq: number, statementHash: Bytes) => keyLeaf({ minute: 0, index, seq, statementHash })
    await keeper.append(origin, 0, [statement(randomBytes(32), 0), leaf(0, first), leaf(0, randomBytes(32))])
    const answer = await keeper.latest(origin, "bob@example.com")
    expect(logIndex(vrfVerify(keyLog.vrf, vrfAlpha("bob@example.com"), answer.proof))).toEqual(index)
    expect(await readLatest(answer.latest, keyLog.pub)).toMatchObject({ st: first, seq: 0, size: 3 })
    expect(answer.newest).toEqual({ seq: 0, leafIndex: 1 })
    const second = randomBytes(32)
    await keeper.append(origin, 3, [leaf(1, second)])
    expect(await readLatest((await keeper.latest(origin, "bob@example.com")).latest, keyLog.pub)).toMatchObject({
      st: second,
      seq: 1,
    })
    const nobody = await keeper.latest(origin, "eve@example.com")
    expect(await readLatest(nobody.latest, keyLog.pub)).toMatchObject({ st: null, seq: null, size: 4 })
    await keeper.close()
  })

  test("a tail that a crash left half written is cut off; whole entries stay", async () => {
    let keeper = await open()
    await keeper.append(origin, 0, [statement(randomBytes(32), 0), statement(randomBytes(32), 0)])
    const before = await keeper.checkpoint(origin)
    await keeper.close()
    const file = join(folder, "keys.leaves")
    const { size } = statSync(file)
    for (const tail of [Buffer.from([0]), Buffer.from([0, 40, 1, 2]), Buffer.alloc(100)]) {
      truncateSync(file, size)
      appendFileSync(file, tail)
      keeper = await open()
      expect((await keeper.checkpoint(origin)).size).toBe(before.size)
      await keeper.close()
    }
  })

  test("a file that was damaged before its end, or keys that are gone, stop it: nothing is cut off or made again", async () => {
    let keeper = await open()
    const leaves = Array.from({ length: 6 }, () => statement(randomBytes(32), 0))
    await keeper.append(origin, 0, leaves)
    await keeper.close()
    const file = join(folder, "keys.leaves")
    const whole = readFileSync(file)
    for (const at of [1, 30, 170]) {
      const bytes = Buffer.from(whole)
      bytes[at] = (bytes[at] ?? 0) ^ 1
      writeFileSync(file, bytes)
      await expect(open()).rejects.toThrow(/damaged/)
      expect(readFileSync(file)).toEqual(bytes)
    }
    writeFileSync(file, Buffer.concat([whole, Buffer.alloc(3 << 20)]))
    await expect(open()).rejects.toThrow(/damaged/)
    writeFileSync(file, whole)
    keeper = await open()
    expect((await keeper.checkpoint(origin)).size).toBe(6)
    await keeper.close()
    rmSync(join(folder, "keys.json"))
    await expect(open()).rejects.toThrow(/lost/)
    expect(existsSync(join(folder, "keys.json"))).toBe(false)
  })

  test("keys lie in files that only the owner reads, and a server of another name is refused", async () => {
    await (await open()).close()
    expect(statSync(join(folder, "keys.json")).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, "keys.leaves")).mode & 0o777).toBe(0o600)
    await expect(FolderLogKeeper.open({ folder, host: "other.example.com" })).rejects.toThrow(/mail\.example\.com/)
  })

  test("T1 killed at any moment, it keeps what it answered", async () => {
    const answered: number[] = []
    for (let cycle = 0; cycle < 8; cycle++) {
      const child = fork(join(import.meta.dirname, "../../testing/keeper-to-kill.ts"), [folder, host], {
        execArgv: [],
        stdio: "inherit",
      })
      const last = await new Promise<number>((resolve, reject) => {
        let size = 0
        child.on("message", (message) => {
          if (size === 0) setTimeout(() => child.kill("SIGKILL"), 5 + Math.random() * 60)
          size = Number(message)
        })
        child.on("exit", () => resolve(size))
        child.on("error", reject)
      })
      answered.push(last)
      const keeper = await open()
      expect((await keeper.checkpoint(origin)).size).toBeGreaterThanOrEqual(last)
      await keeper.close()
    }
    expect(answered.at(-1)).toBeGreaterThan(answered[0] ?? 0)
  })
})
