/** A message as far as it can be checked without opening it: for readers who are shut out, and for who decides about it. */
import * as z from "zod/mini"
import { controlRecord } from "./controls.ts"
import { messageRow } from "./messages.ts"
import { bytes, organizationId, principalId, signedObject, signedStatement } from "./primitives.ts"

/**
 * GET /api/messages/{id}/controls: the signed records that concern the caller, and what is needed to check them. For
 * participants in every state of the message, and for officers of its organization. Releases nothing.
 */
export const controlsReply = z.object({
  org: organizationId,
  row: messageRow,
  header: signedObject,
  slip: bytes(1 << 20),
  /** Statement chains of the sender and of whoever signed a record. */
  statements: z.array(z.object({ prn: principalId, statements: z.array(signedStatement) })),
  records: z.array(controlRecord),
  /** The sender's alone: addresses of blind copies. */
  bcc: z.array(z.string()),
})
export type ControlsReply = z.infer<typeof controlsReply>
