/** What arrives for a person by ordinary mail, wherever the server under test sends it. */
import { parseMail, type SmtpSink } from "./smtp-sink.ts"

const CODE = /\b([0-9A-HJKMNP-TV-Z]{4})-([0-9A-HJKMNP-TV-Z]{4})-([0-9A-HJKMNP-TV-Z]{4})\b/
const LINK = /https?:\/\/\S+\/m\/msg_[0-9a-z]{26}/
const WAIT_MS = 20_000

export interface Mailbox {
  /** How many mails this address has had. */
  count(address: string): Promise<number>
  /** Waits for the mail after the first `skip` ones and gives its text. */
  text(address: string, skip: number): Promise<string>
}

export function sinkMailbox(sink: SmtpSink): Mailbox {
  return {
    count: async (address) => sink.to(address).length,
    text: async (address, skip) => (await parseMail(await sink.waitFor(address, skip + 1, WAIT_MS))).text ?? "",
  }
}

/** The mailbox code, 12 characters, from the next mail that has one, after `request` asked for it. */
export async function mailedCode(mailbox: Mailbox, address: string, request: () => Promise<unknown>): Promise<string> {
  const before = await mailbox.count(address)
  await request()
  for (let skip = before; ; skip++) {
    const code = CODE.exec(await mailbox.text(address, skip))
    if (code) return code.slice(1).join("")
  }
}

/** Where the notice leads that is this person's mail number `count`. */
export async function noticeLink(mailbox: Mailbox, address: string, count = 1): Promise<string> {
  const text = await mailbox.text(address, count - 1)
  const link = LINK.exec(text)
  if (link === null) throw new Error(`mail ${count} to ${address} has no link: ${text}`)
  return link[0]
}
