/**
 * Send: the whole send, written once for every host (docs/PROTOCOL.md §3–§6).
 * Promises: a key is used only after every proof of it; nothing is told to anybody before the one hand-over; a crash at
 * any place loses nothing and sends nothing twice; what lies on disk meanwhile is sealed.
 * Never: sends plain, knows which mail program it serves.
 */
export { contactChoices, contactCode, toldSecret } from "./contact-secrets.ts"
export type { ContactChoice, ToldSecret } from "./contact-secrets.ts"
export { DraftNotEmptied } from "./mail-host.ts"
export type {
  Draft,
  DraftAttachment,
  Mailbox,
  MailHost,
  SentMessage,
  StagedMessage,
  UploadedBefore,
} from "./mail-host.ts"
export { plainTextOf } from "./plain-text.ts"
export { finishInHost } from "./finish-in-host.ts"
export { discardSend, finishSend, interruptedSends, lateAnswer, resumeSends } from "./resume.ts"
export type { ResumedSend } from "./resume.ts"
export { reviewRecipients } from "./review.ts"
export type { PersonState, Review, ReviewedPerson } from "./review.ts"
export { choicesWith } from "./contact-choices.ts"
export { contactModeOf, isAllowed } from "./review-for-send.ts"
export { servicesOf, servicesWith } from "./services.ts"
export type { Service } from "./services.ts"
export { DEFAULT_OPTIONS } from "./send-job.ts"
export type { SendJob, SendOptions, SendProgress, SendResult } from "./send-job.ts"
export { secretsToTell } from "./seal-draft.ts"
export { sendSecure } from "./send-secure.ts"
export { isUnsaid, SendStopped } from "./send-stopped.ts"
export type { SendStopCode, TextPlace } from "./send-stopped.ts"
export { recipientView } from "./recipient-view.ts"
export { stopReasonOf } from "./stop-reason.ts"
export type { StopReason } from "./stop-reason.ts"
export { MAX_FILE_BYTES, MAX_FILES, MAX_RECIPIENTS } from "./draft-limits.ts"
