/** Control records as the agent is shown them: verified against the sender's chain, then noted (docs/PROTOCOL.md §6.3). */
import { demand, equalBytes } from "@smp/shared/bytes"
import type { SignedObject } from "@smp/shared/bytes"
import { countControl, verifyHeader } from "@smp/shared/slip"
import type { ControlRecord, Header, Statement } from "@smp/shared/slip"
import type { NotedControls } from "./noted-controls.ts"

/** Records that do not verify are not noted and stop nothing. */
export async function noteControls(
  noted: NotedControls,
  message: { header: Header; senderChain: readonly Statement[] },
  records: readonly ControlRecord[],
): Promise<void> {
  const { header, senderChain } = message
  const { org, msg, slip, prn, kid } = header
  const controlled = { org, msg, slipHash: slip, sender: { prn, kid }, senderChain, officers: [], officerChains: [] }
  for (const record of records) {
    const control = await countControl(controlled, record).catch(() => null)
    if (control !== null) noted.note(control)
  }
}

/** Throws open-failed unless a statement of the chain signed the header. */
export async function readOwnHeader(signed: SignedObject, senderChain: readonly Statement[]): Promise<Header> {
  const sender = senderChain.find(({ kid }) => equalBytes(kid, signed.k))
  demand(sender !== undefined, "header of another sender")
  return verifyHeader(signed, sender)
}
