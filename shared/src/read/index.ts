/**
 * Read: the whole read, written once for every host (docs/PROTOCOL.md §5.1, §7.1). Rendering has a door of its own,
 * `@smp/shared/read/render`, because it needs a browser.
 * Promises: what is shown was verified; what differs from the signed original is named, with the original.
 * Never: shows what was not verified.
 */
export { inlinePictures, openAttachment } from "./attachments.ts"
export type { AttachmentOptions } from "./attachments.ts"
export { checkLog } from "./check-log.ts"
export type { LogVerdict } from "./check-log.ts"
export { columnsOfReply } from "./columns.ts"
export { showReference, slipOf } from "./delivery-slip.ts"
export { letInByPerson, letInByRule, refuseReader } from "./let-in/let-in.ts"
export { watchWanted } from "./let-in/watch.ts"
export type { Watch } from "./let-in/watch.ts"
export type { Decision, WaitingReader } from "./let-in/waiting-readers.ts"
export { forwardDraft, mayForward } from "./forward-draft.ts"
export type { ForwardDraft } from "./forward-draft.ts"
export { openHiddenSubjects } from "./hidden-subjects.ts"
export type { HiddenSubjects } from "./hidden-subjects.ts"
export { neededSecret, openWithLink, openWithWords, sendContactCode } from "./let-in/own-secret.ts"
export type { NeededSecret } from "./let-in/own-secret.ts"
export { secretsToTell } from "./let-in/to-tell.ts"
export { readMessage, shape } from "./open-message.ts"
export { keepInternals } from "./opened-message.ts"
export type { ReadJob } from "./open-message.ts"
export { readStaged } from "./open-staged.ts"
export type { OpenedStaged, StagedFile } from "./open-staged.ts"
export type { Issuer, LogState, OpenedAttachment, OpenedMessage, Person, ReadAlarm, Verdict } from "./opened-message.ts"
export { replyDraft, replyRefusal, replyThread } from "./reply-draft.ts"
export type { QuoteOptions, ReplyDraft } from "./reply-draft.ts"
export type { DeliverySlipView, SlipDifference, SlipEvent, SlipHolderView, SlipPerson } from "./slip-view.ts"
export { verifyHistory } from "./history/verify-history.ts"
export type { HistoryEntry, HistoryProblem, HistoryProblemKind, VerifiedHistory } from "./history/history-view.ts"
