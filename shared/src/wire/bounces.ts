/** A notice that came back to whoever sent it: told by a person, signed by nobody. */
import * as z from "zod/mini"
import { address } from "./primitives.ts"

/** POST /api/messages/{id}/bounces -> 204: by the sender, or an administrator of the message's organization. */
export const bouncePost = z.strictObject({ address })
