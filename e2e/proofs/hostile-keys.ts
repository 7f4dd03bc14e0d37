/** Keys that a lying server makes itself and puts in the place of a reader's, correctly signed by themselves. */
import { signedToText, statementFromText, statementToText } from "@smp/shared/client"
import { makeStatement, readStatement, signPolicy, type Policy, type Statement } from "@smp/shared/slip"
import { generateKeySet, type KeySet } from "@smp/shared/suite"
import type { Account } from "@smp/shared/account"
import type { OrganizationId } from "@smp/shared/wire"
import { list, map, type Json, type Lie } from "./hostile-line.ts"

const LOOK_UP = /^POST \/api\/directory\/look-up$/
const POLICY = /^GET \/api\/organizations\/[^/]+\/policy$/

/** The reader's place taken by a key of the operator's: a new identity, a lost key, a key change without the old key. */
export async function liesWithOwnKeys(asker: Account, reader: string): Promise<Lie[]> {
  const { keySet } = await generateKeySet()
  const { entries } = await asker.client.lookUp([reader])
  const known = entries[0]?.statements.at(-1)
  if (!known) throw new Error(`${reader} has no key`)
  const old = await readStatement(statementFromText(known))
  const at = Date.now()
  const first = await makeStatement(keySet, { kind: "person", addr: reader, at })
  const next = { kind: "person", addr: reader, at, prn: old.prn, seq: old.seq + 1, prev: old.kid } as const
  const reset = await makeStatement(keySet, { ...next, how: "reset" })
  const rotate = await makeStatement(keySet, { ...next, how: "rotate" }, keySet)
  return [
    replace("a first key of the operator's making", reader, [first]),
    append("a reset to the operator's key", reader, reset),
    append("a rotation that the old key did not sign", reader, rotate),
  ]
}

const asJson = (statement: Statement): Json => ({ ...statementToText(statement.raw) })

function replace(name: string, reader: string, statements: Statement[]): Lie {
  return onReader(name, reader, (entry) => {
    entry["statements"] = statements.map(asJson)
  })
}

function append(name: string, reader: string, statement: Statement): Lie {
  return onReader(name, reader, (entry) => {
    entry["statements"] = [...list(entry["statements"]), asJson(statement)]
    entry["mailboxProofs"] = [...list(entry["mailboxProofs"]), null]
    entry["leaves"] = [...list(entry["leaves"]), list(entry["leaves"]).at(-1) ?? null]
  })
}

function onReader(name: string, reader: string, change: (entry: { [key: string]: Json }) => void): Lie {
  return {
    name,
    on: LOOK_UP,
    json(answer) {
      for (const entry of list(answer["entries"]).map(map)) if (entry["name"] === reader) change(entry)
      return answer
    },
  }
}

/** A policy of the operator's: another root, and the operator as a holder that reads along. */
export async function liesWithOwnPolicy(asker: Account, org: OrganizationId): Promise<Lie[]> {
  const { keySet } = await generateKeySet()
  const { policy } = await asker.view.policy(org)
  const root = await makeStatement(keySet, { kind: "root", addr: null, at: Date.now() })
  const archive = await makeStatement(keySet, { kind: "archive", addr: null, at: Date.now() })
  const holders = [...policy.holders, { prn: archive.prn, kind: "archive", kid: archive.kid }] as const
  const forged = await signAs(keySet, { ...policy, ver: policy.ver + 1, prev: policy.hash, root: root.kid, holders })
  return [
    {
      name: "a policy with another root and one more holder",
      on: POLICY,
      json: (answer) => ({
        ...answer,
        policy: forged,
        root: [asJson(root)],
        principals: [...list(answer["principals"]), { prn: archive.prn, statements: [asJson(archive)] }],
      }),
    },
    { name: "a policy that the root did not sign", on: POLICY, json: (answer) => ({ ...answer, policy: forged }) },
  ]
}

async function signAs(keySet: KeySet, policy: Policy): Promise<Json> {
  return { ...signedToText(await signPolicy(keySet, policy)) }
}
