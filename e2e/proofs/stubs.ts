/** The notices that a mail server got, by message and reader. */
import { parseMail, type SmtpSink } from "../hosts/smtp-sink.ts"
import { mustHold, pause } from "./proof.ts"

const LINK = /\/m\/(msg_[0-9a-z]{26})/

export interface Stub {
  message: string
  to: string
  messageId: string
}

export async function stubsIn(sink: SmtpSink): Promise<Stub[]> {
  const stubs: Stub[] = []
  for (const mail of sink.mails) {
    const parsed = await parseMail(mail)
    const message = LINK.exec(parsed.text ?? "")?.[1]
    if (message === undefined) continue
    for (const to of mail.to) stubs.push({ message, to, messageId: parsed.messageId ?? "" })
  }
  return stubs
}

/**
 * Waits until every expected notice has arrived; then no reader has two notices of one message with different
 * Message-IDs. Returns how many came more than once.
 */
export async function checkStubs(
  sink: SmtpSink,
  expected: readonly { id: string; to: string }[],
  milliseconds: number,
): Promise<number> {
  const deadline = Date.now() + milliseconds
  for (;;) {
    const stubs = await stubsIn(sink)
    const ids = new Map<string, string[]>()
    for (const { message, to, messageId } of stubs)
      ids.set(`${message} ${to}`, [...(ids.get(`${message} ${to}`) ?? []), messageId])
    const missing = expected.filter(({ id, to }) => !ids.has(`${id} ${to}`))
    if (missing.length > 0 && Date.now() < deadline) {
      await pause(500)
      continue
    }
    mustHold(
      missing.length === 0,
      `${missing.length} of ${expected.length} notices did not come, first ${missing[0]?.id} to ${missing[0]?.to}`,
    )
    for (const [key, own] of ids) {
      mustHold(
        own.every((id) => id !== ""),
        `${key}: a notice without Message-ID`,
      )
      mustHold(new Set(own).size === 1, `${key}: one notice under several Message-IDs: ${own.join(", ")}`)
    }
    return [...ids.values()].reduce((sum, own) => sum + own.length - 1, 0)
  }
}
