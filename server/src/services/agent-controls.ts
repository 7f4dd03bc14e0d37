/** Tells the grant agent what a sender decided, so that it refuses by its own record (docs/PROTOCOL.md §6.3). */
import type { SignedStatementText } from "@smp/shared/wire"
import type { StoredMessage } from "../data/message.store.ts"
import type { GrantAgent } from "../engines/agent-client.ts"
import type { OpenOrganization } from "./organization-house.ts"
import { signedOfText, statementOfText } from "./texts.ts"

/** @throws CallFailed when the agent is not there: to be tried again. */
export async function tellAgent(
  agent: GrantAgent,
  organization: OpenOrganization,
  { message, senderChain }: { message: StoredMessage; senderChain: readonly SignedStatementText[] },
): Promise<void> {
  await agent.noteControls({
    header: signedOfText(message.header),
    senderChain: senderChain.map(statementOfText),
    controls: (await organization.controls.of(message.id)).map(({ kind, signed }) => ({
      kind,
      signed: signedOfText(signed),
    })),
  })
}
