import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { trustClock } from "../../engines/sure-clock.ts"
import { AgentWorld, DAY_MS } from "../../testing/agent-world.ts"

let world: AgentWorld
beforeEach(async () => {
  world = await AgentWorld.open()
})
afterEach(() => world.close())

describe("the agent's keys (review H8)", () => {
  test("rotate each week, and grants to last week's key still open", async () => {
    const { request } = await world.firstContact()
    world.clock += 8 * DAY_MS
    await Promise.all([world.agent.tick(), world.agent.statements(), world.agent.tick()])
    expect((await world.agentChain()).map(({ how }) => how)).toEqual(["first", "rotate"])
    await expect(world.agent.grantFirstContact(request)).resolves.toHaveProperty("grant")
  })

  test("nothing is signed by a key that the log does not show yet", async () => {
    const [first] = await world.agentChain()
    if (first === undefined) throw new Error("no key")
    await world.log(first)
    world.clock += 8 * DAY_MS
    const bob = await world.person("bob@example.org")
    expect((await world.prove(bob.statement)).k).toEqual(first.kid)
    const second = (await world.agentChain())[1]
    if (second === undefined) throw new Error("two weeks were expected")
    await world.log(second)
    expect((await world.prove(bob.statement)).k).toEqual(second.kid)
  })

  test("a private half is erased when its last ticket is over; the chain stays", async () => {
    const { agent, request } = await world.firstContact()
    world.clock += 8 * DAY_MS
    await world.agent.tick()
    world.clock = agent.at + 39 * DAY_MS
    await world.agent.tick()
    const file = join(world.folder, "agent", "keys.json")
    const { epochs } = JSON.parse(readFileSync(file, "utf8")) as { epochs: { secret: unknown }[] }
    expect(epochs.map(({ secret }) => secret === null)).toEqual([true, false, false])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await expect(world.agent.grantFirstContact(request)).rejects.toMatchObject({ code: "expired" })
    await world.openAgent()
    expect(await world.agentChain()).toHaveLength(3)
  })

  test("after months of standing still the old key signs its successor before it is erased", async () => {
    const [first] = await world.agentChain()
    world.clock += 200 * DAY_MS
    await world.openAgent()
    const chain = await world.agentChain()
    expect(chain.map(({ prn }) => prn)).toEqual([first?.prn, first?.prn])
  })

  describe("and a clock that jumps (ADR 22)", () => {
    const HOUR_MS = DAY_MS / 24
    /** Time passes, and the role looks at its clock; it does so each minute. */
    const run = (hours: number) => {
      for (let hour = 0; hour < hours; hour++) {
        world.clock += HOUR_MS
        world.agent.clock.look()
      }
    }
    const jump = (ms: number) => {
      world.clock += ms
      world.jumped += ms
    }
    const erased = () => {
      const file = readFileSync(join(world.folder, "agent", "keys.json"), "utf8")
      return (JSON.parse(file) as { epochs: { secret: unknown }[] }).epochs.map(({ secret }) => secret === null)
    }

    test("a year ahead while the agent runs erases nothing and makes no key; set right again, all is as it was", async () => {
      const { request } = await world.firstContact()
      world.clock += 8 * DAY_MS
      await world.agent.tick()
      jump(365 * DAY_MS)
      await world.agent.tick()
      run(2)
      await world.agent.tick()
      expect(erased()).toEqual([false, false])
      jump(-365 * DAY_MS)
      await world.agent.tick()
      expect(world.agent.clock.doubt()).toBeNull()
      await expect(world.agent.grantFirstContact(request)).resolves.toHaveProperty("grant")
    })

    test("a year ahead at the start erases nothing; the key that was made then is not used for a year", async () => {
      const { request, agent } = await world.firstContact()
      run(3 * 24)
      jump(365 * DAY_MS)
      await world.openAgent()
      expect(erased()).toEqual([false, false])
      jump(-365 * DAY_MS)
      await world.openAgent()
      expect((await world.agentChain()).map(({ at }) => Math.floor((at - agent.at) / DAY_MS))).toEqual([0, 368, 3])
      await expect(world.agent.grantFirstContact(request)).resolves.toHaveProperty("grant")
      world.clock = agent.at + 39 * DAY_MS
      await world.agent.tick()
      expect(erased()).toEqual([true, true, false, false])
    })

    test("a machine that was off for weeks has a fresh key at once, and erases what has ended after one day by itself", async () => {
      await world.firstContact()
      world.clock += 60 * DAY_MS
      await world.openAgent()
      expect(erased()).toEqual([false, false])
      run(12)
      // What it has seen of that day counts over a restart.
      await world.openAgent()
      run(11)
      await world.agent.tick()
      expect(erased()).toEqual([false, false])
      run(1)
      await world.agent.tick()
      expect(erased()).toEqual([true, false])
    })

    test("an operator's word counts at once", async () => {
      world.clock += 60 * DAY_MS
      await world.openAgent()
      trustClock(join(world.folder, "agent", "clock.json"), () => world.clock)
      run(1)
      await world.agent.tick()
      expect(erased()).toEqual([true, false])
    })
  })
})
