import { beforeEach, describe, expect, it } from "vitest"
import { randomBytes } from "../bytes/index.ts"
import { memoryStore } from "../client/index.ts"
import type { LocalStore } from "../client/index.ts"
import { leafHash, MerkleTree } from "../log/index.ts"
import { NOW, person, principal, renew } from "../slip/testing/people.ts"
import type { Principal } from "../slip/testing/people.ts"
import { identityId } from "../wire/index.ts"
import type { DirectoryEntryText } from "../wire/index.ts"
import { loadContactPins } from "./contact-pins.ts"
import { directoryView } from "./directory-view.ts"
import type { Purpose } from "./directory-view.ts"
import { openLogPins } from "./log-pins.ts"
import { openPolicyView } from "./policy-view.ts"
import { KEY_LOG, makeDirectoryHost } from "./testing/directory-host.ts"
import type { DirectoryHost } from "./testing/directory-host.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error
let host: DirectoryHost
let store: LocalStore
let alice: Principal
let bob: Principal
let carol: Principal
const bobsAddress = "bob@example.com"

/** A client that starts on this device, with what its store remembers; contacts' pins live on between starts. */
async function startClient(kept: { pins?: Awaited<ReturnType<typeof loadContactPins>> } = {}) {
  const logs = await openLogPins({ client: host.client, store, keyLog: KEY_LOG }, [])
  await logs.trust(KEY_LOG, host.logKey.pub, host.vrf.pub)
  const none = { keyRing: () => Promise.reject(new Error("not asked")), writePins: () => Promise.resolve() }
  const idn = identityId.parse(alice.prn)
  const pins = kept.pins ?? (await loadContactPins({ client: none, idn, key: randomBytes(32) }, null, null))
  const policies = await openPolicyView({ client: host.client, store, fromRing: [] })
  const view = directoryView({
    client: host.client,
    logs,
    pins,
    policies,
    keyLog: KEY_LOG,
    now: () => host.clock,
    own: { address: "alice@example.com", kid: () => alice.statement.kid },
  })
  const policy = await view.policy(host.org)
  const lookUp = async (name = bobsAddress, purpose: Purpose = "send") =>
    (await view.lookUp([name], purpose, { policy })).get(name)
  return { view, pins, logs, policy, lookUp }
}

beforeEach(async () => {
  host = await makeDirectoryHost()
  store = memoryStore()
  alice = await person("alice@example.com")
  bob = await person(bobsAddress)
  carol = await person("carol@example.net")
  await host.publish(alice)
  await host.publish(bob)
  await host.publish(carol)
  await host.publish(host.agent, null)
})

