/**
 * Message envelope, version 1: one sealed message for many readers (docs/PROTOCOL.md §3, §5).
 * Promises: nothing is released before its segment is authenticated; segments cannot be cut, swapped or appended; one
 * message has one content key.
 * Never: touches the network, keeps a key after return.
 */
export {
  hashByPieces,
  importSegmentKey,
  OBJECT_HEADER,
  openObject,
  sealObject,
  sealPiece,
  SEGMENT_PLAIN,
  SEGMENT_STORED,
  webCryptoEngine,
} from "./floe.ts"
export type { FloeTuning, ObjectOpener, ObjectSealer, PieceToSeal, PiecewiseHash, SegmentEngine } from "./floe.ts"
export { objectAad, segmentCount, segmentsRoot, shapeOf, storedLength } from "./objects.ts"
export { openContactBox, sealContactBox, typedWords } from "./contact-boxes.ts"
export type { ContactContext, ContactSecret } from "./contact-boxes.ts"
export { deriveContentKeys } from "./content-keys.ts"
export { sealMessage } from "./seal.ts"
export type { FirstContact, MessageInput, Recipient, SealedFile, SealedMessage } from "./seal.ts"
export { entryFields, readEntry } from "./content.ts"
export type { Manifest, ManifestEntry, MessageBody } from "./content.ts"
export { encodeGrant, openGrant, readGrant, sealGrant } from "./grants.ts"
export type { Grant, GrantPayload, NewGrant } from "./grants.ts"
export type { MessageContext } from "./content-keys.ts"
