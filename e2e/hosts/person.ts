/**
 * A person at a computer without a screen: the same account, send and read flows as every client, in Node.
 * Promises: nothing is written to disk; what the person knows (password, recovery code, ring) stays readable to tests.
 */
import { createOrganization, opaqueInProcess, register, signIn, type Account, type SignIn } from "@smp/shared/account"
import { concat, newId, randomBytes, toBase64url, utf8, type Bytes } from "@smp/shared/bytes"
import {
  createApiClient,
  memoryStore,
  sourceFromBytes,
  type Fetch,
  type LocalStore,
  type SegmentEngine,
} from "@smp/shared/client"
import { openAttachment, readMessage, type OpenedMessage } from "@smp/shared/read"
import { sendSecure, type Draft, type MailHost, type SendOptions, type SentMessage } from "@smp/shared/send"
import { messageId, type MessageId, type OrganizationId } from "@smp/shared/wire"
import { mailedCode, type Mailbox } from "./mailbox.ts"
import type { RunningServer } from "./server.ts"

export interface Letter {
  to: string[]
  cc?: string[]
  bcc?: string[]
  subject: string
  text: string
  attachments?: { name: string; type: string; bytes: Bytes }[]
  options?: Partial<SendOptions>
}

export interface Person {
  readonly address: string
  readonly name: string
  readonly password: string
  readonly recoveryCode: string
  readonly account: Account
  /** The organization in whose name this person writes; null for a guest. */
  readonly org: OrganizationId | null
  readonly store: LocalStore
}

export interface Entrance {
  server: Pick<RunningServer, "origin">
  mailbox: Mailbox
  address: string
  name?: string
  password?: string
  line?: LineOptions
}

export interface LineOptions {
  /** Between the client code and the network, where a proof rewrites or records. */
  fetch?: Fetch
  /** How often an answer that was lost is asked for; as in every client unless told. */
  tries?: number
  engine?: SegmentEngine
}

/** The first administrator: follows the one-time link, registers, founds the organization. */
export async function foundOrganization(
  entrance: Omit<Entrance, "mailbox" | "server"> & { server: RunningServer; organization: string },
): Promise<Person> {
  const code = new URL(await entrance.server.setUpLink()).hash.slice(1)
  const nonce = toBase64url(randomBytes(16))
  const person = await enter(entrance, (options) => register({ ...options, code, nonce, setUp: true }))
  const org = await createOrganization({ account: person.account, name: entrance.organization })
  return { ...person, org }
}

/** Registers by the mailed code and signs in. A member was added before; anybody else becomes a guest. */
export async function registerPerson(entrance: Entrance): Promise<Person> {
  const client = createApiClient({ origin: entrance.server.origin })
  let nonce = ""
  const code = await mailedCode(entrance.mailbox, entrance.address, async () => {
    nonce = (await client.requestCode({ address: entrance.address })).nonce
  })
  return enter(entrance, (options) => register({ ...options, code, nonce }))
}

export async function addMember(administrator: Person, address: string, name: string): Promise<void> {
  const { account, org } = administrator
  if (org === null) throw new TypeError(`${administrator.address} has no organization`)
  await account.client.addMember(org, { address, name, role: "member" }, newId("msg"))
}

export interface Credentials {
  address: string
  password: string
  name?: string
}

/** Somebody who has an account, at another computer: signs in by password, knows nothing else yet. */
export async function signInAgain(
  who: Credentials,
  server: Pick<RunningServer, "origin">,
  line: LineOptions = {},
): Promise<Person> {
  return enter({ ...who, server, line }, async (options) => ({
    account: await signIn(options),
    recoveryCode: "",
  }))
}

async function enter(
  entrance: Credentials | Omit<Entrance, "mailbox">,
  open: (options: SignIn & { name: string }) => Promise<{ account: Account; recoveryCode: string }>,
): Promise<Person> {
  const { server, line } = entrance as Entrance
  const { address } = entrance
  const name = entrance.name ?? address.split("@")[0] ?? address
  const password = entrance.password ?? `correct horse ${newId("msg")}`
  const store = memoryStore()
  const client = createApiClient({ origin: server.origin, ...line })
  const { account, recoveryCode } = await open({
    client,
    opaque: opaqueInProcess(),
    address,
    name,
    password,
    device: "test",
    transport: "bearer",
    trusted: false,
    pins: store,
  })
  return { address, name, password, recoveryCode, account, org: account.memberships[0]?.org ?? null, store }
}

/** Sends as an add-in does; the draft is what `letter` says, and nobody changes it meanwhile. */
export async function send(
  person: Person,
  letter: Letter,
  org = person.org,
): Promise<{ id: MessageId; reference: string; at: number }> {
  if (org === null) throw new TypeError(`${person.address} writes in no organization`)
  return sendSecure({
    account: person.account,
    host: draftHost(person, letter),
    org,
    journal: person.store,
    ...(letter.options ? { options: letter.options } : {}),
  })
}

export function draftHost(person: Person, letter: Letter, sent: SentMessage[] = []): MailHost {
  return {
    snapshot: async () => draftOf(person, letter),
    hasChanged: async () => false,
    finish: async (message) => {
      sent.push(message)
    },
  }
}

function draftOf(person: Person, letter: Letter): Draft {
  const people = (addresses: string[] = []) => addresses.map((address) => ({ address, name: "" }))
  const attachments = (letter.attachments ?? []).map(({ name, type, bytes }) => {
    return { name, type, size: bytes.length, source: sourceFromBytes(bytes), cid: null }
  })
  return {
    from: { address: person.address, name: person.name },
    to: people(letter.to),
    cc: people(letter.cc),
    bcc: people(letter.bcc),
    subject: letter.subject,
    html: null,
    text: letter.text,
    attachments,
    thread: null,
  }
}

export async function read(person: Person, id: string): Promise<OpenedMessage> {
  return readMessage({ account: person.account, id: messageId.parse(id) })
}

/** The whole attachment; throws at the first segment that is not what was signed. */
export async function readAttachment(opened: OpenedMessage, index = 0): Promise<Bytes> {
  const file = opened.attachments[index]
  if (!file) throw new RangeError(`${opened.id} has no attachment ${index}`)
  const pieces: Bytes[] = []
  for await (const piece of openAttachment(opened, file.obj)) pieces.push(piece)
  return concat(...pieces)
}

export const textBytes = (text: string): Bytes => utf8(text)
