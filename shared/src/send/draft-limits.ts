/** The limits of docs/PROTOCOL.md §10, checked before anything is encrypted, each with its own code. */
import { normalizeAddress, ProtocolError, utf8 } from "../bytes/index.ts"
import type { Draft, Mailbox } from "./mail-host.ts"
import { SendStopped } from "./send-stopped.ts"

export const MAX_RECIPIENTS = 1_000
export const MAX_FIRST_CONTACTS = 200
export const MAX_FILES = 200
/** 16 GiB, 32,768 segments. */
export const MAX_FILE_BYTES = 32_768 * 524_256
/** 32 MiB of body, less what its frame and CBOR take. */
const MAX_TEXT_BYTES = (32 << 20) - 4_096
const MAX_SUBJECT_BYTES = 998
const MAX_NAME_BYTES = 200

type Role = "to" | "cc" | "bcc"
export interface Addressee extends Mailbox {
  readonly role: Role
}

/** Everybody once, in the first role that names them, addresses normalised. @throws SendStopped. */
export function addresseesOf(draft: Draft): Addressee[] {
  const seen = new Set<string>()
  const refused: string[] = []
  const people: Addressee[] = []
  for (const role of ["to", "cc", "bcc"] as const) {
    for (const mailbox of draft[role]) {
      const address = tryNormalize(mailbox.address)
      if (address === null) refused.push(mailbox.address)
      else if (!seen.has(address)) people.push({ role, address, name: shortName(mailbox.name) })
      if (address !== null) seen.add(address)
    }
  }
  if (refused.length > 0) throw new SendStopped("address-refused", { people: refused })
  if (people.length === 0) throw new SendStopped("no-recipient")
  if (people.length > MAX_RECIPIENTS) throw new SendStopped("too-many-recipients")
  return people
}

/** @throws SendStopped. */
export function checkDraft(draft: Draft): void {
  if (utf8(draft.subject).length > MAX_SUBJECT_BYTES) throw new SendStopped("subject-too-long")
  if (draft.attachments.length > MAX_FILES) throw new SendStopped("too-many-files")
  const large = draft.attachments.filter(({ size }) => size > MAX_FILE_BYTES)
  if (large.length > 0) throw new SendStopped("file-too-large", { files: large.map(({ name }) => name) })
  if (utf8(draft.html ?? "").length + utf8(draft.text ?? "").length > MAX_TEXT_BYTES)
    throw new SendStopped("text-too-large")
}

/** Display names are for people: cut, on a whole character, to what the slip takes. */
export function shortName(name: string): string {
  const text = name.trim().toWellFormed()
  let short = ""
  for (const character of text) {
    if (utf8(short + character).length > MAX_NAME_BYTES) break
    short += character
  }
  return short
}

function tryNormalize(address: string): string | null {
  try {
    return normalizeAddress(address)
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}
