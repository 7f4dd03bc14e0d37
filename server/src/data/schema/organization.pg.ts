/** The organization schema in the pg dialect; drizzle-kit and the store read these tables. */
import { kit } from "../dialects/kit.pg.ts"
import { defineOrganization } from "./organization.ts"

export const {
  message,
  recipient,
  grant,
  ticket,
  destroyed,
  attachment,
  object,
  removal,
  placement,
  trackingEvent,
  logInterval,
  control,
  reminder,
  contactBox,
  wanted,
  searchMark,
  label,
  messageLabel,
  draft,
  draftObject,
  logLeaf,
  queue,
  idempotency,
  staged,
} = defineOrganization(kit)
