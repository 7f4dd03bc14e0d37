/** An SMTP server on loopback that accepts everything, keeps it, and hands it on to whoever listens. */
import { SMTPServer } from "smtp-server"
import { until } from "./wait.ts"

export interface SinkMail {
  from: string
  to: string[]
  raw: Buffer
}
export interface SmtpSink {
  readonly port: number
  readonly mails: SinkMail[]
  /** The next mail to this address that was not asked for before. */
  next(address: string, within?: number): Promise<SinkMail>
  stop(): Promise<void>
}

export async function startSmtpSink(arrived: (mail: SinkMail) => void = () => undefined): Promise<SmtpSink> {
  const mails: SinkMail[] = []
  const taken = new Set<SinkMail>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    hideSTARTTLS: true,
    size: 256 << 20,
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on("data", (part: Buffer) => parts.push(part))
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope
        const mail = {
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map((to) => to.address),
          raw: Buffer.concat(parts),
        }
        mails.push(mail)
        arrived(mail)
        done()
      })
    },
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const address = server.server.address()
  return {
    port: address !== null && typeof address === "object" ? address.port : 0,
    mails,
    next: (to, within = 20_000) =>
      until(
        `a mail to ${to}`,
        () => {
          const mail = mails.find((one) => one.to.includes(to) && !taken.has(one))
          if (mail !== undefined) taken.add(mail)
          return mail
        },
        { within },
      ),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
