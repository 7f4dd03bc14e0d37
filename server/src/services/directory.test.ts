/** Look-ups beside statements that are committed at the same time: the real store, the real logs and a real log-keeper. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { equalBytes, fromBase64url, randomBytes } from "@smp/shared/bytes"
import { keyLeaf, leafHash, readCheckpoint, readLatest, verifyInclusion } from "@smp/shared/log"
import { makeStatement, readStatement } from "@smp/shared/slip"
import type { Statement } from "@smp/shared/slip"
import { generateKeySet } from "@smp/shared/suite"
import type { KeySet } from "@smp/shared/suite"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { directoryStore } from "../data/directory.store.ts"
import { openSqlite } from "../data/dialects/sqlite.ts"
import { identityStore } from "../data/identity.store.ts"
import * as schema from "../data/schema/platform.sqlite.ts"
import { cryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import type { LogKeeper } from "../engines/keeper-client.ts"
import { FolderLogKeeper } from "../roles/log-keeper/folder-log-keeper.ts"
import { directoryService } from "./directory.service.ts"
import { logs as logViews } from "./log.service.ts"
import { addressIndex, sealProfile } from "./people.ts"
import { signedOfText, statementOfText } from "./texts.ts"

const MIGRATIONS = resolve(import.meta.dirname, "../data/migrations/platform.sqlite")
const HOST = "mail.example.com"
const BOB = "bob@example.com"
const platform = cryptoEngine(randomBytes(32))
const ring = { ver: 1, akv: 1, box: randomBytes(64) }
type Step = "append" | "before latest" | "after latest"

let folder: string
let real: FolderLogKeeper
let database: ReturnType<typeof openSqlite<typeof schema>>
/** What happens once, when the look-up has come so far. */
let meanwhile: { step: Step; happens: () => Promise<unknown> } | null = null
let identities: ReturnType<typeof identityStore>
let store: ReturnType<typeof directoryStore>
let directory: ReturnType<typeof directoryService>
let logs: ReturnType<typeof logViews>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "smp-directory-"))
  real = await FolderLogKeeper.open({ folder: join(folder, "keeper"), host: HOST })
  const reached = async (step: Step): Promise<void> => {
    if (meanwhile?.step !== step) return
    const { happens } = meanwhile
    meanwhile = null
    await happens()
  }
  const keeper = {
    index: (name) => real.index(name),
    checkpoint: (origin) => real.checkpoint(origin),
    hashes: (...asked) => real.hashes(...asked),
    append: async (...given) => {
      const answer = await real.append(...given)
      await reached("append")
      return answer
    },
    latest: async (...asked) => {
      await reached("before latest")
      const answer = await real.latest(...asked)
      await reached("after latest")
      return answer
    },
  } satisfies Partial<LogKeeper> as Partial<LogKeeper> as LogKeeper
  database = openSqlite(join(folder, "platform.db"), schema, MIGRATIONS)
  identities = identityStore(database)
  store = directoryStore(database)
  const organization = () => {
    throw new Error("no organization")
  }
  logs = logViews({ host: HOST, keys: store, organization, keeper, now: Date.now, report: () => undefined })
  directory = directoryService({ directory: store, identities, logs, keeper, platform, now: Date.now })
})
afterEach(async () => {
  meanwhile = null
  await logs.keys.sync()
  database.close()
  await real.close()
  rmSync(folder, { recursive: true })
})

async function firstKey(): Promise<{ keySet: KeySet; statement: Statement }> {
  const { keySet } = await generateKeySet(1)
  return { keySet, statement: await makeStatement(keySet, { kind: "person", addr: BOB, at: Date.now() }) }
}

/** Committed, and not handed to the log-keeper yet. */
async function commit(statement: Statement): Promise<void> {
  const identity = {
    id: statement.prn,
    addressIndex: addressIndex(platform, BOB),
    profileSealed: sealProfile(platform, `identity|${statement.prn}`, { address: BOB, name: "Bob" }),
    record: "record",
    createdAt: Date.now(),
    setUp: false,
  }
  const entry = await directory.ringEntry(BOB, ring)
  await identities.create(identity, { ...ring, entry }, [], await directory.rowOf(statement, null))
}

async function rotate({ keySet: before, statement: { prn, kid, seq } }: Awaited<ReturnType<typeof firstKey>>) {
  const { keySet } = await generateKeySet(1)
  const fields = { kind: "person", addr: BOB, at: Date.now(), prn, seq: seq + 1, how: "rotate", prev: kid } as const
  return makeStatement(keySet, fields, before)
}

/** As a client checks it; the seq of the newest key, null for none. */
async function lookedUp(): Promise<number | null> {
  const { entries, checkpoint: note } = await directory.lookUp([BOB], () => Promise.resolve(false))
  const [entry] = entries
  const { pub } = (await real.keys()).keyLog
  if (entry === undefined) throw new Error("no answer")
  const checkpoint = await readCheckpoint(note, logs.keys.origin, pub)
  const latest = await readLatest(signedOfText(entry.latest), pub)
  const text = entry.statements.at(-1)
  if (text === undefined || latest.st === null) {
    expect([entry.statements, latest.st]).toEqual([[], null])
    return null
  }
  const newest = await readStatement(statementOfText(text))
  expect(equalBytes(newest.hash, latest.st)).toBe(true)
  const { index, minute } = entry.leaves.at(-1) ?? { index: -1, minute: 0 }
  const leaf = keyLeaf({ minute, index: latest.index, seq: newest.seq, statementHash: newest.hash })
  verifyInclusion(leafHash(leaf), index, checkpoint.size, entry.inclusion.map(fromBase64url), checkpoint.root)
  return newest.seq
}

describe("S22 a look-up while a key is published", () => {
  test("somebody registers after the log was caught up with: the log's word and the statements are of one moment", async () => {
    const { statement } = await firstKey()
    meanwhile = { step: "append", happens: () => commit(statement) }
    expect(await lookedUp()).toBe(0)
  })

  test("somebody registers, and the log has it, just before it is asked", async () => {
    const { statement } = await firstKey()
    meanwhile = { step: "before latest", happens: () => commit(statement).then(() => logs.keys.sync()) }
    expect(await lookedUp()).toBe(0)
  })

  test("somebody rotates after the log has answered", async () => {
    const first = await firstKey()
    await commit(first.statement)
    const next = await rotate(first)
    meanwhile = { step: "after latest", happens: async () => store.add(await directory.rowOf(next, null)) }
    expect(await lookedUp()).toBe(1)
  })
})
