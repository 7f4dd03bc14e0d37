/**
 * A new key for somebody who kept nothing but the mailbox (docs/PROTOCOL.md §2.3): the statement follows the chain by
 * `reset`, and only the mailbox-proof of that very statement stands behind it.
 * Promises: keys, credentials and ring change in one transaction, in which also stands what is owed then
 * (`account-changes.ts`); no session outlives it.
 */
import { readStatement, checkChain } from "@smp/shared/slip"
import type { Statement } from "@smp/shared/slip"
import type { UnlockerText } from "@smp/shared/wire"
import type { IdentityStore } from "../data/identity.store.ts"
import type { GrantAgent } from "../engines/agent-client.ts"
import { translated } from "./agent-refusals.ts"
import type { Directory } from "./directory.service.ts"
import type { Logs } from "./log.service.ts"
import { refuseRequest } from "./refusal.ts"
import type { Sessions } from "./sessions.service.ts"
import { storedUnlocker } from "./unlocker-texts.ts"
import { bytesOfText, checked, statementOfText, textOfSigned } from "./texts.ts"

export interface ResetRequest {
  readonly statement: Parameters<typeof statementOfText>[0]
  readonly claim: { nonce: string; mac: string }
  readonly record: string
  readonly ring: { ver: number; akv: number; box: string }
  readonly unlockers: readonly UnlockerText[]
}

interface ResetParts {
  readonly identities: IdentityStore
  readonly directory: Directory
  readonly logs: Logs
  readonly sessions: Sessions
  readonly agent: GrantAgent
}

export async function resetAccount(
  parts: ResetParts,
  whose: { idn: string; address: string },
  input: ResetRequest,
): Promise<void> {
  const statement = await readReset(parts, whose, input)
  const claim = { nonce: bytesOfText(input.claim.nonce), mac: bytesOfText(input.claim.mac), setUp: false }
  const proof = await translated(() => parts.agent.prove({ statement: statement.raw, claim }))
  const ring = { ...input.ring, box: bytesOfText(input.ring.box) }
  const leaf = await parts.identities.reset(whose.idn, {
    record: input.record,
    ring: { ...ring, entry: await parts.directory.ringEntry(whose.address, ring) },
    unlockers: input.unlockers.map(storedUnlocker),
    statement: await parts.directory.rowOf(statement, textOfSigned(proof)),
  })
  if (leaf === null) refuseRequest("directory.statement_refused")
  // The rows are gone; this forgets what was kept in memory of them.
  await parts.sessions.endOthers(whose.idn, null)
  await parts.logs.keys.sync()
}

function readReset(
  { directory }: ResetParts,
  { idn, address }: { idn: string; address: string },
  input: ResetRequest,
): Promise<Statement> {
  return checked("directory.statement_refused", async () => {
    const statement = await readStatement(statementOfText(input.statement))
    const chain = await directory.chainOf(idn)
    await checkChain([...chain, statement])
    const isReset = statement.how === "reset" && statement.kind === "person" && statement.addr === address
    return isReset && statement.prn === idn ? statement : refuseRequest("directory.statement_refused")
  })
}
