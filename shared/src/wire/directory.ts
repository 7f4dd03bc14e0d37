/** The Directory and its logs (docs/PROTOCOL.md §2.3, §7.2). Every answer can be checked without trusting it. */
import * as z from "zod/mini"
import { address, bytes, bytesOf, count, principalId, signedObject, signedStatement } from "./primitives.ts"

/** POST /api/directory/look-up: at most 100 names, kept out of URLs. `org`: in whose name the sender asks, for `state`. */
export const lookUp = z.strictObject({
  names: z.array(z.union([address, principalId])).check(z.minLength(1), z.maxLength(100)),
})
export const entry = z.object({
  name: z.string(),
  /** VRF proof (80 bytes) of the name's log index. */
  proof: bytesOf(80),
  /** Signed by the key log: newest statement of the index up to `size`, or a signed "no key". */
  latest: signedObject,
  /** All statements of the principal, oldest first; empty when `latest` says "no key". */
  statements: z.array(signedStatement),
  /** Mailbox proof beside each statement with how = first or reset, in the same order as `statements` (else null). */
  mailboxProofs: z.array(z.nullable(signedObject)),
  /** Log position and minute of each statement's leaf. */
  leaves: z.array(z.object({ index: count, minute: count })),
  /** Inclusion path of the newest statement's leaf in `checkpoint` of the reply. */
  inclusion: z.array(bytesOf(32)),
  /** Shown at compose time, not proved: does the address receive, is it a member of an organization of the asker. */
  relation: z.enum(["colleague", "registered", "new"]),
  displayName: z.nullable(z.string()),
})
export type DirectoryEntryText = z.infer<typeof entry>
export const lookUpReply = z.object({ entries: z.array(entry), checkpoint: z.string() })

/** GET /api/log/{log}/checkpoint; log = "keys" or an organization id. */
export const checkpointReply = z.object({ note: z.string() })
/** GET /api/log/{log}/consistency?from=&to= */
export const consistencyReply = z.object({ path: z.array(bytesOf(32)) })
/** GET /api/log/{log}/inclusion?index=&size= */
export const inclusionReply = z.object({ leaf: bytes(256), path: z.array(bytesOf(32)) })
/** GET /api/log/{log}/leaves?from=&to= (at most 1,000; the key log is open to every signed-in client and the grant agent) */
export const leavesReply = z.object({ from: count, leaves: z.array(bytes(256)) })
/** POST /api/directory/own-leaves: every leaf of the caller's own index, for the audit at sign-in. */
export const ownLeavesReply = z.object({
  proof: bytesOf(80),
  leaves: z.array(z.object({ index: count, leaf: bytes(256), inclusion: z.array(bytesOf(32)) })),
  checkpoint: z.string(),
})
/** GET /api/platform: public facts; the log keys here are hints, a policy's `keylog` is what clients believe. */
export const platform = z.object({
  origin: z.string(),
  /** OPAQUE server identity is "SMP-v1/" + host. */
  host: z.string(),
  keyLog: z.object({ origin: z.string(), pub: bytesOf(32), vrf: bytesOf(32) }),
  /** The platform's grant agent and prover: its statements, newest last. */
  agent: z.object({ statements: z.array(signedStatement) }),
  /** Read /dev/outbox instead of a mailbox: only loopback without SMTP. */
  devOutbox: z.boolean(),
  setUp: z.boolean(),
})
export type PlatformReply = z.infer<typeof platform>
