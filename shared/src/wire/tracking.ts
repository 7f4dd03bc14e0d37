/** Tracking of many messages at once, and what happens while one looks (docs/PROTOCOL.md §7.1). */
import * as z from "zod/mini"
import { count, draftId, instant, messageId, organizationId } from "./primitives.ts"

/** Messages of one question. */
export const MAX_TRACKED = 25
/**
 * POST /api/tracking/search: of own sent messages, by their ids or by what did not happen yet; newest first. Messages of
 * others are left out like those that do not exist.
 */
export const trackingSearch = z.strictObject({
  messages: z.optional(z.array(messageId).check(z.minLength(1), z.maxLength(MAX_TRACKED))),
  only: z.optional(z.enum(["not-displayed", "not-downloaded", "bounced"])),
  since: z.optional(instant),
  cursor: z.optional(z.string().check(z.maxLength(64))),
})
export type TrackingSearch = z.infer<typeof trackingSearch>
/** Numbers of recipients, blind copies among them: the asker is the sender. */
export const trackingTotals = z.object({
  id: messageId,
  org: organizationId,
  reference: z.string(),
  subject: z.nullable(z.string()),
  sentAt: instant,
  recipients: count,
  accepted: count,
  bounced: count,
  released: count,
  displayed: count,
  downloaded: count,
  replied: count,
  forwarded: count,
  recalled: count,
  expired: count,
})
export type TrackingTotals = z.infer<typeof trackingTotals>
export const trackingPage = z.object({ messages: z.array(trackingTotals), next: z.nullable(z.string()) })

/** Header SMP-Client, `name/version`: kept with the events that a request causes, as the client's own word. */
export const clientName = z
  .string()
  .check(z.maxLength(64), z.regex(/^[A-Za-z][A-Za-z0-9 ._-]*\/[0-9A-Za-z][0-9A-Za-z.+-]*$/))

/**
 * GET /api/events (text/event-stream, Last-Event-ID): what changed for the asker; the client asks for the rest itself.
 * `refresh`: something was missed, everything may have changed. `signed-out`: the session has ended.
 */
export const liveEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["message", "tracking", "wanted"]), id: messageId }),
  z.object({ kind: z.literal("draft"), id: draftId }),
  z.object({ kind: z.enum(["refresh", "signed-out"]) }),
])
export type LiveEvent = z.infer<typeof liveEvent>
