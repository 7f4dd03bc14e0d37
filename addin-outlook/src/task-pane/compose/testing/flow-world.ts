/** What the flows of the pane are tested in: the real server, two members with keys, an Outlook in memory. */
import { founder, invite, registered } from "../../../../../server/src/testing/test-people.ts"
import type { TestPerson } from "../../../../../server/src/testing/test-people.ts"
import { startTestServer } from "../../../../../server/src/testing/test-server.ts"
import type { TestServer } from "../../../../../server/src/testing/test-server.ts"
import { memoryFile, memoryOutlook } from "../../../host/testing/memory-outlook.ts"
import type { MemoryOutlook } from "../../../host/testing/memory-outlook.ts"
import type { ComposeFlow } from "../flow.ts"
import type { ComposeState } from "../flow-state.ts"

export interface FlowWorld {
  readonly server: TestServer
  readonly admin: Awaited<ReturnType<typeof founder>>
  readonly alice: TestPerson
  readonly bob: TestPerson
}

export async function startFlowWorld(): Promise<FlowWorld> {
  const server = await startTestServer()
  const admin = await founder(server, "admin@example.com", "Example Legal")
  await invite(admin, "alice@example.com")
  await invite(admin, "bob@example.com")
  const alice = await registered(server, "alice@example.com")
  const bob = await registered(server, "bob@example.com")
  return { server, admin, alice, bob }
}

/** Alice's draft to Bob, with a file. */
export const outlookWith = (subject: string, from = "alice@example.com"): MemoryOutlook =>
  memoryOutlook({
    draft: {
      from: { address: from, name: from === "alice@example.com" ? "Alice" : "Radiology" },
      to: [{ address: "bob@example.com", name: "Bob" }],
      subject,
      html: "<p>The text</p>",
      attachments: [memoryFile("plan.txt", "the plan")],
    },
  })
export const inboxOf = async ({ account }: TestPerson) =>
  (await account.client.messages({ folder: "inbox" })).messages.map(({ subject }) => subject)

/** @throws when the pane shows something else */
export const at = <At extends ComposeState["at"]>(flow: ComposeFlow, wanted: At) => {
  const state = flow.read()
  if (state.at !== wanted)
    throw new Error(`the pane shows ${state.at}: ${JSON.stringify("failure" in state && state.failure)}`)
  return state as Extract<ComposeState, { at: At }>
}
