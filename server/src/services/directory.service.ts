/**
 * The Directory: statements of principals with everything that a client needs to check the answer (docs/PROTOCOL.md
 * §2.3, §7.2).
 * Promises: every statement that it takes is verified, logged and covered by a checkpoint before it is shown.
 */
import { sha256, toBase64url, toHex } from "@smp/shared/bytes"
import type { Bytes, SignedStatement } from "@smp/shared/bytes"
import { keyLeaf, minuteOf, readLeaf, ringLeaf } from "@smp/shared/log"
import { checkChain, readStatement } from "@smp/shared/slip"
import type { Statement } from "@smp/shared/slip"
import type { DirectoryEntryText, SignedObjectText, SignedStatementText } from "@smp/shared/wire"
import type { DirectoryStore, StoredStatement } from "../data/directory.store.ts"
import type { Identity, IdentityStore, KeyLogRow, StatementRow } from "../data/identity.store.ts"
import type { CryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import type { LatestAnswer, LogKeeper } from "../engines/keeper-client.ts"
import type { Logs } from "./log.service.ts"
import { addressIndex, openProfile, readAddress } from "./people.ts"
import { checked, statementOfText, textOfSigned, textOfStatement } from "./texts.ts"

export interface DirectoryParts {
  readonly directory: DirectoryStore
  readonly identities: IdentityStore
  readonly logs: Logs
  readonly keeper: LogKeeper
  readonly platform: CryptoEngine
  readonly now: () => number
}
export type Directory = ReturnType<typeof directoryService>

const CHAINS_CACHED = 2_000
/** Keys may be published while the parts of one answer are fetched. */
const TRIES = 4

export function directoryService(parts: DirectoryParts) {
  const { directory, identities, logs, keeper, platform, now } = parts
  const chains = new Map<string, { length: number; chain: Statement[] }>()

  /** Verified statements of a principal, oldest first; [] for an unknown one. */
  const chainOf = async (principal: string): Promise<Statement[]> => {
    const known = chains.get(principal)
    // Statements are only ever added.
    if (known !== undefined && known.length === (await directory.countOf(principal))) return known.chain
    const rows = await directory.statementsOf(principal)
    if (rows.length === 0) return []
    const chain = await Promise.all(rows.map((row) => readStatement(statementOfText(row.signed))))
    await checkChain(chain)
    if (chains.size >= CHAINS_CACHED) chains.delete(chains.keys().next().value ?? "")
    chains.set(principal, { length: rows.length, chain })
    return chain
  }
  const personOf = async (address: string) => identities.byAddress(addressIndex(platform, address))

  /** The row of a statement with its leaf, to be stored in one transaction with what it belongs to. */
  const rowOf = async (statement: Statement, mailboxProof: SignedObjectText | null): Promise<StatementRow> => {
    const { index } = await keeper.index(statement.addr ?? statement.prn)
    const minute = minuteOf(now())
    const leaf = keyLeaf({ minute, index, seq: statement.seq, statementHash: statement.hash })
    return {
      principal: statement.prn,
      seq: statement.seq,
      kid: toHex(statement.kid),
      signed: textOfStatement(statement.raw),
      mailboxProof,
      minute,
      logIndex: toBase64url(index),
      leaf,
    }
  }
  return {
    chainOf,
    rowOf,
    personOf,
    /** The leaf of a ring, to be stored in one transaction with it (docs/PROTOCOL.md §7.2). */
    ringEntry: async (address: string, ring: { ver: number; akv: number; box: Bytes }): Promise<KeyLogRow> => {
      const { index } = await keeper.index(address)
      const { ver, akv, box } = ring
      const leaf = ringLeaf({ minute: minuteOf(now()), index, ver, akv, ringHash: sha256(box) })
      return { logIndex: toBase64url(index), leaf }
    },
    /** The newest statement of the person behind an address. */
    newestOf: async (address: string): Promise<Statement | null> => {
      const identity = await personOf(address)
      return identity === null ? null : ((await chainOf(identity.id)).at(-1) ?? null)
    },
    /** The statement with this key id, of a verified chain. */
    statementOfKid: async (kid: Bytes): Promise<Statement | null> => {
      const principal = await directory.principalOfKid(toHex(kid))
      if (principal === null) return null
      return (await chainOf(principal)).find((statement) => toHex(statement.kid) === toHex(kid)) ?? null
    },
    mailboxProofOf: async (principal: string): Promise<SignedObjectText | null> =>
      (await directory.statementsOf(principal)).findLast((row) => row.mailboxProof !== null)?.mailboxProof ?? null,
    leafOf: async (principal: string): Promise<{ index: number; minute: number } | null> => {
      const row = (await directory.statementsOf(principal)).at(-1)
      return row === undefined ? null : { index: row.leafIndex, minute: row.leafMinute }
    },
    statementTexts: async (principal: string): Promise<SignedStatementText[]> =>
      (await directory.statementsOf(principal)).map((row) => row.signed),

    /** Takes statements of an organization's principal (agent, root) that are not in the log yet. */
    publish: async (signed: readonly SignedStatement[]): Promise<void> => {
      const chain = await checked("directory.statement_refused", async () => {
        const read = await Promise.all(signed.map((statement) => readStatement(statement)))
        await checkChain(read)
        return read
      })
      const [first] = chain
      if (first === undefined) return
      const held = (await directory.statementsOf(first.prn)).length
      for (const statement of chain.slice(held)) {
        await directory.add(await rowOf(statement, null))
        await logs.keys.sync()
      }
    },

    /** `relation` says whether a name is a colleague of the asker; it is shown, never proved. */
    lookUp: async (
      names: readonly string[],
      colleague: (address: string) => Promise<boolean>,
    ): Promise<{ entries: DirectoryEntryText[]; checkpoint: string }> => {
      await logs.keys.sync()
      const entries: Omit<DirectoryEntryText, "inclusion">[] = []
      for (const name of names)
        entries.push(await entryOf(parts, name.includes("@") ? readAddress(name) : name, colleague))
      const { note, size } = await logs.keys.sync()
      return {
        checkpoint: note,
        entries: entries.map((entry) => {
          const newest = entry.leaves.at(-1)
          const path = newest === undefined ? [] : logs.keys.inclusion(newest.index, size).path
          return { ...entry, inclusion: path.map(toBase64url) }
        }),
      }
    },

    ownLeaves: async (address: string) => {
      await logs.keys.sync()
      const { proof, index } = await keeper.index(address)
      const { note, size } = await logs.keys.sync()
      const held = (await directory.leavesOf(toBase64url(index))).filter((one) => one.index < size)
      const isRing = ({ leaf }: (typeof held)[number]) => readLeaf(new Uint8Array(leaf)).type === "ring"
      // Of its rings the owner needs the newest alone: a ring is written daily, for years.
      const newestRing = held.findLast(isRing)
      const leaves = held.filter((one) => one === newestRing || !isRing(one))
      return {
        proof: toBase64url(proof),
        checkpoint: note,
        leaves: leaves.map(({ index: at, leaf }) => ({
          index: at,
          leaf: toBase64url(leaf),
          inclusion: logs.keys.inclusion(at, size).path.map(toBase64url),
        })),
      }
    },
  }
}

async function entryOf(
  parts: DirectoryParts,
  name: string,
  colleague: (address: string) => Promise<boolean>,
): Promise<Omit<DirectoryEntryText, "inclusion">> {
  const { said, identity, rows } = await ofOneMoment(parts, name)
  const isColleague = name.includes("@") && (await colleague(name))
  return {
    name,
    proof: toBase64url(said.proof),
    latest: textOfSigned(said.latest),
    statements: rows.map((row) => row.signed),
    mailboxProofs: rows.map((row) => row.mailboxProof),
    leaves: rows.map((row) => ({ index: row.leafIndex, minute: row.leafMinute })),
    relation: isColleague ? "colleague" : rows.length > 0 ? "registered" : "new",
    displayName:
      identity === null ? null : openProfile(parts.platform, `identity|${identity.id}`, identity.profileSealed).name,
  }
}

interface Said {
  readonly said: LatestAnswer
  readonly identity: Identity | null
  readonly rows: readonly StoredStatement[]
}

/**
 * The log's word about a name and the statements that it is about. One that was committed a moment ago has not reached
 * the log yet: a client would take it for a fork. What cannot be made to agree was changed by hand.
 */
async function ofOneMoment(
  { keeper, logs, directory, identities, platform }: DirectoryParts,
  name: string,
): Promise<Said> {
  const isAddress = name.includes("@")
  for (let tries = 1; ; tries++) {
    const said = await keeper.latest(logs.keys.origin, name)
    // Read afterwards: whatever the log knows was committed before.
    const identity = isAddress ? await identities.byAddress(addressIndex(platform, name)) : null
    const principal = isAddress ? (identity?.id ?? null) : name
    const rows = principal === null ? [] : await directory.statementsOf(principal)
    if (rows.at(-1)?.seq === said.newest?.seq || tries === TRIES) return { said, identity, rows }
    await logs.keys.sync()
  }
}
