/** Readers who wait, and letting them in (docs/PROTOCOL.md §5.2, §6.3). */
import * as z from "zod/mini"
import { messageRow } from "./messages.ts"
import { address, bytes, bytesOf, instant, messageId, organizationId, signedObject } from "./primitives.ts"

/** GET /api/wanted: who waits for a message that the caller may open to others. The server's word; clients check all of it. */
export const wantedReader = z.object({
  message: messageId,
  org: organizationId,
  address,
  role: z.enum(["to", "cc", "bcc"]),
  /** Key id of the reader's newest key. */
  kid: bytesOf(32),
  since: instant,
  subject: z.nullable(z.string()),
  sentAt: instant,
  /** The ticket of a first contact that is open; null: the reader had a key. */
  ticket: z.nullable(signedObject),
  /** Proof that the reader was told the code by telephone. */
  mac: z.nullable(bytesOf(32)),
})
export type WantedReader = z.infer<typeof wantedReader>
export const wantedList = z.object({ wanted: z.array(wantedReader) })

/** GET /api/wanted/own: messages that wait until somebody lets the caller in, newest first, at most 200. */
export const waitingList = z.object({ messages: z.array(messageRow) })

/** POST /api/grants: lets readers in; one answer for each, in order. Each grant carries a signed record (§5). */
export const grantsPost = z.strictObject({
  grants: z.array(z.strictObject({ message: messageId, grant: bytes(16_384) })).check(z.minLength(1), z.maxLength(100)),
})
export const grantsPostReply = z.object({ granted: z.array(z.boolean()) })
/** POST /api/messages/{id}/contact-box: for the ticket's reader alone, a few times an hour. */
export const contactBox = z.object({ box: bytes(512), share: z.nullable(bytesOf(32)) })
/** POST /api/messages/{id}/contact-code -> 204 */
export const contactCode = z.strictObject({ mac: bytesOf(32) })
/** POST /api/wanted/refusals -> 204: the sender does not let this reader in. */
export const wantedRefusal = z.strictObject({ message: messageId, address })
