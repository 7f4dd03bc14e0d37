/** Why a send stopped. Nothing was handed over, unless `isUnknown` says that the last answer was lost. */
import { ProtocolError } from "../bytes/index.ts"
import type { ProtocolCode } from "../bytes/index.ts"
import { ApiProblem, NetworkError } from "../client/index.ts"
import type { ProblemCode } from "../wire/index.ts"

type SendRefusal =
  /** The server did not answer. */
  | "offline"
  | "cancelled"
  | "no-recipient"
  | "too-many-recipients"
  /** More than 200 people without a key in one message. */
  | "too-many-first-contacts"
  | "too-many-files"
  | "file-too-large"
  | "file-unreadable"
  | "text-too-large"
  | "subject-too-long"
  /** The organization's policy allows no first contact of this kind. */
  | "first-contact-not-allowed"
  /** The policy forbids an option, or the sender does not belong to the organization. */
  | "policy-forbids"
  /** The draft's From is not the signed-in address. */
  | "other-sender"
  /** The draft was changed after the snapshot, so emptying it would lose what was added. */
  | "draft-changed"
  | "draft-not-emptied"

/** Where the readable or the sealed text is when a send stopped, besides the host's memory. */
export type TextPlace =
  /** Complete in the draft; the server holds no copy. */
  | "draft"
  /** Complete in the draft; a sealed copy, for the author alone, is left on the server because it could not be removed. */
  | "draft-and-staged"
  /** The draft is empty or incomplete; the sealed copy on the server is whole, for the author alone. */
  | "staged"
  /** Handed over, or still staged: the answer was lost. */
  | "server"

export type SendStopCode = SendRefusal | ProtocolCode | ProblemCode

const PASSING: ReadonlySet<string> = new Set<SendStopCode>(["offline", "service.unavailable", "request.rate_limited"])
const SIGN_IN: ReadonlySet<string> = new Set<SendStopCode>(["session.required", "session.proof_refused"])

/** The line or the server's load: it may be otherwise in a moment. */
export const isPassing = (code: string): boolean => PASSING.has(code)
/** Of the hand-over itself: says nothing about whether it happened. */
export const isUncertain = (code: string): boolean => isPassing(code) || code === "service.fault"
/** Of the question whether it happened: there was no answer, because of the line, the server's load or the sign-in. */
export const isUnsaid = (code: string): boolean => isUncertain(code) || SIGN_IN.has(code)

export class SendStopped extends Error {
  readonly code: SendStopCode
  /** Addresses that the reason is about. */
  readonly people: readonly string[]
  /** Names of attachments that the reason is about. */
  readonly files: readonly string[]
  /** Journal entry with which `sendSecure` can go on, or null. */
  readonly resume: string | null
  /** The hand-over was sent and its answer lost: `resumeSends` finds out. */
  readonly isUnknown: boolean
  readonly text: TextPlace

  constructor(
    code: SendStopCode,
    about: Partial<Pick<SendStopped, "people" | "files" | "resume" | "isUnknown" | "text">> & { cause?: unknown } = {},
  ) {
    super(`The message was not sent (${code}).`, about.cause === undefined ? undefined : { cause: about.cause })
    this.name = "SendStopped"
    this.code = code
    this.people = about.people ?? []
    this.files = about.files ?? []
    this.resume = about.resume ?? null
    this.isUnknown = about.isUnknown ?? false
    this.text = about.text ?? "draft"
  }
}

/** Every error of the parts below, as the one that hosts show. */
export function stopOf(
  error: unknown,
  about: { resume: string | null; isUnknown: boolean; text?: TextPlace },
): SendStopped {
  if (error instanceof SendStopped) {
    return new SendStopped(error.code, {
      people: error.people,
      files: error.files,
      ...about,
      cause: error.cause ?? error,
    })
  }
  const cause = { ...about, cause: error }
  if (error instanceof NetworkError) return new SendStopped("offline", cause)
  if (error instanceof ApiProblem || error instanceof ProtocolError) return new SendStopped(error.code, cause)
  throw error
}
