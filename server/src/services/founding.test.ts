/** A founding that was cut off after its commit, and is repeated. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { newIdempotencyKey } from "@smp/shared/client"
import { founder, signedInAgain } from "../testing/test-people.ts"
import { startTestServer } from "../testing/test-server.ts"

test("S48 the link that an organization came out of is spent, also where only the repeated request says so", async () => {
  const server = await startTestServer()
  try {
    const link = join(server.dataDir, "grant-agent", "set-up.json")
    const used: string[] = []
    await founder(server, "admin@example.com", "Example Legal", {
      fetch: async (url, init) => {
        if (url.endsWith("/api/organizations")) used.push(readFileSync(link, "utf8"))
        return fetch(url, init)
      },
    })
    const spent = readFileSync(link, "utf8")
    expect(JSON.parse(spent)).toMatchObject({ isSetUp: true, tokens: [] })
    writeFileSync(link, used[0] ?? "")
    const { account } = await signedInAgain(server, "admin@example.com")
    const [member] = account.memberships
    const { org, name } = member ?? expect.fail()
    const { policy, root } = await account.client.policy(org)
    const again = { org, name, root: root[0] ?? expect.fail(), policy }
    await account.client.createOrganization(again, newIdempotencyKey())
    expect(readFileSync(link, "utf8")).toBe(spent)
  } finally {
    await server.stop()
  }
})