describe("the directory view", () => {
  it("S26 pins a key at first use and knows it from then on, also after a restart", async () => {
    const client = await startClient()
    expect(await client.lookUp()).toMatchObject({ state: "verified", first: true })
    expect(await client.lookUp()).toMatchObject({ state: "verified", first: false })
    const later = await startClient(client)
    expect(await later.lookUp()).toMatchObject({ state: "verified", first: false, since: NOW })
  })

  it("S26 a signed 'no key' is an absence, and only of that very address", async () => {
    const client = await startClient()
    expect(await client.lookUp("nobody@example.org")).toMatchObject({ state: "none" })
    host.bend = (entry) => ({ ...entry, name: "other@example.org" })
    await expect(client.lookUp("nobody@example.org")).rejects.toThrow(refusal("open-failed"))
  })

  it("an absence for an address whose key is known is a fork, never a first contact", async () => {
    const client = await startClient()
    await client.lookUp()
    host.forget(bobsAddress)
    await expect(client.lookUp()).rejects.toThrow(refusal("log-fork"))
  })

  it("R1 a swapped key is refused: another person's statement, a stranger's, one that is not the newest", async () => {
    const client = await startClient()
    const [other] = (await host.client.lookUp([carol.addr ?? ""])).entries
    const { statements, mailboxProofs, leaves, inclusion, latest } = other as DirectoryEntryText
    host.bend = (entry) => ({ ...entry, statements, mailboxProofs, leaves, inclusion })
    await expect(client.lookUp()).rejects.toThrow(refusal("open-failed"))
    host.bend = (entry) => ({ ...entry, statements, mailboxProofs, leaves, inclusion, latest })
    await expect(client.lookUp()).rejects.toThrow(refusal("open-failed"))
    host.bend = (entry) => entry
    const [old] = (await host.client.lookUp([bobsAddress])).entries
    await host.publish(await renew(bob, "rotate"))
    host.bend = (entry) => ({
      ...entry,
      statements: old?.statements ?? [],
      leaves: old?.leaves ?? [],
      mailboxProofs: old?.mailboxProofs ?? [],
    })
    await expect(client.lookUp()).rejects.toThrow(refusal("log-missing"))
  })

  it("C2 two first keys of one address cannot be shown as one chain", async () => {
    const client = await startClient()
    await host.publish(await person(bobsAddress))
    await expect(client.lookUp()).rejects.toThrow(refusal("open-failed"))
  })

  it("a key that rotations connect with the pin is accepted silently", async () => {
    const client = await startClient()
    await client.lookUp()
    await host.publish(await renew(bob, "rotate"))
    expect(await client.lookUp()).toMatchObject({ state: "verified", first: false, statement: { seq: 1 } })
    expect(client.pins.get(bobsAddress)?.seq).toBe(1)
  })

  it("R4 a reset is a new identity: the send stops until the person decides", async () => {
    const client = await startClient()
    await client.lookUp()
    const again = await renew(bob, "reset")
    await host.publish(again)
    const changed = await client.lookUp()
    expect(changed).toMatchObject({ state: "key-changed", old: bob.statement.kid })
    expect(client.pins.get(bobsAddress)?.kid).toEqual(bob.statement.kid)
    await client.view.acceptKey(again.statement, "verified")
    expect(await client.lookUp()).toMatchObject({ state: "verified", statement: { kid: again.statement.kid } })
  })

  it("H4 first use needs a mailbox proof by a prover of the own organization's policy", async () => {
    const client = await startClient()
    host.bend = (entry) => ({ ...entry, mailboxProofs: [null] })
    await expect(client.lookUp()).rejects.toThrow(refusal("proof-refused"))
    const foreign = await principal("grant-agent", null)
    const dave = await person("dave@example.org")
    await host.publish(dave, foreign)
    host.bend = (entry) => entry
    await expect(client.lookUp("dave@example.org")).rejects.toThrow(refusal("proof-refused"))
    const [proofs] = (await host.client.lookUp([carol.addr ?? ""])).entries.map(({ mailboxProofs }) => mailboxProofs)
    host.bend = (entry) => ({ ...entry, mailboxProofs: proofs ?? [] })
    await expect(client.lookUp()).rejects.toThrow(refusal("proof-refused"))
  })

  it("H7 a send needs the log's word of today; reading takes an older one", async () => {
    const client = await startClient()
    host.age = 25 * 3_600_000
    await expect(client.lookUp()).rejects.toThrow(refusal("log-missing"))
    expect(await client.lookUp(bobsAddress, "read")).toMatchObject({ state: "verified" })
    host.age = -3_600_000
    await expect(client.lookUp()).rejects.toThrow(refusal("log-missing"))
  })

  it("a log that shrinks is a rollback, one with another history a fork, also after a restart", async () => {
    const client = await startClient()
    await client.lookUp()
    const honest = host.tree
    const smaller = new MerkleTree()
    smaller.append(leafHash(randomBytes(40)))
    host.tree = smaller
    await expect(client.view.checkpoints(host.org)).rejects.toThrow(refusal("log-rollback"))
    const forked = new MerkleTree()
    for (let leaf = 0; leaf < honest.size + 3; leaf += 1) forked.append(leafHash(randomBytes(40)))
    host.tree = forked
    await expect((await startClient()).view.checkpoints(host.org)).rejects.toThrow(refusal("log-fork"))
    host.tree = honest
    expect(await client.lookUp()).toMatchObject({ state: "verified" })
  })

  it("another key for a known log is a fork", async () => {
    const client = await startClient()
    await expect(client.logs.trust(KEY_LOG, randomBytes(32), host.vrf.pub)).rejects.toThrow(refusal("log-fork"))
  })

  it("R2 an agent counts only by the policy, at the newest key that rotations lead to", async () => {
    const client = await startClient()
    expect(await client.lookUp(host.agent.prn)).toMatchObject({ state: "verified", statement: { seq: 0 } })
    await host.publish(await renew(host.agent, "rotate"), null)
    expect(await client.lookUp(host.agent.prn)).toMatchObject({ state: "verified", statement: { seq: 1 } })
    const stranger = await principal("grant-agent", null)
    await host.publish(stranger, null)
    await expect(client.lookUp(stranger.prn)).rejects.toThrow(refusal("hidden-reader"))
  })

  it("R2 an older policy that a newer answer has overtaken on the line is no step back", async () => {
    const first = await host.client.policy()
    host.policyChange = { ver: 2, prev: (await startClient()).policy.policy.hash }
    const second = await host.client.policy()
    const { promise: late, resolve: arrives } = Promise.withResolvers<typeof first>()
    const answers = [Promise.resolve(first), late, Promise.resolve(second), Promise.resolve(first)]
    const client = { policy: () => answers.shift() ?? late }
    const view = await openPolicyView({ client, store: memoryStore(), fromRing: [] })
    await view.newest(host.org)
    const overtaken = view.newest(host.org)
    expect((await view.newest(host.org)).policy.ver).toBe(2)
    arrives(first)
    expect((await overtaken).policy.ver).toBe(2)
    await expect(view.newest(host.org)).rejects.toThrow(refusal("policy-rollback"))
  })

  it("R2 a policy never goes back, and its root key is the one that was first seen", async () => {
    const prev = (await startClient()).policy.policy.hash
    host.policyChange = { ver: 2, prev, pad: true }
    await startClient()
    host.policyChange = {}
    await expect(startClient()).rejects.toThrow(refusal("policy-rollback"))
    host.policyChange = { ver: 2, prev, hide: false }
    await expect(startClient()).rejects.toThrow(refusal("policy-rollback"))
    const other = await makeDirectoryHost()
    const reply = await other.client.policy()
    const view = await openPolicyView({ client: { policy: () => Promise.resolve(reply) }, store, fromRing: [] })
    await expect(view.newest(host.org)).rejects.toThrow(refusal("policy-rollback"))
  })
})
