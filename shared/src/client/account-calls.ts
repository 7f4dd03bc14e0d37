/** Registration, sign-in, sessions, key ring (shared/wire: accounts, key-ring). */
import {
  account,
  codeReply,
  keyRing,
  mailboxProved,
  recoveryStartReply,
  registrationFinishReply,
  registrationStartReply,
  sessions,
  signInFinishReply,
  signInStartReply,
} from "../wire/index.ts"
import type {
  AccountReply,
  codeRequest,
  keyRingWrite,
  passwordChange,
  pinsWrite,
  recoveryFinish,
  recoveryStart,
  registrationFinish,
  registrationStart,
  resetFinish,
  signInFinish,
  signInStart,
  UnlockerId,
  UnlockerText,
} from "../wire/index.ts"
import { asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"

type Input<Schema extends { _zod: { input: unknown } }> = Schema["_zod"]["input"]
type Output<Schema extends { _zod: { output: unknown } }> = Schema["_zod"]["output"]

export interface AccountCalls {
  requestCode(body: Input<typeof codeRequest>): Promise<Output<typeof codeReply>>
  startRegistration(body: Input<typeof registrationStart>): Promise<Output<typeof registrationStartReply>>
  finishRegistration(body: Input<typeof registrationFinish>): Promise<Output<typeof registrationFinishReply>>
  startSignIn(body: Input<typeof signInStart>): Promise<Output<typeof signInStartReply>>
  finishSignIn(body: Input<typeof signInFinish>): Promise<Output<typeof signInFinishReply>>
  signOut(): Promise<void>
  changePassword(body: Input<typeof passwordChange>): Promise<void>
  startRecovery(body: Input<typeof recoveryStart>): Promise<Output<typeof recoveryStartReply>>
  finishRecovery(body: Input<typeof recoveryFinish>): Promise<Output<typeof mailboxProved>>
  finishReset(body: Input<typeof resetFinish>): Promise<Output<typeof mailboxProved>>
  account(): Promise<AccountReply>
  sessions(): Promise<Output<typeof sessions>>
  endSession(id: string): Promise<void>
  keyRing(): Promise<Output<typeof keyRing>>
  writeKeyRing(body: Input<typeof keyRingWrite>): Promise<void>
  writePins(body: Input<typeof pinsWrite>): Promise<void>
  addUnlocker(body: UnlockerText): Promise<void>
  removeUnlocker(unl: UnlockerId): Promise<void>
}

export function accountCalls(line: Line): AccountCalls {
  const post = <T>(path: string, json: unknown, read: (response: Response) => Promise<T>) =>
    exchange(line, { method: "POST", path, json }, read)
  return {
    requestCode: (body) => post("/api/accounts/codes", body, asJson(codeReply)),
    startRegistration: (body) => post("/api/accounts/registration/start", body, asJson(registrationStartReply)),
    finishRegistration: (body) => post("/api/accounts/registration/finish", body, asJson(registrationFinishReply)),
    startSignIn: (body) => post("/api/accounts/sign-in/start", body, asJson(signInStartReply)),
    finishSignIn: (body) => post("/api/accounts/sign-in/finish", body, asJson(signInFinishReply)),
    signOut: () => post("/api/accounts/sign-out", undefined, asNothing),
    changePassword: (body) => post("/api/accounts/password", body, asNothing),
    startRecovery: (body) => post("/api/accounts/recovery/start", body, asJson(recoveryStartReply)),
    finishRecovery: (body) => post("/api/accounts/recovery/finish", body, asJson(mailboxProved)),
    finishReset: (body) => post("/api/accounts/reset/finish", body, asJson(mailboxProved)),
    account: () => exchange(line, { method: "GET", path: "/api/account" }, asJson(account)),
    sessions: () => exchange(line, { method: "GET", path: "/api/sessions" }, asJson(sessions)),
    endSession: (id) =>
      exchange(line, { method: "DELETE", path: `/api/sessions/${encodeURIComponent(id)}` }, asNothing),
    keyRing: () => exchange(line, { method: "GET", path: "/api/key-ring" }, asJson(keyRing)),
    // Compare-and-swap is not repeated: a lost answer looks like a conflict with oneself, which the merge settles.
    writeKeyRing: (json) =>
      exchange(line, { method: "PUT", path: "/api/key-ring", json, idempotent: false }, asNothing),
    writePins: (json) =>
      exchange(line, { method: "PUT", path: "/api/key-ring/pins", json, idempotent: false }, asNothing),
    addUnlocker: (body) => post("/api/key-ring/unlockers", body, asNothing),
    removeUnlocker: (unl) => exchange(line, { method: "DELETE", path: `/api/key-ring/unlockers/${unl}` }, asNothing),
  }
}
