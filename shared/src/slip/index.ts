/**
 * The delivery slip and everything that principals sign: canonical bytes, signing, reading, verifying, comparing
 * (docs/PROTOCOL.md §2.3, §2.4, §4–§7.1).
 * Promises: a signature counts only for the label and kind of signer that the table allows, over the received bytes;
 * a key counts as somebody's only through verified rotations; unknown modes are refused.
 * Never: opens or seals content, fetches anything.
 */
export { checkSignerKind } from "./signer-kinds.ts"
export type { Kind, SignatureLabel } from "./signer-kinds.ts"
export { makeStatement, principalId, readStatement } from "./statements.ts"
export type { Statement, StatementFields, StatementHow } from "./statements.ts"
export { checkChain, isSameKey, reachedByRotate } from "./chains.ts"
export {
  checkPolicyCurrent,
  checkPolicyStep,
  FIRST_CONTACT_MODES,
  isPolicyHolder,
  policyHash,
  readPolicy,
  signPolicy,
} from "./policies.ts"
export { isStrongEnough, leastModeOf, weakestOf } from "./label-rules.ts"
export type { LabelRule } from "./label-rules.ts"
export { NO_MAIL_RULES } from "./mail-rules.ts"
export type { MailRules } from "./mail-rules.ts"
export type { FirstContactMode, HolderKind, Policy, SignedPolicy } from "./policies.ts"
export {
  checkMailboxProof,
  MAILBOX_PROOF_VALIDITY_MS,
  mailboxMac,
  readMailboxProof,
  signMailboxProof,
} from "./mailbox-proofs.ts"
export type { MailboxProof } from "./mailbox-proofs.ts"
export { encodeSlip, MAX_SUBJECT, readSlip, readThread, slipHash } from "./delivery-slips.ts"
export type {
  Controls,
  RecipientMode,
  Scope,
  Slip,
  SlipHolder,
  SlipParty,
  SlipRecipient,
  Thread,
} from "./delivery-slips.ts"
export { parseBody, signBody, verifyBody } from "./signed-bodies.ts"
export { readHeader, signHeader, verifyHeader } from "./headers.ts"
export type { Header } from "./headers.ts"
export { isBlindEntry, makeBccRecord, readBccRecord } from "./blind-copies.ts"
export type {
  BccRecord,
  BlindEntry,
  BlindHolder,
  BlindProof,
  BlindRecipient,
  ProvedBccRecord,
  SealedList,
} from "./blind-copies.ts"
export { contactCodeMac } from "./contact-codes.ts"
export { checkTicket, isTicketOnSlip, parseTicket, readTicket, signTicket, ticketHash } from "./tickets.ts"
export type { Ticket } from "./tickets.ts"
export { parseRecord, readRecord, recordHash, signRecord } from "./grant-records.ts"
export type { GrantRecord, RecordRole, RecordWhy } from "./grant-records.ts"
export { checkReceipt, readDestroyed, readReceipt, signDestroyed, signReceipt } from "./evidence.ts"
export type { Destroyed, Receipt } from "./evidence.ts"
export { MAX_REASON, MOST_RECALLED_PEOPLE, parseControl, readControl, signControl } from "./control-records.ts"
export type { Control, ControlKind, Expiry, Recall, Suspension } from "./control-records.ts"
export { controlsThatCount, countControl, endOf, recalledFiles, recallOf } from "./controls-that-count.ts"
export type { ControlledMessage, ControlRecord, Counted, MessageControls } from "./controls-that-count.ts"
export { columnsOf, compareSlip } from "./compare.ts"
export type { Columns, Difference, Viewer } from "./compare.ts"
export { justifyGrant } from "./justify.ts"
export type { GrantCase, GrantFacts, Justification, Role } from "./justify.ts"
export { checkNames, namesForeignKey, statementsByKid } from "./names.ts"
export type { NameProblem, StatementsByKid } from "./names.ts"
