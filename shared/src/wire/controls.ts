/** What a sender decides after the send: recall, suspension, another end (docs/PROTOCOL.md §7.1). */
import * as z from "zod/mini"
import { signedObject } from "./primitives.ts"

export const controlKind = z.enum(["recall", "suspension", "expiry"])
export type ControlKindText = z.infer<typeof controlKind>
/** POST /api/messages/{id}/recall | suspension | expiry { record } -> 204. The same record again has the same answer. */
export const controlPost = z.strictObject({ record: signedObject })
export const controlRecord = z.object({ kind: controlKind, signed: signedObject })
export type ControlRecordText = z.infer<typeof controlRecord>
