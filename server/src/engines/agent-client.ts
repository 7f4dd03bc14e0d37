/**
 * The grant agent as others see it (docs/PROTOCOL.md §6): prover of mailboxes, and holder of first-contact grants until
 * the mailbox was proved.
 * Promises: decides by its own copy of the key log and its own proofs, never by the word of the caller.
 */
import type { Bytes, SignedObject, SignedStatement } from "@smp/shared/bytes"
import * as z from "zod"
import { callClient } from "./socket/call-client.ts"
import type { CallOptions } from "./socket/call-client.ts"
import { byteString, instant, nothing, signedBytes, statementBytes } from "./socket/contract.ts"

export interface MailboxClaim {
  readonly nonce: Bytes
  readonly mac: Bytes
  readonly setUp: boolean
}
export interface ControlOfMessage {
  readonly kind: "recall" | "suspension" | "expiry"
  readonly signed: SignedObject
}
export interface ControlledMessage {
  readonly header: SignedObject
  readonly senderChain: readonly SignedStatement[]
  readonly controls: readonly ControlOfMessage[]
}
export interface FirstContact {
  readonly org: string
  readonly msg: string
  readonly header: SignedObject
  readonly slip: Bytes
  readonly core: Bytes
  readonly ticket: SignedObject
  /** Canonical CBOR of the agent's own grant: for a blind ticket the one with a record, else the one without. */
  readonly agentGrant: Bytes
  /** All statements, oldest first. */
  readonly senderChain: readonly SignedStatement[]
  readonly recipientChain: readonly SignedStatement[]
  /** The proof beside the recipient's first statement. */
  readonly mailboxProof: SignedObject
  /** All that the sender decided since, by whatever kind. */
  readonly controls: readonly ControlOfMessage[]
  /** The policy whose hash is the slip's `pol`, and all statements of its root. */
  readonly policy: SignedObject
  readonly rootChain: readonly SignedStatement[]
}

export interface GrantAgent {
  /** The agent's own chain, oldest first; a new one about every week. To be logged as soon as it is seen. */
  statements(): Promise<SignedStatement[]>
  /**
   * Mails a code to this address (normal form). `asker` is whatever tells askers apart, such as an IP address.
   * @throws CallRefused request.rate_limited
   */
  mailCode(request: { address: string; locale: string | null; asker: string }): Promise<{
    nonce: Bytes
    expiresAt: number
    resendAt: number
  }>
  /**
   * A mailbox proof for exactly this statement, by the mailed code or a set-up token.
   * @throws CallRefused account.code_refused (triesLeft), account.code_expired, request.rate_limited
   */
  prove(request: { statement: SignedStatement; claim: MailboxClaim }): Promise<SignedObject>
  /**
   * Is the mac that of the code mailed to this address, over `bound` (32 bytes) in place of a statement hash? Uses the
   * code up, but for zeros. @throws CallRefused as prove
   */
  checkCode(request: { address: string; nonce: Bytes; mac: Bytes; bound: Bytes }): Promise<void>
  /** @throws CallRefused message.not_ready, ticket-refused, proof-refused; open-failed and other protocol codes. */
  grantFirstContact(request: FirstContact): Promise<{ grant: Bytes }>
  /** Told as soon as a sender decides: from then on the agent refuses by its own record, whatever it is shown later. */
  noteControls(message: ControlledMessage): Promise<void>
  /** Signed: the agent's grant on this message is gone. Called in turn with deleting it, when no ticket is open. */
  destroy(request: { org: string; msg: string; slip: Bytes; agentGrant: Bytes }): Promise<SignedObject>
  /** The identity that came through a set-up link has made its organization: that link is spent. */
  setUpDone(idn: string): Promise<void>
  /** Another one-time set-up token, 26 characters. */
  newSetUpToken(): Promise<string>
}

const chain = z.array(statementBytes).min(1).max(1_000)
const address = z.string().max(254)
const controls = z
  .array(z.strictObject({ kind: z.enum(["recall", "suspension", "expiry"]), signed: signedBytes }))
  .max(10_000)
const claim = z.strictObject({ nonce: byteString(16), mac: byteString(32), setUp: z.boolean() })

export const agentContract = {
  statements: {
    request: nothing,
    reply: z.strictObject({ statements: z.array(statementBytes) }),
    isRepeatable: true,
  },
  mailCode: {
    request: z.strictObject({ address, locale: z.string().max(35).nullable(), asker: z.string().max(200) }),
    reply: z.strictObject({ nonce: byteString(16), expiresAt: instant, resendAt: instant }),
    isRepeatable: false,
  },
  prove: { request: z.strictObject({ statement: statementBytes, claim }), reply: signedBytes, isRepeatable: true },
  checkCode: {
    request: z.strictObject({ address, nonce: byteString(16), mac: byteString(32), bound: byteString(32) }),
    reply: nothing,
    isRepeatable: false,
  },
  grantFirstContact: {
    request: z.strictObject({
      org: z.string().max(40),
      msg: z.string().max(40),
      header: signedBytes,
      slip: byteString(1 << 20),
      core: byteString(2 << 20),
      ticket: signedBytes,
      agentGrant: byteString(16_384),
      senderChain: chain,
      recipientChain: chain,
      mailboxProof: signedBytes,
      controls,
      policy: signedBytes,
      rootChain: chain,
    }),
    reply: z.strictObject({ grant: byteString(16_384) }),
    isRepeatable: true,
  },
  noteControls: {
    request: z.strictObject({ header: signedBytes, senderChain: chain, controls }),
    reply: nothing,
    isRepeatable: true,
  },
  destroy: {
    request: z.strictObject({
      org: z.string().max(40),
      msg: z.string().max(40),
      slip: byteString(32),
      agentGrant: byteString(16_384),
    }),
    reply: signedBytes,
    isRepeatable: true,
  },
  setUpDone: { request: z.strictObject({ idn: z.string().max(40) }), reply: nothing, isRepeatable: true },
  newSetUpToken: { request: nothing, reply: z.strictObject({ token: z.string().max(64) }), isRepeatable: false },
} as const

/** The agent behind its Unix socket. Calls throw CallRefused or CallFailed. */
export function agentClient(socket: string, options: CallOptions = {}): GrantAgent {
  const calls = callClient(socket, agentContract, options)
  return {
    statements: async () => (await calls.statements({})).statements,
    mailCode: (request) => calls.mailCode(request),
    prove: ({ statement, claim: { nonce, mac, setUp } }) => calls.prove({ statement, claim: { nonce, mac, setUp } }),
    checkCode: async (request) => void (await calls.checkCode(request)),
    grantFirstContact: (request) =>
      calls.grantFirstContact({
        ...request,
        senderChain: [...request.senderChain],
        recipientChain: [...request.recipientChain],
        rootChain: [...request.rootChain],
        controls: [...request.controls],
      }),
    noteControls: async ({ header, ...lists }) =>
      void (await calls.noteControls({
        header,
        senderChain: [...lists.senderChain],
        controls: [...lists.controls],
      })),
    destroy: (request) => calls.destroy(request),
    setUpDone: async (idn) => void (await calls.setUpDone({ idn })),
    newSetUpToken: async () => (await calls.newSetUpToken({})).token,
  }
}
