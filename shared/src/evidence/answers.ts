/** The answers of a server, kept while they are checked and given again later, without a network. */
import { fromUtf8, refuse, utf8 } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { ApiClient } from "../client/index.ts"
import { consistencyReply, history, lookUpReply, message, platform, policyReply, tracking } from "../wire/index.ts"
import type { Answers } from "./pack-format.ts"

/** What a check of a message asks. */
export type Answering = Pick<
  ApiClient,
  "platform" | "message" | "body" | "tracking" | "history" | "lookUp" | "policy" | "consistency" | "checkpoint"
>

const named = {
  platform: () => "platform",
  message: (id: string) => `message ${id}`,
  body: (id: string) => `body ${id}`,
  tracking: (id: string) => `tracking ${id}`,
  history: (id: string, from: number) => `history ${id} ${from}`,
  lookUp: (names: readonly string[]) => `look-up ${names.join(" ")}`,
  policy: (org: string, hash?: string) => `policy ${org} ${hash ?? "newest"}`,
  consistency: (log: string, from: number, to: number) => `consistency ${log} ${from} ${to}`,
}
const noFreshNote: Answering["checkpoint"] = () => refuse("unsupported", "evidence has no newer note")

export function keepAnswers(client: ApiClient, kept: Answers): Answering {
  const keep = async <T>(question: string, asked: Promise<T>): Promise<T> => {
    const answer = await asked
    kept.set(question, utf8(JSON.stringify(answer)))
    return answer
  }
  return {
    platform: () => keep(named.platform(), client.platform()),
    message: (id) => keep(named.message(id), client.message(id)),
    tracking: (id) => keep(named.tracking(id), client.tracking(id)),
    history: (id, from) => keep(named.history(id, from), client.history(id, from)),
    lookUp: (names) => keep(named.lookUp(names), client.lookUp(names)),
    policy: (org, hash) => keep(named.policy(org, hash), client.policy(org, hash)),
    consistency: (log, from, to) => keep(named.consistency(log, from, to), client.consistency(log, from, to)),
    checkpoint: noFreshNote,
    body: async (id) => {
      const bytes = await client.body(id)
      kept.set(named.body(id), bytes)
      return bytes
    },
  }
}

/** Every question that was not answered then is refused with open-failed. */
export function giveAnswers(answers: Answers): Answering {
  const held = (question: string): Bytes => answers.get(question) ?? refuse("open-failed", `no answer: ${question}`)
  const give = <T>(question: string, schema: { parse(value: unknown): T }): Promise<T> => {
    try {
      return Promise.resolve(schema.parse(JSON.parse(fromUtf8(held(question)))))
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(question))
    }
  }
  return {
    platform: () => give(named.platform(), platform),
    message: (id) => give(named.message(id), message),
    tracking: (id) => give(named.tracking(id), tracking),
    history: (id, from) => give(named.history(id, from), history),
    lookUp: (names) => give(named.lookUp(names), lookUpReply),
    policy: (org, hash) => give(named.policy(org, hash), policyReply),
    consistency: (log, from, to) => give(named.consistency(log, from, to), consistencyReply),
    checkpoint: noFreshNote,
    body: (id) => Promise.resolve(held(named.body(id))),
  }
}
