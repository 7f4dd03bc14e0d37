/** What most proofs begin with: a running server with mail, one organization, its administrator and two members. */
import { addMember, foundOrganization, registerPerson, type Person } from "../hosts/person.ts"
import { sinkMailbox, type Mailbox } from "../hosts/mailbox.ts"
import { startServer, type RunningServer, type ServerOptions } from "../hosts/server.ts"
import { startSmtpSink, type SmtpSink } from "../hosts/smtp-sink.ts"

export interface Town {
  server: RunningServer
  sink: SmtpSink
  mailbox: Mailbox
  alice: Person
  bob: Person
  carol: Person
  close(): Promise<void>
}

/** Alice founds the organization; Bob and Carol are members; all have keys. */
export async function buildTown(options: Omit<ServerOptions, "smtp"> = {}): Promise<Town> {
  const sink = await startSmtpSink()
  const server = await startServer({ ...options, smtp: sink })
  const mailbox = sinkMailbox(sink)
  const close = async () => {
    await server.remove()
    await sink.shut()
  }
  try {
    const alice = await foundOrganization({
      server,
      address: "alice@example.com",
      name: "Alice Example",
      organization: "Example Works",
    })
    const join = async (address: string, name: string) => {
      await addMember(alice, address, name)
      return registerPerson({ server, mailbox, address, name })
    }
    const bob = await join("bob@example.com", "Bob Example")
    const carol = await join("carol@example.com", "Carol Example")
    return { server, sink, mailbox, alice, bob, carol, close }
  } catch (fault) {
    const said = server.output().slice(-4_000)
    await close()
    throw new Error(`The town was not built. The server said:\n${said}`, { cause: fault })
  }
}

/** Runs with a town and takes it down whatever happens. */
export async function inTown<Result>(
  work: (town: Town) => Promise<Result>,
  options?: Omit<ServerOptions, "smtp">,
): Promise<Result> {
  const town = await buildTown(options)
  try {
    return await work(town)
  } finally {
    await town.close()
  }
}
