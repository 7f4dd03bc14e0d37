import { execFileSync } from "node:child_process"
import { randomBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { mailboxMac, readMailboxProof } from "@smp/shared/slip"
import type { Statement } from "@smp/shared/slip"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { AgentWorld } from "../../testing/agent-world.ts"

let world: AgentWorld
let bob: Statement
beforeEach(async () => {
  world = await AgentWorld.open()
  bob = (await world.person("bob@example.org")).statement
})
afterEach(() => world.close())

const ask = (address = "bob@example.org", asker = "bob") => world.agent.mailCode({ address, locale: null, asker })
async function prove(nonce: Bytes, code: string, { raw, addr, hash }: Statement = bob) {
  const mac = await mailboxMac(code, addr ?? "", hash, nonce)
  return world.agent.prove({ statement: raw, claim: { nonce, mac, setUp: false } })
}

describe("proof of the mailbox", () => {
  test("S30 the mailed code proves one statement, once; the same request again gets an answer again", async () => {
    const { nonce } = await ask()
    expect(world.mails[0]?.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/)
    const [own] = await world.agentChain()
    const proof = await readMailboxProof(await prove(nonce, world.code), own as Statement)
    expect(proof).toMatchObject({ addr: "bob@example.org", prn: bob.prn, st: bob.hash, org: null })
    await prove(nonce, world.code)
    const other = (await world.person("bob@example.org")).statement
    await expect(prove(nonce, world.code, other)).rejects.toMatchObject({ code: "account.code_expired" })
  })

  test("five wrong tries burn a code", async () => {
    const { nonce } = await ask()
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      await expect(prove(nonce, "000000000000")).rejects.toMatchObject({ code: "account.code_refused", triesLeft })
    }
    await expect(prove(nonce, world.code)).rejects.toMatchObject({ code: "account.code_expired" })
  })

  test("L9 L10 somebody else's wrong tries burn only what they asked for themselves", async () => {
    const { nonce } = await ask()
    const { code } = world
    await expect(prove(randomBytes(16), code)).rejects.toMatchObject({ code: "account.code_expired" })
    world.clock += 60_000
    const eve = await ask("bob@example.org", "eve")
    for (let tries = 0; tries < 6; tries++) await prove(eve.nonce, "000000000000").catch(() => undefined)
    await expect(prove(nonce, code)).resolves.toHaveProperty("s")
  })

  test("ten minutes end a code", async () => {
    const { nonce, expiresAt } = await ask()
    expect(expiresAt).toBe(world.clock + 600_000)
    world.clock = expiresAt
    await expect(prove(nonce, world.code)).rejects.toMatchObject({ code: "account.code_expired" })
  })

  test("a code proves its own address alone; it shows what lies sealed there, and stands behind one statement after that", async () => {
    const { nonce } = await ask("eve@example.org")
    await expect(prove(nonce, world.code)).rejects.toMatchObject({ code: "account.code_refused" })
    const bound = new Uint8Array(32)
    const mac = await mailboxMac(world.code, "eve@example.org", bound, nonce)
    await world.agent.checkCode({ address: "eve@example.org", nonce, mac, bound })
    const foreign = world.agent.checkCode({ address: "bob@example.org", nonce, mac, bound })
    await expect(foreign).rejects.toMatchObject({ code: "account.code_refused" })
    const eve = (await world.person("eve@example.org")).statement
    await expect(prove(nonce, world.code, eve)).resolves.toHaveProperty("s")
    const again = world.agent.checkCode({ address: "eve@example.org", nonce, mac, bound })
    await expect(again).rejects.toMatchObject({ code: "account.code_expired" })
  })

  test("R28 requests are limited per address and per asker", async () => {
    await ask("bob@example.org", "one")
    expect(() => ask("bob@example.org", "two")).toThrow(/rate_limited/)
    for (let i = 0; i < 199; i++) await ask(`person${i}@example.org`, "one")
    expect(() => ask("last@example.org", "one")).toThrow(/rate_limited/)
    await ask("last@example.org", "three")
    world.clock += 3_600_000
    await ask("bob@example.org", "one")
  })

  test("S28 R28 strangers who ask for codes to an address without end: each gets eight an hour, the owner's stay", async () => {
    const asked = async (times: number, asker: (at: number) => string) => {
      let mailed = 0
      for (let at = 0; at < times; at++) {
        world.clock += 30_000
        try {
          await ask("bob@example.org", asker(at))
          mailed += 1
        } catch (error) {
          expect(error).toMatchObject({ code: "request.rate_limited" })
        }
      }
      return mailed
    }
    expect(await asked(20, () => "stranger")).toBe(8)
    expect(await asked(1, () => "owner")).toBe(1)
    // A mailbox is not flooded from everywhere either.
    expect(await asked(60, (at) => `stranger ${at}`)).toBe(32 - 9)
  })

  test("R26 codes are written nowhere (review M1)", async () => {
    const { nonce } = await ask()
    await prove(nonce, world.code)
    const found = (text: string) =>
      execFileSync("sh", ["-c", `grep -rl "${text}" "${world.folder}" || true`]).toString()
    expect(found(world.mails[0]?.code ?? "") + found(world.code)).toBe("")
  })
})

describe("set-up links", () => {
  async function claim(token: string, { raw, addr, hash }: Statement) {
    const nonce = randomBytes(16)
    return world.agent.prove({
      statement: raw,
      claim: { nonce, mac: await mailboxMac(token, addr ?? "", hash, nonce), setUp: true },
    })
  }

  test("the first start has one token, the same over restarts, for one address, spent when its organization stands", async () => {
    const token = world.agent.firstSetUpToken() ?? ""
    expect(token).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
    await world.openAgent()
    expect(world.agent.firstSetUpToken()).toBe(token)
    const eve = (await world.person("eve@example.org")).statement
    await claim(token, bob)
    await expect(claim(token, eve)).rejects.toMatchObject({ code: "account.code_refused" })
    await world.agent.setUpDone(bob.prn)
    expect(world.agent.firstSetUpToken()).toBeNull()
    await expect(claim(token, bob)).rejects.toMatchObject({ code: "account.code_refused" })
    await expect(claim(await world.agent.newSetUpToken(), eve)).resolves.toHaveProperty("s")
  })

  test("a token ends after two weeks", async () => {
    const token = await world.agent.newSetUpToken()
    world.clock += 14 * 86_400_000
    await expect(claim(token, bob)).rejects.toMatchObject({ code: "account.code_refused" })
  })
})
