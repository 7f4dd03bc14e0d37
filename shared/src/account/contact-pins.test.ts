import { beforeEach, describe, expect, it } from "vitest"
import { newId, randomBytes } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { ApiProblem } from "../client/index.ts"
import { identityId, principalId } from "../wire/index.ts"
import { loadContactPins } from "./contact-pins.ts"
import type { ContactPin } from "./contact-pins.ts"

const refusal = (code: string) => expect.objectContaining({ code }) as Error
const idn = identityId.parse(newId("idn"))
const key = randomBytes(32)
let held: { ver: number; box: string } | null

const client = {
  keyRing: () => Promise.resolve({ ring: { ver: 1, akv: 1, box: "" }, pins: held, unlockers: [] }),
  writePins: (write: { expected: number; pins: { ver: number; box: string } }) => {
    if (write.expected !== (held?.ver ?? 0)) {
      return Promise.reject(new ApiProblem({ type: "", title: "", status: 409, code: "key_ring.version_conflict" }))
    }
    held = write.pins
    return Promise.resolve()
  },
}
const load = (known: readonly [number, Bytes] | null = null) => loadContactPins({ client, idn, key }, held, known)
const pin = (addr: string): ContactPin => ({
  addr,
  prn: principalId.parse(newId("idn")),
  kid: randomBytes(32),
  seq: 0,
  state: "seen",
  at: 1,
})

beforeEach(() => {
  held = null
})

describe("contact pins", () => {
  it("come back as they were written, and nothing is written when nothing changed", async () => {
    const pins = await load()
    pins.set(pin("bob@example.com"))
    await pins.flush()
    const before = held
    await pins.flush()
    expect(held).toBe(before)
    expect((await load(pins.mark())).get("bob@example.com")).toEqual(pins.get("bob@example.com"))
  })

  it("of two devices are merged", async () => {
    const [phone, desk] = [await load(), await load()]
    phone.set(pin("bob@example.com"))
    await phone.flush()
    desk.set(pin("carol@example.com"))
    await desk.flush()
    expect(
      (await load())
        .list()
        .map(({ addr }) => addr)
        .sort(),
    ).toEqual(["bob@example.com", "carol@example.com"])
  })

  it("that are set while others are being written are written too", async () => {
    let isAsked = false
    const slow = {
      ...client,
      // The first list is stored, and its answer on the way, while the next one is set.
      writePins: async (write: Parameters<typeof client.writePins>[0]) => {
        const isFirst = !isAsked
        isAsked = true
        if (isFirst) return client.writePins(write).then(() => new Promise<void>((done) => setTimeout(done, 30)))
        await client.writePins(write)
      },
      keyRing: () => new Promise<void>((done) => setTimeout(done, 60)).then(client.keyRing),
    }
    const pins = await loadContactPins({ client: slow, idn, key }, held, null)
    pins.set(pin("bob@example.com"))
    const first = pins.flush()
    while (held === null) await new Promise((resolve) => setTimeout(resolve, 1))
    pins.set({ ...pin("carol@example.com"), state: "verified" })
    await Promise.all([first, pins.flush()])
    expect((await load()).list().map(({ addr, state }) => [addr, state])).toEqual([
      ["bob@example.com", "seen"],
      ["carol@example.com", "verified"],
    ])
  })

  it("M6 older than the ring says, or another list of the same version, are a rollback", async () => {
    const pins = await load()
    pins.set(pin("bob@example.com"))
    await pins.flush()
    const old = held
    pins.set(pin("carol@example.com"))
    await pins.flush()
    const mark = pins.mark()
    await expect(load(mark)).resolves.toBeDefined()
    held = old
    await expect(load(mark)).rejects.toThrow(refusal("log-rollback"))
    held = null
    await expect(load(mark)).rejects.toThrow(refusal("log-rollback"))
    held = old
    await expect(load([1, randomBytes(32)])).rejects.toThrow(refusal("log-rollback"))
  })

  it("sealed under another key or of another version do not open", async () => {
    const pins = await load()
    pins.set(pin("bob@example.com"))
    await pins.flush()
    const sealed = held as NonNullable<typeof held>
    await expect(loadContactPins({ client, idn, key: randomBytes(32) }, sealed, null)).rejects.toThrow(
      refusal("open-failed"),
    )
    await expect(loadContactPins({ client, idn, key }, { ...sealed, ver: 2 }, null)).rejects.toThrow(
      refusal("open-failed"),
    )
  })
})
