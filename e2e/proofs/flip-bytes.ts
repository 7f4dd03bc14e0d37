/**
 * Every byte of whole envelopes is changed, one at a time (T9): nothing opens, nothing crashes, and header signature,
 * core, body and grant give the one error that tells nothing.
 */
import { ProtocolError, type Bytes } from "@smp/shared/bytes"
import { encodeGrant, readGrant } from "@smp/shared/envelope"
import { openSealedMessage, type MessageToOpen } from "@smp/shared/envelope/open"
import { columnsOf, readSlip } from "@smp/shared/slip"
import type { SuiteId } from "@smp/shared/suite"
import { sampleMessage, samplePerson, type SampleMessage, type SamplePerson } from "./envelope-sample.ts"
import { mustHold, type Proof } from "./proof.ts"

export const flipBytes: Proof = {
  name: "flip-bytes",
  proves: "an envelope with any single byte changed is refused, and the refusal says nothing about which",
  async run(size, say) {
    const envelopes = size === "full" ? 12 : 1
    const step = size === "full" ? 1 : 41
    let flips = 0
    for (let count = 0; count < envelopes; count++) {
      const suite: SuiteId = count % 2 === 0 ? 1 : 2
      flips += await flipEnvelope(suite, step)
      say(`${count + 1} envelopes, ${flips} flips`)
    }
    return `${flips} flips in ${envelopes} envelopes: 0 opened, 0 crashes.`
  },
}

/** A changed identifier or suite may be named before the signature is looked at; what is sealed gives one code. */
const NAMED: ReadonlySet<string> = new Set(["open-failed", "suite-refused", "unsupported"])

async function flipEnvelope(suite: SuiteId, step: number): Promise<number> {
  const sender = await samplePerson("sender@example.com", suite)
  const reader = await samplePerson("reader@example.com", suite)
  const answer = answerTo(
    await sampleMessage(sender, [reader], "A text of some length, so that there is a body."),
    sender,
    reader,
  )
  const untouched = await openSealedMessage(answer)
  mustHold(untouched.differences.length === 0, "the untouched envelope opens")
  const { header, core, body } = answer
  const parts: [name: string, bytes: Bytes, change: (bytes: Bytes) => Partial<MessageToOpen>][] = [
    ["header body", header.b, (b) => ({ header: { ...header, b } })],
    ["header key", header.k, (k) => ({ header: { ...header, k } })],
    ["header signature", header.s, (s) => ({ header: { ...header, s } })],
    ["core", core, (bytes) => ({ core: bytes })],
    ["body", body, (bytes) => ({ body: bytes })],
    ["grant", encodeGrant(answer.grant), (bytes) => ({ grant: readGrant(bytes) })],
  ]
  let flips = 0
  for (const [name, bytes, change] of parts)
    for (let at = flips % step; at < bytes.length; at += step) {
      const code = await codeOf(
        () => openSealedMessage({ ...answer, ...change(flipped(bytes, at)) }),
        `${name}, byte ${at}`,
      )
      const only = name === "header body" || name === "grant" ? NAMED.has(code) : code === "open-failed"
      mustHold(only, `${name}, byte ${at}: ${code}`)
      flips++
    }
  return flips
}

async function codeOf(open: () => Promise<unknown>, what: string): Promise<string> {
  try {
    await open()
  } catch (fault) {
    mustHold(
      fault instanceof ProtocolError,
      `${what}: a crash, ${fault instanceof Error ? fault.stack : String(fault)}`,
    )
    return fault.code
  }
  return "opened"
}

function flipped(bytes: Bytes, at: number): Bytes {
  const copy = bytes.slice()
  copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8))
  return copy
}

/** What an honest server answers to this reader. */
function answerTo({ input, sealed }: SampleMessage, sender: SamplePerson, reader: SamplePerson): MessageToOpen {
  const grant = sealed.grants.find(({ prn }) => prn === reader.statement.prn)
  mustHold(grant !== undefined, "the reader has a grant")
  return {
    org: input.org,
    msg: sealed.msg,
    header: sealed.header,
    slip: sealed.slip,
    core: sealed.core,
    body: sealed.body,
    grant,
    ticket: null,
    me: { keySet: reader.keySet, chain: [reader.statement], addr: reader.addr },
    senderChain: [sender.statement],
    issuerChains: [],
    policy: null,
    now: Date.now(),
    bccRecord: null,
    columns: columnsOf(readSlip(sealed.slip), { role: "to", addr: reader.addr, blind: [] }),
  }
}
