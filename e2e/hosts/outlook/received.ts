/** A mail of the platform as Exchange holds it after delivery. */
import { parseMail } from "../smtp-sink.ts"
import type { MailItem, MailPerson } from "./item.ts"

export async function receivedMail(
  mail: Parameters<typeof parseMail>[0],
  owner: MailPerson,
): Promise<Partial<MailItem>> {
  const parsed = await parseMail(mail)
  const headers = Object.fromEntries(
    parsed.headerLines.map(({ line }) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  )
  const [from] = parsed.from?.value ?? []
  return {
    id: "AAMk-notice",
    isReceived: true,
    from: { address: from?.address ?? "", name: from?.name ?? "" },
    to: [owner],
    subject: parsed.subject ?? "",
    body: String(parsed.html),
    headers,
  }
}
