/**
 * A mail server that keeps what it is given: the outside world of the notifier and of the mailbox prover.
 * Promises: every byte of every connection is kept, both directions; can be shut and opened again on the same port;
 * can lose a connection after DATA, which is when a mail client cannot know whether the mail was taken.
 */
import { createServer, connect, type Server, type Socket } from "node:net"
import type { AddressInfo } from "node:net"
import { simpleParser, type ParsedMail } from "mailparser"
import { SMTPServer } from "smtp-server"

export interface CaughtMail {
  from: string
  to: string[]
  raw: Buffer
  at: number
}

export interface SmtpSink {
  readonly port: number
  readonly mails: CaughtMail[]
  /** Everything that crossed the wire, in order of arrival. */
  transcript(): Buffer
  /** Mails to this address, oldest first. */
  to(address: string): CaughtMail[]
  /** Waits for the count-th mail to the address. Throws after `milliseconds`. */
  waitFor(address: string, count?: number, milliseconds?: number): Promise<CaughtMail>
  /** Chance (0 to 1) that a connection is cut after the mail was taken and before 250. */
  loseAnswers(chance: number): void
  shut(): Promise<void>
  open(): Promise<void>
}

export async function startSmtpSink(): Promise<SmtpSink> {
  const mails: CaughtMail[] = []
  const wire: Buffer[] = []
  const waiting = new Set<() => void>()
  let losing = 0
  const behind = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? "" : mailFrom.address
        mails.push({
          from,
          to: rcptTo.map((to) => to.address.toLowerCase()),
          raw: Buffer.concat(chunks),
          at: Date.now(),
        })
        for (const wake of waiting) wake()
        if (Math.random() < losing) cutAll()
        else done()
      })
    },
  })
  behind.on("error", () => undefined)
  await new Promise<void>((resolve) => behind.listen(0, "127.0.0.1", resolve))
  const behindPort = (behind.server.address() as AddressInfo).port
  const open = new Set<Socket>()
  const cutAll = () => {
    for (const socket of open) socket.destroy()
  }
  const front = () => createServer((client) => join(client, behindPort, wire, open))
  let server = front()
  const port = await listen(server, 0)

  const to = (address: string) => mails.filter((mail) => mail.to.includes(address.toLowerCase()))
  return {
    port,
    mails,
    transcript: () => Buffer.concat(wire),
    to,
    async waitFor(address, count = 1, milliseconds = 15_000) {
      const deadline = Date.now() + milliseconds
      for (;;) {
        const mail = to(address)[count - 1]
        if (mail) return mail
        const left = deadline - Date.now()
        if (left <= 0)
          throw new Error(`no mail ${count} to ${address} within ${milliseconds} ms; ${mails.length} mails in all`)
        await nextMail(waiting, Math.min(left, 250))
      }
    },
    loseAnswers(chance) {
      losing = chance
    },
    async shut() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      cutAll()
      await closed
    },
    async open() {
      server = front()
      await listen(server, port)
    },
  }
}

/** The mail as a mail program would see it. */
export async function parseMail(mail: CaughtMail): Promise<ParsedMail> {
  return simpleParser(mail.raw)
}

function join(client: Socket, port: number, wire: Buffer[], open: Set<Socket>): void {
  const inside = connect(port, "127.0.0.1")
  for (const [source, target] of [
    [client, inside],
    [inside, client],
  ] as const) {
    open.add(source)
    source.on("data", (chunk: Buffer) => {
      wire.push(chunk)
      target.write(chunk)
    })
    source.on("error", () => target.destroy())
    source.on("close", () => {
      open.delete(source)
      target.destroy()
    })
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", resolve)
  })
  return (server.address() as AddressInfo).port
}

function nextMail(waiting: Set<() => void>, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer)
      waiting.delete(wake)
      resolve()
    }
    const timer = setTimeout(wake, milliseconds)
    waiting.add(wake)
  })
}
