/**
 * The agent's own copy of the whole key log (docs/PROTOCOL.md §6.3, §7.2).
 * Promises: every leaf lies under a checkpoint that extends all earlier ones; a log that shrinks, forks, or is another
 * one than senders saw stops the agent.
 * Never: takes anybody's word for what the log says of a name.
 */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { equalBytes, fromBase64url, refuse, toBase64url, toHex } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import {
  CompactRange,
  leafHash,
  logIndex,
  MerkleTree,
  readCheckpoint,
  readLeaf,
  vrfAlpha,
  vrfVerify,
} from "@smp/shared/log"
import type { Statement } from "@smp/shared/slip"
import * as z from "zod"
import { writeDurably } from "../../engines/durable-file.ts"
import { MOST_LEAVES } from "../../engines/keeper-client.ts"
import type { KeyLogFacts, LogKeeper } from "../../engines/keeper-client.ts"
import { LeafFile } from "../../engines/leaf-file/leaf-file.ts"

export interface LoggedStatement {
  readonly seq: number
  readonly statementHash: Bytes
}

const MOST_NAMES = 50_000
const pinFile = z.strictObject({ v: z.literal(1), origin: z.string(), pub: z.base64url(), vrf: z.base64url() })

export class FollowedLog {
  readonly facts: KeyLogFacts
  readonly #keeper: LogKeeper
  readonly #file: LeafFile
  readonly #tree = new MerkleTree()
  #range = new CompactRange()
  readonly #statements = new Map<string, LoggedStatement[]>()
  readonly #names = new Map<string, Bytes>()
  #running: Promise<void> | null = null

  private constructor(parts: { facts: KeyLogFacts; keeper: LogKeeper; file: LeafFile }) {
    this.facts = parts.facts
    this.#keeper = parts.keeper
    this.#file = parts.file
  }

  static async open(folder: string, keeper: LogKeeper): Promise<FollowedLog> {
    const facts = await pinnedFacts(join(folder, "key-log.json"), keeper)
    const { file, leaves } = await LeafFile.open(join(folder, "key-log.leaves"))
    const log = new FollowedLog({ facts, keeper, file })
    for (const leaf of leaves) log.#range.append(leafHash(leaf))
    for (const leaf of leaves) log.#add(leaf)
    return log
  }

  /** Catches up with the keeper's newest checkpoint. Throws log-rollback or log-fork, and stays where it was. */
  follow(): Promise<void> {
    this.#running ??= this.#follow().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  /** Logged statements of a name, in log order. */
  async statementsOf(name: string): Promise<readonly LoggedStatement[]> {
    let index = this.#names.get(name)
    if (index === undefined) {
      const { proof } = await this.#keeper.index(name)
      index = logIndex(vrfVerify(this.facts.vrf, vrfAlpha(name), proof))
      if (this.#names.size >= MOST_NAMES) this.#names.clear()
      this.#names.set(name, index)
    }
    return this.#statements.get(toHex(index)) ?? []
  }

  /** Which of a principal's statements are in the log. Throws only when the keeper cannot be asked for a new name. */
  async logged(prn: string): Promise<(statement: Statement) => boolean> {
    const known = await this.statementsOf(prn)
    return ({ seq, hash }) => known.some((leaf) => leaf.seq === seq && equalBytes(leaf.statementHash, hash))
  }

  /** Is a note that somebody else was shown of this very history? Throws log-fork. */
  async checkNote(note: string): Promise<void> {
    const { origin, pub } = this.facts
    const { size, root } = await readCheckpoint(note, origin, pub)
    if (size > this.#tree.size) await this.follow()
    const isSame = size <= this.#tree.size && equalBytes(this.#tree.root(size), root)
    if (!isSame) refuse("log-fork", "a sender was shown another log")
  }

  async close(): Promise<void> {
    await this.#running?.catch(() => undefined)
    await this.#file.close()
  }

  async #follow(): Promise<void> {
    const { origin, pub } = this.facts
    const { note } = await this.#keeper.checkpoint(origin)
    const checkpoint = await readCheckpoint(note, origin, pub)
    if (checkpoint.size < this.#tree.size) refuse("log-rollback", "the keeper's log became smaller")
    const range = CompactRange.restore(this.#range.serialize())
    const fresh: Bytes[] = []
    while (range.size < checkpoint.size) {
      const to = Math.min(checkpoint.size, range.size + MOST_LEAVES)
      const leaves = await this.#keeper.leaves(range.size, to)
      if (leaves.length === 0) refuse("log-fork", "the keeper withholds leaves")
      for (const leaf of leaves.slice(0, to - range.size)) {
        fresh.push(leaf)
        range.append(leafHash(leaf))
      }
    }
    if (!equalBytes(range.root(), checkpoint.root)) refuse("log-fork", "the keeper signed another history")
    if (fresh.length === 0) return
    await this.#file.append(fresh)
    this.#range = range
    for (const leaf of fresh) this.#add(leaf)
  }

  #add(bytes: Bytes): void {
    this.#tree.append(leafHash(bytes))
    const leaf = readLeaf(bytes)
    if (leaf.type !== "key") return
    const { seq, statementHash } = leaf
    const index = toHex(leaf.index)
    this.#statements.set(index, [...(this.#statements.get(index) ?? []), { seq, statementHash }])
  }
}

/** The key log that was there at the first start, and no other, ever. */
async function pinnedFacts(path: string, keeper: LogKeeper): Promise<KeyLogFacts> {
  const { keyLog } = await keeper.keys()
  if (!existsSync(path)) {
    const { origin, pub, vrf } = keyLog
    writeDurably(path, JSON.stringify({ v: 1, origin, pub: toBase64url(pub), vrf: toBase64url(vrf) }))
  }
  const held = pinFile.parse(JSON.parse(readFileSync(path, "utf8")))
  const facts = { origin: held.origin, pub: fromBase64url(held.pub), vrf: fromBase64url(held.vrf) }
  const isSame =
    facts.origin === keyLog.origin && equalBytes(facts.pub, keyLog.pub) && equalBytes(facts.vrf, keyLog.vrf)
  return isSame ? facts : refuse("log-fork", "the keeper has another key log than before")
}
