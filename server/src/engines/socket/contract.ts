/**
 * Local calls: small JSON over HTTP on a Unix socket, between the processes of one server.
 * Promises: both ends parse with the same schemas; bodies are capped before they are parsed; a socket belongs to one
 * user (mode 0600) and one process.
 * Never: leaves the machine, carries a stack trace or a cause.
 */
import { fromBase64url, toBase64url } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import * as z from "zod"

export interface Call {
  readonly request: z.ZodType
  readonly reply: z.ZodType
  /** Whether it may be made again when nobody knows if the first one arrived. */
  readonly isRepeatable: boolean
}
export type Contract = Readonly<Record<string, Call>>
/** What both ends offer: the server implements it, the client is it. */
export type Calls<C extends Contract> = {
  readonly [Name in keyof C]: (request: z.output<C[Name]["request"]>) => Promise<z.output<C[Name]["reply"]>>
}

/** An expected refusal that crosses the socket: a code, and what the caller may say about it. */
export class CallRefused<Code extends string = string> extends Error {
  readonly code: Code
  readonly triesLeft: number | undefined
  /** Seconds. */
  readonly retryAfter: number | undefined

  constructor(code: Code, details: { triesLeft?: number | undefined; retryAfter?: number | undefined } = {}) {
    super(code)
    this.name = "CallRefused"
    this.code = code
    this.triesLeft = details.triesLeft
    this.retryAfter = details.retryAfter
  }
}

/** The other process is not there, was cut off, or failed: nothing is known about what it did. */
export class CallFailed extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause })
    this.name = "CallFailed"
  }
}

export const refusal = z.object({
  code: z.string().max(64),
  triesLeft: z.int().optional(),
  retryAfter: z.int().optional(),
})

/** Byte strings of at most `most` bytes; base64url on the wire. */
export const byteString = (most: number) =>
  z.codec(
    z.base64url().max(Math.ceil((most * 4) / 3)),
    z.custom<Bytes>((value) => value instanceof Uint8Array),
    {
      decode: (text) => fromBase64url(text),
      encode: (bytes) => toBase64url(bytes),
    },
  )

export const nothing = z.strictObject({})
export const instant = z.int().nonnegative()
export const count = z.int().nonnegative()
/** Signed objects and statements as their exact bytes. */
export const signedBytes = z.strictObject({ b: byteString(1 << 20), k: byteString(32), s: byteString(64) })
export const statementBytes = z.strictObject({
  b: byteString(8192),
  k: byteString(32),
  s: byteString(64),
  o: byteString(64).nullable(),
})
