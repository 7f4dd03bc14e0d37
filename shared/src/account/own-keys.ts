/** Own key sets as the ring holds them, checked and made usable (docs/PROTOCOL.md §2.2). */
import { demand, equalBytes, toHex } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { checkChain, readStatement } from "../slip/index.ts"
import type { Statement } from "../slip/index.ts"
import { loadKeySet } from "../suite/index.ts"
import type { KeySet, KeySetSecret } from "../suite/index.ts"
import type { HeldSet } from "./key-ring.ts"

export interface OwnKey {
  readonly keySet: KeySet
  readonly statement: Statement
}

export interface OwnKeys {
  readonly newest: OwnKey
  readonly all: readonly OwnKey[]
  of(kid: Bytes): OwnKey | null
}

/** What the ring keeps of a key set. */
export function heldSet(secret: KeySetSecret, statement: Statement): HeldSet {
  const { suite, kem, sig } = secret
  return { suite, kid: statement.kid, kem, sig, at: statement.at, st: { ...statement.raw } }
}

/** Verifies the statement, then that the private halves belong to it (HPKE self-test). @throws ProtocolError open-failed. */
export async function loadHeldSet(held: HeldSet): Promise<OwnKey> {
  const statement = await readStatement(held.st)
  demand(equalBytes(statement.kid, held.kid) && statement.suite === held.suite, "statement of another key")
  return { statement, keySet: await loadKeySet({ suite: held.suite, kem: held.kem, sig: held.sig }, statement) }
}

export async function loadOwnKeys(sets: readonly HeldSet[]): Promise<OwnKeys> {
  const all = await Promise.all(sets.map(loadHeldSet))
  const [newest] = all
  demand(newest !== undefined, "a ring without keys")
  const byKid = new Map(all.map((key) => [toHex(key.statement.kid), key]))
  return { newest, all, of: (kid) => byKid.get(toHex(kid)) ?? null }
}

/**
 * The whole chain of own statements, oldest first. After a reset the ring begins in the middle: what came before is what
 * the Directory has for this address, and the chain binds it (`prev` of the reset names the key before). Nobody can put
 * another statement there afterwards.
 */
export async function ownChainOf(
  keys: OwnKeys,
  directoryChain: () => Promise<readonly Statement[]>,
): Promise<readonly Statement[]> {
  const own = keys.all.map(({ statement }) => statement).toReversed()
  const first = own[0]?.seq ?? 0
  if (first === 0) return own
  const whole = [...(await directoryChain()).slice(0, first), ...own]
  await checkChain(whole)
  return whole
}
