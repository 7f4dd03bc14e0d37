/**
 * Account: who I am and whom I believe: OPAQUE sign-in, key ring, unlockers, pins, the verified view of the Directory
 * (docs/PROTOCOL.md §2, §6.2, §7.2).
 * Promises: no answer of a server counts before every proof in it; what is pinned changes by a chain of rotations or by
 * the person's own decision.
 * Never: shows a key or a password to a server.
 */
export type { Account } from "./account.ts"
export { compareCheckpoint } from "./compare-checkpoint.ts"
export type { CheckpointComparison } from "./compare-checkpoint.ts"
export type { ContactPin, ContactPins } from "./contact-pins.ts"
export { forgetDevice, makeDeviceSecret, trustDevice } from "./device.ts"
export type { DeviceKey } from "./device.ts"
export { KNOWN_DEVICE } from "./known-device.ts"
export { organizationLog } from "./directory-view.ts"
export type { DirectoryView, History, LookUpOptions, Purpose, Relation, Verified } from "./directory-view.ts"
export type { HeldSet, RingBody } from "./key-ring.ts"
export { opaqueInProcess } from "./opaque.ts"
export type { OpaqueCalls } from "./opaque.ts"
export { opaqueInWorker } from "./opaque-in-worker.ts"
export type { WorkerLike } from "./opaque-in-worker.ts"
export {
  changeRules,
  createOrganization,
  makeArchiveKey,
  officersOf,
  renewPolicies,
  setArchive,
} from "./organization.ts"
export type { Rules } from "./organization.ts"
export type { AccountAlarm } from "./own-audit.ts"
export type { OwnKey } from "./own-keys.ts"
export type { VerifiedPolicy } from "./policy-view.ts"
export { provePassword } from "./prove-password.ts"
export type { PasswordProof } from "./prove-password.ts"
export { changePassword, recoverWithCode } from "./recovery.ts"
export { readRecoveryCode, showRecoveryCode, typedCharacters } from "./recovery-code.ts"
export { register } from "./registration.ts"
export { resetWithMailbox } from "./reset.ts"
export type { Registered, Registration } from "./registration.ts"
export type { KeyRing } from "./ring-holder.ts"
export { sealedStore } from "./sealed-store.ts"
export { stranger } from "./stranger-view.ts"
export { resume, signIn, signOut } from "./sign-in.ts"
export type { SignIn, SignInOptions } from "./sign-in.ts"
export type { LocalStore } from "../client/index.ts"
