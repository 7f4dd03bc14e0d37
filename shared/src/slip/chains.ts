/**
 * Chains of statements, and the one question that decides who is who: is this the same key as that one?
 * A key counts as the same only when it is reached by verified `rotate` statements alone, never across `reset`
 * (docs/PROTOCOL.md §1.4).
 */
import { demand, equalBytes, refuse, toHex } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { verify } from "../suite/index.ts"
import type { Statement } from "./statements.ts"

/** Predecessors by a `rotate` whose succession signature this process has verified; nothing else is followed. */
const rotatedFrom = new WeakMap<Statement, Statement>()

/**
 * The newest of a complete chain, oldest first, from seq 0. Throws open-failed unless every statement is of the same
 * principal, kind and address and follows the one before.
 */
export async function checkChain(statements: readonly Statement[]): Promise<Statement> {
  const [first] = statements
  demand(first !== undefined && first.seq === 0, "chain without a beginning")
  const kids = new Set<string>()
  for (const statement of statements) kids.add(toHex(statement.kid))
  demand(kids.size === statements.length, "the same key twice")
  let newest = first
  for (const next of statements.slice(1)) {
    await checkStep(newest, next)
    newest = next
  }
  return newest
}

async function checkStep(before: Statement, next: Statement): Promise<void> {
  const isSamePrincipal = next.prn === before.prn && next.kind === before.kind && next.addr === before.addr
  demand(isSamePrincipal && next.seq === before.seq + 1, "another principal or a gap")
  demand(next.prev !== null && equalBytes(next.prev, before.kid), "another predecessor")
  if (next.how === "reset") {
    if (next.kind === "root") refuse("open-failed", "a root key is never reset")
    return
  }
  const { b, o } = next.raw
  demand(next.how === "rotate" && o !== null, "how")
  demand(isSameRevocation(before.rev, next.rev), "rotation with another revocation key")
  await verify("key-succession", before, { b, k: before.kid, s: o })
  rotatedFrom.set(next, before)
}

function isSameRevocation(a: Bytes | null, b: Bytes | null): boolean {
  return a === null || b === null ? a === b : equalBytes(a, b)
}

/** Is the statement's key `kid`, or reached from it by rotations that checkChain verified? */
export function isSameKey(statement: Statement, kid: Bytes): boolean {
  for (let at: Statement | undefined = statement; at !== undefined; at = rotatedFrom.get(at)) {
    if (equalBytes(at.kid, kid)) return true
  }
  return false
}

/** Within a checked chain: does `toKid` follow from `fromKid` (or equal it) by rotations alone? */
export function reachedByRotate(chain: readonly Statement[], fromKid: Bytes, toKid: Bytes): boolean {
  const to = chain.find((statement) => equalBytes(statement.kid, toKid))
  return to !== undefined && isSameKey(to, fromKid)
}
