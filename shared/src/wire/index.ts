/** The door of `wire`: every schema that crosses HTTPS. */
export {
  address,
  bytes,
  bytesOf,
  count,
  displayName,
  draftId,
  identityId,
  instant,
  labelId,
  messageId,
  objectId,
  organizationId,
  organizationRole,
  principalId,
  signedObject,
  signedStatement,
  unlockerId,
} from "./primitives.ts"
export type {
  DraftId,
  IdentityId,
  LabelId,
  MessageId,
  ObjectId,
  OrganizationId,
  OrganizationRole,
  PrincipalId,
  SignedObjectText,
  SignedStatementText,
  UnlockerId,
} from "./primitives.ts"
export { label, labelColor, labelWrite, mailbox, messageQuery, placementsChange, thread } from "./mailbox.ts"
export type { Label, LabelColor, MailboxReply, MessageQuery, PlacementsChange } from "./mailbox.ts"
export { problem, problemCode } from "./problems.ts"
export type { Problem, ProblemCode } from "./problems.ts"
export {
  account,
  codeReply,
  mailboxProved,
  codeRequest,
  mailboxClaim,
  membership,
  passwordChange,
  recoveryFinish,
  recoveryStart,
  recoveryStartReply,
  resetFinish,
  registrationFinish,
  registrationFinishReply,
  registrationStart,
  registrationStartReply,
  sessions,
  signInFinish,
  signInFinishReply,
  signInStart,
  signInStartReply,
  unlocker,
  unlockerKind,
} from "./accounts.ts"
export type { AccountReply, Membership, UnlockerKind, UnlockerText } from "./accounts.ts"
export { keyRing, keyRingWrite, pinsWrite } from "./key-ring.ts"
export {
  checkpointReply,
  consistencyReply,
  entry,
  inclusionReply,
  leavesReply,
  lookUp,
  lookUpReply,
  ownLeavesReply,
  platform,
} from "./directory.ts"
export type { DirectoryEntryText, PlatformReply } from "./directory.ts"
export {
  member,
  memberAdd,
  members,
  organizationCreate,
  organizationPrepareReply,
  policyReply,
  policyWrite,
} from "./organizations.ts"
export type { MemberReply, PolicyReply } from "./organizations.ts"
export { draft, draftList, draftPut, draftSaved, MAX_DRAFT_BOX, MAX_DRAFT_FILES, MAX_DRAFTS } from "./drafts.ts"
export type { DraftText, ListedDraft } from "./drafts.ts"
export { MAX_STAGED, stagedList, stagedMessage } from "./staged.ts"
export type { StagedMessageText } from "./staged.ts"
export { clientName, liveEvent, MAX_TRACKED, trackingPage, trackingSearch, trackingTotals } from "./tracking.ts"
export type { LiveEvent, TrackingSearch, TrackingTotals } from "./tracking.ts"
export { CHUNK_BYTES, MOST_CHUNKS, uploadComplete, uploadCreate, uploadState } from "./uploads.ts"
export type { UploadState } from "./uploads.ts"
export {
  grantsPost,
  grantsPostReply,
  contactBox,
  contactCode,
  waitingList,
  wantedList,
  wantedReader,
  wantedRefusal,
} from "./wanted.ts"
export type { WantedReader } from "./wanted.ts"
export { controlKind, controlPost, controlRecord } from "./controls.ts"
export type { ControlKindText, ControlRecordText } from "./controls.ts"
export { bouncePost } from "./bounces.ts"
export { noticesPost, reminderCancel, reminderPost, reminders, reminderState } from "./reminders.ts"
export type { RemindersReply, ReminderState } from "./reminders.ts"
export { controlsReply } from "./controlled-messages.ts"
export type { ControlsReply } from "./controlled-messages.ts"
export {
  arrival,
  attachmentReply,
  columns,
  controls,
  eventKind,
  folder,
  FOLDERS,
  grantReply,
  grantRequest,
  INLINE_BODY_BYTES,
  message,
  messageCommit,
  messageCommitReply,
  messageList,
  messageRow,
  messageState,
  placementChange,
  receiptPost,
  tracking,
} from "./messages.ts"
export type {
  ArrivalReply,
  ColumnsText,
  EventKind,
  Folder,
  MessageCommit,
  MessageReply,
  MessageRow,
  TrackingReply,
} from "./messages.ts"
export { history } from "./history.ts"
export type { HistoryEventText, HistoryReply } from "./history.ts"
