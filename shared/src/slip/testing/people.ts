/** Principals for tests: real keys, real statements. */
import { generateKeySet } from "../../suite/index.ts"
import type { KeySet, KeySetSecret, SuiteId } from "../../suite/index.ts"
import { checkChain, makeStatement } from "../index.ts"
import type { Kind, Statement, StatementFields } from "../index.ts"

export interface Principal {
  readonly keySet: KeySet
  readonly secret: KeySetSecret
  readonly statement: Statement
  readonly chain: readonly Statement[]
  readonly addr: string | null
  readonly prn: string
}

export const NOW = Date.parse("2026-11-23T12:00:00Z")

export async function principal(kind: Kind, addr: string | null, suite: SuiteId = 2): Promise<Principal> {
  const { keySet, secret } = await generateKeySet(suite)
  const statement = await makeStatement(keySet, { kind, addr, at: NOW })
  return { keySet, secret, statement, chain: [statement], addr, prn: statement.prn }
}

export function person(addr: string, suite: SuiteId = 2): Promise<Principal> {
  return principal("person", addr, suite)
}

/** The same principal with a new key: by rotation, or by a reset that the old key did not sign. */
export async function renew(
  before: Principal,
  how: "rotate" | "reset",
  change: Partial<StatementFields> = {},
): Promise<Principal> {
  const { keySet, secret } = await generateKeySet(before.keySet.suite)
  const { kind, addr, prn, kid, seq } = before.statement
  const fields: StatementFields = { kind, addr, prn, seq: seq + 1, how, prev: kid, at: NOW, ...change }
  const statement = await makeStatement(keySet, fields, how === "rotate" ? before.keySet : undefined)
  const chain = [...before.chain, statement]
  await checkChain(chain)
  return { keySet, secret, statement, chain, addr, prn }
}
