/** Drafts for tests. */
import type { DraftContent } from "@smp/shared/drafts"
import type { OrganizationId } from "@smp/shared/wire"

/** To nobody, with the usual options and this text. */
export const draftOf = (org: OrganizationId, text: string, more: Partial<DraftContent> = {}): DraftContent => ({
  org,
  to: [],
  cc: [],
  bcc: [],
  subject: "Offer",
  html: null,
  text,
  quote: null,
  fields: [],
  extension: [],
  files: [],
  controls: {
    hideSubject: false,
    reply: true,
    replyAll: true,
    forward: true,
    receipts: true,
    fyeo: 0,
    label: null,
    end: null,
  },
  modes: [],
  thread: null,
  origin: null,
  ...more,
})
