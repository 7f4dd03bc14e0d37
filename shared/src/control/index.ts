/**
 * Control: what a sender decides about a message after the send, and how a reader checks it (docs/PROTOCOL.md §7.1).
 * Promises: a decision is signed over the verified slip; what was recalled once stays recalled on this device, whatever
 * the server says later.
 * Never: opens anything.
 */
export { checkControlled, controlsOf } from "./controlled-message.ts"
export type { ControlledMessage } from "./controlled-message.ts"
export { changeExpiry, decisionsOf, recallMessage, resumeMessage, suspendMessage } from "./decide.ts"
export type { DecisionAbout, RecallOrder } from "./decide.ts"
export { policyForLookUps, slipHint, statementOfReply, verifySender } from "./sender.ts"
