/**
 * What crosses HTTPS, as schemas (docs/PROTOCOL.md §1, §10). Byte strings travel as base64url without padding,
 * signed objects as their exact bytes, times as milliseconds since 1970 UTC.
 * Promises: every value that enters the house is parsed here, once.
 * Never: imports another room, decides anything.
 */
import * as z from "zod/mini"

const identifier = <Prefix extends string>(prefix: Prefix) =>
  z.string().check(z.regex(new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`)))

export const organizationId = identifier("org").brand<"OrganizationId">()
export const messageId = identifier("msg").brand<"MessageId">()
export const objectId = identifier("obj").brand<"ObjectId">()
export const draftId = identifier("drf").brand<"DraftId">()
export const identityId = identifier("idn").brand<"IdentityId">()
export const unlockerId = identifier("unl").brand<"UnlockerId">()
export const labelId = identifier("lbl").brand<"LabelId">()
/** The `idn_` of a person or the `prn_` of an organization's principal. */
export const principalId = z
  .string()
  .check(z.regex(/^(idn|prn)_[0-7][0-9a-hjkmnp-tv-z]{25}$/))
  .brand<"PrincipalId">()

export type OrganizationId = z.infer<typeof organizationId>
export type MessageId = z.infer<typeof messageId>
export type ObjectId = z.infer<typeof objectId>
export type DraftId = z.infer<typeof draftId>
export type IdentityId = z.infer<typeof identityId>
export type UnlockerId = z.infer<typeof unlockerId>
export type LabelId = z.infer<typeof labelId>
export type PrincipalId = z.infer<typeof principalId>

const BASE64URL = /^[A-Za-z0-9_-]*$/
/** base64url text of at most `maxBytes` bytes. */
export const bytes = (maxBytes: number) =>
  z.string().check(z.maxLength(Math.ceil((maxBytes * 4) / 3)), z.regex(BASE64URL))
/** The same of what its reader decodes in any case, and so refuses by itself: long texts are gone through once. */
export const bytesToDecode = (maxBytes: number) =>
  z.string().check(z.maxLength(Math.ceil((maxBytes * 4) / 3)), z.meta({ pattern: BASE64URL.source }))
/** base64url text of exactly `length` bytes. */
export const bytesOf = (length: number) => {
  const characters = Math.ceil((length * 4) / 3)
  return z.string().check(z.length(characters), z.regex(BASE64URL))
}

/** An e-mail address as typed; normalising is the protocol's (§1.2), and the server repeats it. */
export const address = z.string().check(z.minLength(3), z.maxLength(254))
export const displayName = z.string().check(z.maxLength(200))
/** Up to the last one that a calendar of JavaScript has. */
export const instant = z.int().check(z.nonnegative(), z.maximum(8.64e15))
export const count = z.int().check(z.nonnegative())

/** {b: body, k: key id, s: signature}: the exact bytes that were signed (§1.4). */
export const signedObject = z.strictObject({ b: bytes(1 << 20), k: bytesOf(32), s: bytesOf(64) })
export type SignedObjectText = z.infer<typeof signedObject>
/** A key statement carries the previous key's signature too (§2.3). */
export const signedStatement = z.strictObject({
  b: bytes(8192),
  k: bytesOf(32),
  s: bytesOf(64),
  o: z.nullable(bytesOf(64)),
})
export type SignedStatementText = z.infer<typeof signedStatement>

export const organizationRole = z.enum(["guest", "member", "officer", "administrator"])
export type OrganizationRole = z.infer<typeof organizationRole>
