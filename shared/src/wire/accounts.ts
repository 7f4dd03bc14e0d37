/** Registration, sign-in, session (docs/PROTOCOL.md §2.2, §6.2, §9). */
import * as z from "zod/mini"
import {
  address,
  bytes,
  bytesOf,
  displayName,
  identityId,
  instant,
  organizationId,
  organizationRole,
  signedObject,
  signedStatement,
  unlockerId,
} from "./primitives.ts"

/** POST /api/accounts/codes: mail a code to this address. Same answer whether or not an account exists. */
export const codeRequest = z.strictObject({ address, locale: z.optional(z.string().check(z.maxLength(35))) })
export const codeReply = z.object({ nonce: bytesOf(16), expiresAt: instant, resendAt: instant })

/** POST /api/accounts/registration/start: OPAQUE registration, user identifier = idn. */
export const registrationStart = z.strictObject({ idn: identityId, request: bytes(128) })
export const registrationStartReply = z.object({ response: bytes(256) })

export const unlockerKind = z.enum(["password", "recovery", "passkey", "device", "organization"])
export type UnlockerKind = z.infer<typeof unlockerKind>
export const unlocker = z.strictObject({
  unl: unlockerId,
  kind: unlockerKind,
  akv: z.int(),
  pub: bytes(1216),
  box: bytes(4096),
})
export type UnlockerText = z.infer<typeof unlocker>

/** Proof of the mailbox: mac under the mailed code, or under the token of a set-up link (`setUp`). */
export const mailboxClaim = z.strictObject({ nonce: bytesOf(16), mac: bytesOf(32), setUp: z.boolean() })

/** POST /api/accounts/registration/finish */
export const registrationFinish = z.strictObject({
  idn: identityId,
  address,
  name: displayName,
  statement: signedStatement,
  claim: mailboxClaim,
  record: bytes(512),
  ring: z.strictObject({ ver: z.literal(1), akv: z.literal(1), box: bytes(1 << 20) }),
  unlockers: z.array(unlocker).check(z.minLength(1), z.maxLength(16)),
})
/** What a device shows when somebody signs in there again: random, opens nothing. */
const knownDevice = bytesOf(32)
export const registrationFinishReply = z.object({ idn: identityId, mailboxProof: signedObject, known: knownDevice })

/**
 * POST /api/accounts/sign-in/start: unknown addresses get an answer of the same form and cost. `known`: where this
 * address was signed in before; its tries are counted apart from those of strangers.
 */
export const signInStart = z.strictObject({ address, request: bytes(256), known: z.optional(knownDevice) })
export const signInStartReply = z.object({ signIn: z.string(), idn: identityId, response: bytes(512) })

/**
 * POST /api/accounts/sign-in/finish. `pub` is the session's P-256 proof key (65 bytes, uncompressed), `mac` binds it
 * to the OPAQUE session key. `transport: "cookie"` puts the token into a `__Host-` cookie and leaves it out of the reply.
 */
export const signInFinish = z.strictObject({
  signIn: z.string().check(z.maxLength(200)),
  finish: bytes(128),
  pub: bytesOf(65),
  mac: bytesOf(32),
  device: displayName,
  transport: z.enum(["bearer", "cookie"]),
  trusted: z.boolean(),
})
export const membership = z.object({ org: organizationId, name: z.string(), role: organizationRole })
export type Membership = z.infer<typeof membership>
export const account = z.object({
  idn: identityId,
  address,
  name: displayName,
  memberships: z.array(membership),
  session: z.object({ id: z.string(), device: displayName, idleEnd: instant, absoluteEnd: instant }),
})
export type AccountReply = z.infer<typeof account>
/** `known` null: the one that was shown stays good. */
export const signInFinishReply = z.object({
  token: z.nullable(z.string()),
  account,
  known: z.nullable(knownDevice),
})

/** GET /api/account -> account. POST /api/accounts/sign-out -> 204. */
/** GET /api/sessions; DELETE /api/sessions/{id} */
export const sessions = z.object({
  sessions: z.array(
    z.object({ id: z.string(), device: displayName, startedAt: instant, lastUsedAt: instant, current: z.boolean() }),
  ),
})

/** A sign-in begun within two minutes and finished without a session: the own password, typed again. */
export const passwordProof = z.strictObject({ signIn: z.string().check(z.maxLength(200)), finish: bytes(128) })

/**
 * POST /api/accounts/password: change the password; start/finish as registration with the current idn, and the proof of
 * the old one. Record and unlockers are replaced, and every other session ended, in one write; a mail tells of it.
 * 401 account.sign_in_refused when the proof does not hold.
 */
export const passwordChange = z.strictObject({
  record: bytes(512),
  unlocker,
  removes: z.array(unlockerId),
  proof: passwordProof,
})

/** POST /api/accounts/recovery/start after a mailbox code: boxes that only the recovery code opens. */
export const recoveryStart = z.strictObject({ address, nonce: bytesOf(16), mac: bytesOf(32) })
export const recoveryStartReply = z.object({
  recovery: z.string(),
  idn: identityId,
  ring: z.object({ ver: z.int(), akv: z.int(), box: bytes(1 << 20) }),
  unlockers: z.array(unlocker),
  /** The address' statements, oldest first: what a reset follows. */
  statements: z.array(signedStatement),
})
/**
 * POST /api/accounts/reset/finish after recovery/start: nothing but the mailbox is left. A new key set (statement `reset`),
 * ring, ways to unlock and password; every session ends, and what was locked for the old key stays closed.
 */
export const resetFinish = z.strictObject({
  recovery: z.string(),
  statement: signedStatement,
  claim: z.strictObject({ nonce: bytesOf(16), mac: bytesOf(32) }),
  record: bytes(512),
  ring: z.strictObject({ ver: z.int(), akv: z.int(), box: bytes(1 << 20) }),
  unlockers: z.array(unlocker).check(z.minLength(1), z.maxLength(16)),
})
/** Of recovery/finish and reset/finish: whoever came this far is no stranger to the sign-in that follows. */
export const mailboxProved = z.object({ known: knownDevice })
/** POST /api/accounts/recovery/finish: new OPAQUE record and password unlocker, signed (label `request`) by the identity key. */
export const recoveryFinish = z.strictObject({
  recovery: z.string(),
  record: bytes(512),
  unlocker,
  removes: z.array(unlockerId),
  signature: signedObject,
})
