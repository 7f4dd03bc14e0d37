import { describe, expect, it } from "vitest"
import { randomBytes } from "../bytes/index.ts"
import { person, renew } from "../slip/testing/people.ts"
import { openLogPins } from "./log-pins.ts"
import { auditOwnLeaves } from "./own-audit.ts"
import { memoryStore } from "../client/index.ts"
import { KEY_LOG, makeDirectoryHost } from "./testing/directory-host.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error
const address = "alice@example.com"

async function setUp() {
  const host = await makeDirectoryHost()
  const alice = await person(address)
  await host.publish(alice)
  await host.publish(await person("bob@example.com"))
  const logs = await openLogPins({ client: host.client, store: memoryStore(), keyLog: KEY_LOG }, [])
  await logs.trust(KEY_LOG, host.logKey.pub, host.vrf.pub)
  const ring = { ver: 3, akv: 1, hash: randomBytes(32) }
  const audit = (rings: { index: number; leaf: Uint8Array<ArrayBuffer> }[] = [], name = address) =>
    auditOwnLeaves({ ownLeaves: () => host.ownLeaves(name, rings) }, logs, {
      address,
      keyLog: KEY_LOG,
      statements: [alice.statement.hash],
      ring,
    })
  return { host, alice, ring, audit }
}

describe("the audit of one's own entries", () => {
  it("is silent when every entry is one's own and the ring is the newest", async () => {
    const { host, ring, audit } = await setUp()
    expect(await audit([host.logRing(address, { ...ring, ver: 2 }), host.logRing(address, ring)])).toEqual([])
  })

  it("C2 a statement for the own address that the ring does not know is an alarm", async () => {
    const { host, alice, audit } = await setUp()
    await host.publish(await renew(alice, "reset"))
    expect(await audit()).toEqual(["foreign-key"])
  })

  it("M6 a ring older than the log knows, or another one of its version, is a rollback", async () => {
    const { host, ring, audit } = await setUp()
    await expect(audit([host.logRing(address, { ...ring, ver: 4 })])).rejects.toThrow(refusal("log-rollback"))
    await expect(audit([host.logRing(address, { ...ring, hash: randomBytes(32) })])).rejects.toThrow(
      refusal("log-rollback"),
    )
    await expect(audit([host.logRing(address, { ...ring, akv: 2, ver: 2 })])).rejects.toThrow(refusal("log-rollback"))
  })

  it("entries of another index are refused", async () => {
    const { host, ring, audit } = await setUp()
    await expect(audit([host.logRing("bob@example.com", ring)])).rejects.toThrow(refusal("log-missing"))
    await expect(audit([], "bob@example.com")).rejects.toThrow(refusal("open-failed"))
  })
})
