/** The own mailbox: search, conversations, moving, labels. Nothing of it is told to others. */
import * as z from "zod/mini"
import { folder, messageRow } from "./messages.ts"
import { count, instant, labelId, messageId } from "./primitives.ts"

const words = z.string().check(z.maxLength(200))
/** POST /api/messages/search: words stand in no URL. Changes nothing. Every field narrows. */
export const messageQuery = z.strictObject({
  /** "all": everywhere but in the trash. */
  folder: z.union([folder, z.literal("all")]),
  cursor: z.optional(z.string().check(z.maxLength(100))),
  /** Beginnings of words of subject, names and addresses. */
  q: z.optional(words),
  /** Of the sender's, or of a recipient's name or address. */
  from: z.optional(words),
  to: z.optional(words),
  after: z.optional(instant),
  before: z.optional(instant),
  label: z.optional(labelId),
  withFiles: z.optional(z.literal(true)),
  unread: z.optional(z.literal(true)),
  /** Cannot be read any more a week from now. */
  ending: z.optional(z.literal(true)),
  /** These alone: what a device found among the hidden subjects that it has opened. */
  ids: z.optional(z.array(messageId).check(z.maxLength(50))),
})
export type MessageQuery = z.infer<typeof messageQuery>

/** GET /api/threads/{root}: what the asker may see of a conversation, oldest first. */
export const thread = z.object({ messages: z.array(messageRow) })

export const labelColor = z.enum(["blue", "teal", "green", "yellow", "red", "purple", "brown", "grey"])
export type LabelColor = z.infer<typeof labelColor>
const labelName = z.string().check(z.minLength(1), z.maxLength(60))
export const label = z.object({ id: labelId, name: z.string(), color: labelColor })
export type Label = z.infer<typeof label>
/** POST /api/labels -> label; PUT /api/labels/{label} -> 204; DELETE /api/labels/{label} -> 204 */
export const labelWrite = z.strictObject({ name: labelName, color: labelColor })

/** GET /api/mailbox. Counts end at 1,000. */
export const mailbox = z.object({
  folders: z.array(z.object({ folder, unread: count })),
  labels: z.array(label),
})
export type MailboxReply = z.infer<typeof mailbox>

/** POST /api/placements -> 204: one change for many messages of the own mailbox. */
export const placementsChange = z.strictObject({
  ids: z.array(messageId).check(z.minLength(1), z.maxLength(200)),
  /** Only what lies there is moved; a message to oneself lies in inbox and sent. */
  from: z.optional(folder),
  /** "restore": back to where it came from. "gone": out of the trash, for ever; only the own placement. */
  to: z.optional(z.union([folder, z.enum(["restore", "gone"])])),
  unread: z.optional(z.boolean()),
  label: z.optional(z.strictObject({ id: labelId, on: z.boolean() })),
})
export type PlacementsChange = z.infer<typeof placementsChange>
