import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
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
})
