/**
 * What the sender tells a reader on another way than the server's: five words, a code, the link of an own mail
 * (docs/PROTOCOL.md §6.3, §6.4). All of it follows from the author's own ring, so that every device of the author can say
 * it again, and nothing of it is stored anywhere.
 */
import type { Account } from "../account/index.ts"
import { concat, encodeCbor, label, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import type { FirstContact } from "../envelope/index.ts"
import type { FirstContactMode } from "../slip/index.ts"
import { hkdf } from "../suite/index.ts"

/** `sender-code`: only through the sender, and only with a code told by telephone. */
export type ContactChoice = "agent" | "sender" | "sender-code" | "pass" | "link"

/** As they are offered, the one that asks least of people first. */
const CHOICES: readonly ContactChoice[] = ["agent", "sender", "sender-code", "pass", "link"]

/** What the organization's rules leave to the sender. */
export const contactChoices = (modes: readonly FirstContactMode[]): readonly ContactChoice[] =>
  CHOICES.filter((choice) => modes.includes(choice === "sender-code" ? "sender" : choice))

/** To be told once the message was handed over. */
export interface ToldSecret {
  readonly address: string
  readonly kind: "words" | "code" | "link"
  readonly text: string
}

interface Contact {
  readonly msg: string
  readonly addr: string
}

const CODE_LENGTH = 16
const WORDS = 5
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

async function secretOf(account: Account, choice: ContactChoice, { msg, addr }: Contact): Promise<Bytes> {
  const key = await account.localKey("first-contact")
  return hkdf(key, new Uint8Array(), concat(label("contact-secret"), encodeCbor([choice, msg, addr])), 64)
}

/** 16 characters, 80 bits. */
export async function contactCode(account: Account, contact: Contact): Promise<string> {
  const bytes = await secretOf(account, "sender-code", contact)
  return Array.from(bytes.subarray(0, CODE_LENGTH), (byte) => ALPHABET[byte & 31]).join("")
}

/** Five words of 7,776: 64.6 bits. Each from eight bytes, so that no word is likelier than another. */
async function contactWords(account: Account, contact: Contact): Promise<string> {
  const [bytes, { EFF_LONG_WORDLIST: list }] = await Promise.all([
    secretOf(account, "pass", contact),
    import("secure-password-utilities/wordlists"),
  ])
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return Array.from({ length: WORDS }, (_, at) => list[Number(view.getBigUint64(8 * at) % BigInt(list.length))]).join(
    " ",
  )
}

/** What the seal needs to know about one first contact. */
export async function firstContactOf(account: Account, choice: ContactChoice, contact: Contact): Promise<FirstContact> {
  switch (choice) {
    case "agent":
      return { mode: "agent" }
    case "sender":
      return { mode: "sender", code: false }
    case "sender-code":
      return { mode: "sender", code: true }
    case "pass":
      return { mode: "pass", words: await contactWords(account, contact) }
    case "link": {
      const bytes = await secretOf(account, "link", contact)
      return { mode: "link", own: bytes.slice(0, 32), share: bytes.slice(32) }
    }
  }
}

/** What is to be told about it; null where nothing is. */
export async function toldSecret(
  account: Account,
  choice: ContactChoice,
  contact: Contact,
): Promise<ToldSecret | null> {
  const address = contact.addr
  const made = await firstContactOf(account, choice, contact)
  if (made.mode === "pass") return { address, kind: "words", text: made.words }
  if (made.mode === "link") {
    const text = `${account.client.origin}/m/${contact.msg}#k=${toBase64url(made.own)}`
    return { address, kind: "link", text }
  }
  if (made.mode === "agent" || !made.code) return null
  return { address, kind: "code", text: showContactCode(await contactCode(account, contact)) }
}

/** Four groups of four. */
const showContactCode = (code: string): string => (code.match(/.{4}/g) ?? [code]).join("-")
