import { beforeAll, describe, expect, it } from "vitest"
import { fromBase64url, randomBytes, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { ApiProblem, memoryStore } from "../client/index.ts"
import { person } from "../slip/testing/people.ts"
import type { Principal } from "../slip/testing/people.ts"
import { identityId } from "../wire/index.ts"
import type { UnlockerText } from "../wire/index.ts"
import { makeDeviceSecret } from "./device.ts"
import { openRing, ringFromText, ringToText, sealRing } from "./key-ring.ts"
import type { HeldSet, RingBody } from "./key-ring.ts"
import { heldSet, loadOwnKeys } from "./own-keys.ts"
import { holdRing } from "./ring-holder.ts"
import {
  newUnlockerId,
  openUnlocker,
  passwordKey,
  recoveryKey,
  sealUnlocker,
  unlockerEntry,
  verifyUnlocker,
} from "./unlockers.ts"
import type { UnlockerSecret } from "./unlockers.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error
const accountKey = randomBytes(32)
let alice: Principal
let bob: Principal
let body: RingBody

beforeAll(async () => {
  alice = await person("alice@example.com", 1)
  bob = await person("bob@example.com", 1)
  body = {
    v: 1,
    idn: identityId.parse(alice.prn),
    addr: "alice@example.com",
    ver: 1,
    prev: null,
    sets: [heldSet(alice.secret, alice.statement)],
    groups: [],
    dk: randomBytes(32),
    seen: [],
    unlockers: [],
    roots: [],
    policies: [],
    pins: null,
  }
})

/** The server's edge: holds one ring, and stores the next only by compare-and-swap. */
function ringHost(first: { ver: number; akv: number; box: string }) {
  const host = {
    held: first,
    client: {
      keyRing: () => Promise.resolve({ ring: host.held, pins: null, unlockers: [] }),
      writeKeyRing: (write: { expected: number; ring: typeof first }) => {
        if (write.expected !== host.held.ver) {
          return Promise.reject(new ApiProblem({ type: "", title: "", status: 409, code: "key_ring.version_conflict" }))
        }
        host.held = write.ring
        return Promise.resolve()
      },
    },
  }
  return host
}

describe("the key ring", () => {
  it("S28 opens under its account key and no other, in its own version alone", async () => {
    const sealed = await sealRing(body, accountKey, 1)
    expect(await openRing(sealed, accountKey, body.idn)).toEqual(body)
    await expect(openRing(sealed, randomBytes(32), body.idn)).rejects.toThrow(refusal("open-failed"))
    await expect(openRing({ ...sealed, ver: 2 }, accountKey, body.idn)).rejects.toThrow(refusal("open-failed"))
    await expect(openRing(sealed, accountKey, identityId.parse(bob.prn))).rejects.toThrow(refusal("open-failed"))
  })

  it("own keys load only with the private halves that belong to their statement", async () => {
    expect((await loadOwnKeys(body.sets)).newest.statement.prn).toBe(alice.prn)
    const [held] = body.sets
    const mixed = { ...(held as HeldSet), kem: bob.secret.kem }
    await expect(loadOwnKeys([mixed])).rejects.toThrow(refusal("open-failed"))
  })

  it("two devices that write at once both keep what they wrote", async () => {
    const host = ringHost(ringToText(await sealRing(body, accountKey, 1)))
    const open = () =>
      holdRing({ client: host.client, accountKey, store: memoryStore() }, ringFromText(host.held), body)
    const [phone, desk] = [await open(), await open()]
    const entry = (kind: "device" | "recovery") =>
      [newUnlockerId(), kind, randomBytes(4)] as RingBody["unlockers"][number]
    await phone.save(({ unlockers }) => ({ unlockers: [...unlockers, entry("device")] }))
    await desk.save(({ unlockers }) => ({ unlockers: [...unlockers, entry("recovery")] }))
    const last = await openRing(ringFromText(host.held), accountKey, body.idn)
    expect(last.ver).toBe(3)
    expect(last.unlockers.map(([, kind]) => kind)).toEqual(["device", "recovery"])
  })

  it("R13f an older ring than this device has seen is a rollback, and so is another one of the same version", async () => {
    const store = memoryStore()
    const host = ringHost(ringToText(await sealRing(body, accountKey, 1)))
    const old = host.held
    const ring = await holdRing({ client: host.client, accountKey, store }, ringFromText(old), body)
    await ring.save(() => ({ dk: randomBytes(32) }))
    await expect(holdRing({ client: host.client, accountKey, store }, ringFromText(old), body)).rejects.toThrow(
      refusal("log-rollback"),
    )
    const twin = await sealRing({ ...body, ver: 2 }, accountKey, 1)
    await expect(holdRing({ client: host.client, accountKey, store }, twin, body)).rejects.toThrow(
      refusal("log-rollback"),
    )
  })
})

describe("unlockers", () => {
  const secretOf = async (kind: UnlockerSecret["kind"], key: Bytes | CryptoKey): Promise<UnlockerSecret> => ({
    idn: body.idn,
    unl: newUnlockerId(),
    kind,
    key,
  })
  const sealFor = async (secret: UnlockerSecret) =>
    sealUnlocker(await unlockerEntry(secret), { idn: body.idn, akv: 1 }, { accountKey, signer: alice.keySet })

  it("password, recovery code and device each open the account key; any device can make the box of any other", async () => {
    const secrets = [
      await secretOf("password", await passwordKey(body.idn, randomBytes(64))),
      await secretOf("recovery", await recoveryKey(body.idn, "0123456789ABCDEFGHJKMNPQR6")),
      await secretOf("device", await makeDeviceSecret()),
    ]
    for (const secret of secrets) {
      const opened = await openUnlocker(secret, await sealFor(secret))
      expect(opened.accountKey).toEqual(accountKey)
      await verifyUnlocker(opened, [alice.statement])
      await expect(verifyUnlocker(opened, [bob.statement])).rejects.toThrow(refusal("open-failed"))
    }
  })

  it("a box moved to another kind, unlocker, version or identity does not open", async () => {
    const secret = await secretOf("password", randomBytes(32))
    const text = await sealFor(secret)
    const moved: [UnlockerSecret, UnlockerText][] = [
      [
        { ...secret, kind: "recovery" },
        { ...text, kind: "recovery" },
      ],
      [secret, { ...text, akv: 2 }],
      [{ ...secret, idn: identityId.parse(bob.prn) }, text],
      [{ ...secret, key: randomBytes(32) }, text],
      [{ ...secret, unl: newUnlockerId() }, text],
    ]
    for (const [key, box] of moved) await expect(openUnlocker(key, box)).rejects.toThrow(refusal("open-failed"))
  })

  it("R3 every flipped bit of a box is refused", async () => {
    const secret = await secretOf("device", randomBytes(32))
    const text = await sealFor(secret)
    const box = fromBase64url(text.box)
    for (let at = 0; at < box.length; at += 37) {
      const bent = box.slice()
      bent[at] = (bent[at] ?? 0) ^ (1 << (at % 8))
      const opening = openUnlocker(secret, { ...text, box: toBase64url(bent) }).then((opened) =>
        verifyUnlocker(opened, [alice.statement]),
      )
      await expect(opening).rejects.toThrow(refusal("open-failed"))
    }
  })

  it("a device's key cannot be taken out of it", async () => {
    const key = await makeDeviceSecret()
    expect(key.extractable).toBe(false)
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow("not supported")
  })
})
