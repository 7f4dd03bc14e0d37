import { beforeAll, describe, expect, it } from "vitest"
import { frame, hash, newId, randomBytes } from "../bytes/index.ts"
import { encodeSlip, signHeader, signRecord, slipHash } from "../slip/index.ts"
import type { Header, Slip } from "../slip/index.ts"
import { NOW, person, renew } from "../slip/testing/people.ts"
import type { Principal } from "../slip/testing/people.ts"
import { seal } from "../suite/index.ts"
import { encodeBody, encodeCore, encodeManifest, manifestHash } from "./content.ts"
import type { Core } from "./content.ts"
import { bodyAad, coreContext, deriveContentKeys } from "./content-keys.ts"
import { sealGrant } from "./grants.ts"
import { sealWhole } from "./objects.ts"
import { openSealedMessage } from "./open.ts"
import type { OpenedSealedMessage } from "./open.ts"
import { draftOf, open, send, to } from "./testing/messages.ts"
import type { Sent } from "./testing/messages.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error

interface Craft {
  readonly slip?: (honest: Slip) => Slip
  readonly header?: (honest: Header) => Header
  readonly core?: (honest: Core) => Core
}

let alice: Principal
let bob: Principal
let sent: Sent

beforeAll(async () => {
  alice = await person("alice@example.com")
  bob = await person("bob@example.com")
  sent = await send(alice, { to: [to(bob)] })
})

/** A message whose sender signs and seals parts that do not fit one another; Bob opens it. */
async function openCrafted(craft: Craft): Promise<OpenedSealedMessage> {
  const body = encodeBody({ html: null, text: "crafted", fields: [] })
  const manifest = encodeManifest({
    salt: randomBytes(32),
    subj: null,
    body: { length: body.length, sha: await digest(body) },
    files: [],
  })
  const honest: Slip = { ...sent.slip, man: manifestHash(manifest), objs: [] }
  const slip = encodeSlip(craft.slip?.(honest) ?? honest)
  const message = { org: honest.org, msg: honest.msg, slipHash: slipHash(slip) }
  const contentKey = randomBytes(32)
  const keys = await deriveContentKeys(contentKey, message)
  const { prn, kid, suite } = alice.statement
  const fields: Header = {
    suite,
    org: honest.org,
    msg: honest.msg,
    prn,
    kid,
    slip: message.slipHash,
    com: keys.commitment,
  }
  const header = await signHeader(alice.keySet, craft.header?.(fields) ?? fields)
  const core: Core = { slip, head: header.b, sig: header.s, man: manifest }
  const sealedCore = await seal(
    keys.core,
    "core",
    coreContext(suite, message),
    frame(encodeCore(craft.core?.(core) ?? core), true),
  )
  const grant = await sealGrant({
    reader: bob.statement,
    message,
    scope: "all",
    payload: { ck: contentKey, rec: null },
    record: null,
  })
  return openSealedMessage({
    org: honest.org,
    msg: honest.msg,
    header,
    slip,
    core: sealedCore,
    grant,
    ticket: null,
    body: await sealWhole(keys.body, bodyAad(suite, message), frame(body, false)),
    me: { keySet: bob.keySet, chain: bob.chain, addr: bob.addr },
    senderChain: alice.chain,
    issuerChains: [],
    policy: null,
    now: NOW,
    bccRecord: null,
    columns: {},
  })
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
}

describe("parts that a malicious sender makes", () => {
  it("open when they fit", async () => {
    expect((await openCrafted({})).body.text).toBe("crafted")
  })

  it.each<[string, Craft]>([
    ["a commitment to another content key", { header: (header) => ({ ...header, com: randomBytes(32) }) }],
    ["a header in the core that is not the one shown", { core: (core) => ({ ...core, head: hash("slip") }) }],
    ["a signature in the core that is not the header's", { core: (core) => ({ ...core, sig: randomBytes(64) }) }],
    [
      "a slip in the core that the header does not name",
      { core: (core) => ({ ...core, slip: encodeSlip({ ...sent.slip, subj: "Other" }) }) },
    ],
    ["a manifest that the slip does not name", { slip: (slip) => ({ ...slip, man: randomBytes(32) }) }],
    [
      "another sender's address beside the own key",
      { slip: (slip) => ({ ...slip, from: { ...slip.from, addr: "boss@example.com" } }) },
    ],
    ["another sender's principal", { slip: (slip) => ({ ...slip, from: { ...slip.from, prn: bob.prn } }) }],
    ["another sender's key", { slip: (slip) => ({ ...slip, from: { ...slip.from, kid: bob.statement.kid } }) }],
    ["a slip of another message", { slip: (slip) => ({ ...slip, msg: newId("msg") }) }],
    ["a slip of another organization", { slip: (slip) => ({ ...slip, org: newId("org") }) }],
    [
      "objects that the manifest does not have",
      { slip: (slip) => ({ ...slip, objs: [[newId("obj"), 106, randomBytes(32)]] }) },
    ],
    ["a header of a suite that is not the signer's", { header: (header) => ({ ...header, suite: 1 }) }],
    ["a header in somebody else's name", { header: (header) => ({ ...header, prn: bob.prn }) }],
  ])("are refused: %s", async (_name, craft) => {
    await expect(openCrafted(craft)).rejects.toThrow(refusal("open-failed"))
  })

  it("H6 Bob's key under another address lets him not in", async () => {
    const asBoss: Craft = {
      slip: (slip) => ({ ...slip, to: slip.to.map((entry) => ({ ...entry, addr: "boss@example.com" })) }),
    }
    await expect(openCrafted(asBoss)).rejects.toThrow(refusal("hidden-reader"))
  })

  it("a record of the send counts by the header's own key alone, not by its successor's", async () => {
    const rotated = await renew(alice, "rotate")
    const dave = await person("dave@example.com")
    const blind = await send(alice, { ...draftOf(alice, { to: [to(bob)], bcc: [to(dave)] }) })
    const grant = blind.sealed.grants.find(({ prn }) => prn === dave.prn)
    const { parseRecord } = await import("../slip/index.ts")
    if (!grant?.rec) throw new Error("record")
    const record = await signRecord(rotated.keySet, parseRecord(grant.rec))
    const { contentKey, message } = await open(blind, bob, "to")
    const later = await sealGrant({
      reader: dave.statement,
      message,
      scope: "all",
      payload: { ck: contentKey, rec: null },
      record,
    })
    const opened = open(blind, dave, "bcc", { grant: later, senderChain: rotated.chain })
    await expect(opened).rejects.toThrow(refusal("hidden-reader"))
  })
})
