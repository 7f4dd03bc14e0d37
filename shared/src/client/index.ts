/**
 * Client: the typed HTTPS client with request proofs, resumable uploads, checked downloads (docs/PROTOCOL.md §3, §9).
 * Promises: every reply is parsed; only what may happen twice is repeated; memory stays bounded, whatever a file's size.
 * Never: decides about trust.
 */
export { createApiClient } from "./api-client.ts"
export type { ApiClient, ApiClientParts, LogName } from "./api-client.ts"
export { sourceFromBlob, sourceFromBytes } from "./byte-source.ts"
export type { ByteSource } from "./byte-source.ts"
export { downloadObject } from "./download.ts"
export type { DownloadJob } from "./download.ts"
export { newIdempotencyKey } from "./http-call.ts"
export type { Fetch } from "./http-call.ts"
export { memoryStore } from "./local-store.ts"
export type { LocalStore } from "./local-store.ts"
export type { CommitReply } from "./message-calls.ts"
export { hashByPieces } from "../envelope/index.ts"
export type { PieceToSeal, SegmentEngine } from "../envelope/index.ts"
export { ApiProblem, isProblem, NetworkError } from "./problems.ts"
export type { NetworkReason } from "./problems.ts"
export { makeProofKeys, proofPublicKey, proveRequest } from "./session.ts"
export type { Session } from "./session.ts"
export { signedFromText, signedToText, statementFromText, statementToText } from "./signed-text.ts"
export { segmentsInWorker } from "./segments-in-worker.ts"
export { FileChanged, uploadObject } from "./upload.ts"
export type { UploadedFile, UploadJob } from "./upload.ts"
export { deleteUploadRecord, readUploadRecord } from "./upload-journal.ts"
