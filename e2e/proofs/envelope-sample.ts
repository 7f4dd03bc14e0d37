/** A sealed message without any server: people, keys and an envelope by the public doors alone. Runs in browsers too. */
import { newId, randomBytes } from "@smp/shared/bytes"
import { sealMessage, type MessageInput, type SealedMessage } from "@smp/shared/envelope"
import { makeStatement, type Statement } from "@smp/shared/slip"
import { generateKeySet, type KeySet, type SuiteId } from "@smp/shared/suite"

export interface SamplePerson {
  addr: string
  keySet: KeySet
  statement: Statement
}

export async function samplePerson(addr: string, suite: SuiteId = 1): Promise<SamplePerson> {
  const { keySet } = await generateKeySet(suite)
  return { addr, keySet, statement: await makeStatement(keySet, { kind: "person", addr, at: Date.now() }) }
}

export function sampleInput(sender: SamplePerson, readers: readonly SamplePerson[], text: string): MessageInput {
  const at = Date.now()
  return {
    suite: sender.keySet.suite,
    org: newId("org"),
    at,
    from: { statement: sender.statement, keySet: sender.keySet, name: "Sender" },
    to: readers.map(({ addr, statement }) => ({ addr, name: "Reader", statement })),
    cc: [],
    bcc: [],
    subject: "A subject",
    hideSubject: false,
    html: null,
    text,
    fields: [],
    files: [],
    holders: [],
    agent: null,
    ctl: { reply: true, all: true, fwd: true, exp: null, fyeo: 0, label: null, rcpt: true },
    thread: null,
    ext: [],
    pol: randomBytes(32),
    logs: ["a note", "another note"],
    pad: false,
    ticketExpires: at + 86_400_000,
  }
}

export interface SampleMessage {
  input: MessageInput
  sealed: SealedMessage
}

export async function sampleMessage(
  sender: SamplePerson,
  readers: readonly SamplePerson[],
  text: string,
): Promise<SampleMessage> {
  const input = sampleInput(sender, readers, text)
  return { input, sealed: await sealMessage(input) }
}
