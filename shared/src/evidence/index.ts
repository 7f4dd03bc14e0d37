/**
 * Evidence: a message with everything that proves it, in a folder that can be checked years later without any server
 * (docs/PROTOCOL.md §8).
 * Promises: what is shown was checked by the code that readers run; each byte of each file counts.
 * Never: needs a network or a key of its own to check.
 */
export { makeEvidence } from "./make-pack.ts"
export type { PackJob, PackTarget } from "./make-pack.ts"
export { REPORT_WORDS } from "./report.ts"
export type { ReportWords } from "./report.ts"
export { zippedPack } from "./zipped-pack.ts"
export { verifyPack } from "./verify-pack.ts"
export type { PackProblem, PackSource, PackVerdict } from "./verify-pack.ts"
