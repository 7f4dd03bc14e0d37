/**
 * Drafts: sealed on the server for their author, kept as one types, continued in another client (docs/PROTOCOL.md §9.1).
 * Promises: no text is lost by a crash, a cut line or another device; attachments are uploaded once; what was handed over
 * is no draft any more.
 * Never: sends, shows anything to a server.
 */
export { controlsOf, optionsOf } from "./controls.ts"
export type { DraftContent, DraftControls, DraftFile } from "./draft-body.ts"
export { DraftKeeper } from "./draft-keeper.ts"
export type { DraftSaving, KeeperParts } from "./draft-keeper.ts"
export { beginUpload, uploadOf } from "./draft-upload.ts"
export type { DraftUpload } from "./draft-upload.ts"
export { listDrafts, readHeldDraft, removeDraft, resealDrafts, saveDraft } from "./held-drafts.ts"
export type { DraftHead, OpenedDraft, OtherDraft } from "./held-drafts.ts"
export { followed, sendableDraft } from "./sendable.ts"
