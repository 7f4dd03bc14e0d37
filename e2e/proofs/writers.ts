/**
 * People who go on sending while the server is being killed: each letter is committed again, with the same
 * Idempotency-Key, until somebody answers.
 */
import { ApiProblem, type ApiClient } from "@smp/shared/client"
import { SendStopped } from "@smp/shared/send"
import { newMark } from "./canaries.ts"
import { Disproved, mustHold, pause } from "./proof.ts"
import { send, signInAgain, type Person } from "../hosts/person.ts"
import type { RunningServer } from "../hosts/server.ts"

export interface Acknowledged {
  id: string
  reference: string
  to: string
  text: string
}

export interface Writers {
  readonly acknowledged: Acknowledged[]
  /** Commits that were sent more than once. */
  repeated(): number
  /** Lets each finish the letter in hand. Throws what a writer met that was not the server being away. */
  stop(): Promise<void>
}

type Commit = Parameters<ApiClient["commitMessage"]>
const GIVE_UP_MS = 60_000

/** Each signs in again with a client that does not wait: the writer itself asks until there is an answer. */
export async function startWriters(server: RunningServer, people: readonly Person[], to: string): Promise<Writers> {
  const eager = await Promise.all(people.map((person) => signInAgain(person, server, { tries: 1 })))
  const acknowledged: Acknowledged[] = []
  let repeated = 0
  let stopping = false
  const write = async (person: Person) => {
    const { client } = person.account
    const commit = client.commitMessage.bind(client)
    let pending: Commit | null = null
    client.commitMessage = async (...handed) => {
      pending = handed
      return commit(...handed)
    }
    while (!stopping) {
      pending = null
      const text = newMark()
      const sent = await trySending(() => send(person, { to: [to], subject: `Letter ${acknowledged.length}`, text }))
      if (sent) acknowledged.push({ ...sent, to, text })
      if (sent || pending === null) continue
      repeated++
      const [body, key] = pending as Commit
      const again = await insist(() => commit(body, key))
      const once = await insist(() => commit(body, key))
      mustHold(
        again.id === once.id && again.reference === once.reference && again.at === once.at,
        "a repeated commit got another answer",
      )
      acknowledged.push({ ...again, to, text })
    }
    client.commitMessage = commit
  }
  const working = Promise.all(eager.map(write))
  working.catch(() => undefined)
  return {
    acknowledged,
    repeated: () => repeated,
    async stop() {
      stopping = true
      await working
    },
  }
}

/** null when the server was away; any other refusal is a finding. */
async function trySending<Sent>(work: () => Promise<Sent>): Promise<Sent | null> {
  try {
    return await work()
  } catch (fault) {
    if (isRefusal(fault)) throw fault
    await pause(20)
    return null
  }
}

async function insist<Sent>(work: () => Promise<Sent>): Promise<Sent> {
  const deadline = Date.now() + GIVE_UP_MS
  for (;;) {
    const sent = await trySending(work)
    if (sent) return sent
    mustHold(Date.now() < deadline, `no answer within ${GIVE_UP_MS} ms`)
  }
}

const AWAY: ReadonlySet<string> = new Set(["offline", "service.unavailable", "service.fault", "request.rate_limited"])

function isRefusal(fault: unknown): boolean {
  if (fault instanceof ApiProblem || fault instanceof SendStopped) return !AWAY.has(fault.code)
  return fault instanceof Disproved || fault instanceof TypeError
}
