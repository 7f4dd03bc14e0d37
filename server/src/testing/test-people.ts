/** People of server tests: the real account and send flows, with nothing kept on disk. */
import { randomBytes, toBase64url } from "@smp/shared/bytes"
import {
  createOrganization,
  opaqueInProcess,
  recoverWithCode,
  register,
  resetWithMailbox,
  signIn,
} from "@smp/shared/account"
import type { Account } from "@smp/shared/account"
import { createApiClient, memoryStore, newIdempotencyKey, sourceFromBytes } from "@smp/shared/client"
import type { ApiClientParts, LocalStore } from "@smp/shared/client"
import { sendSecure } from "@smp/shared/send"
import type { MailHost } from "@smp/shared/send"
import type { OrganizationId } from "@smp/shared/wire"
import type { TestServer } from "./test-server.ts"

export interface TestPerson {
  readonly account: Account
  readonly store: LocalStore
  readonly address: string
}

type Line = Pick<ApiClientParts, "fetch" | "tries" | "client">

const PASSWORD = "four unrelated words here"

const entrance = (server: TestServer, address: string, line: Line = {}) => {
  const store = memoryStore()
  const client = createApiClient({ origin: server.origin, ...line })
  return {
    client,
    opaque: opaqueInProcess(),
    address,
    name: address,
    password: PASSWORD,
    device: "test",
    transport: "bearer" as const,
    trusted: false,
    pins: store,
  }
}

export async function founder(
  server: TestServer,
  address: string,
  organization: string,
  line: Line = {},
): Promise<TestPerson & { org: OrganizationId }> {
  const options = entrance(server, address, line)
  const nonce = toBase64url(randomBytes(16))
  const { account } = await register({ ...options, code: await server.setUpToken(), nonce, setUp: true })
  const org = await createOrganization({ account, name: organization })
  return { account, store: options.pins, address, org }
}

export async function registered(
  server: TestServer,
  address: string,
  line: Line = {},
): Promise<TestPerson & { recoveryCode: string }> {
  const options = entrance(server, address, line)
  const { nonce } = await options.client.requestCode({ address })
  const { account, recoveryCode } = await register({ ...options, code: server.code(address), nonce })
  return { account, store: options.pins, address, recoveryCode }
}

export async function recoveredByCode(server: TestServer, address: string, recoveryCode: string): Promise<void> {
  const options = entrance(server, address)
  const { nonce } = await options.client.requestCode({ address })
  const mailboxCode = server.code(address)
  await recoverWithCode({ ...options, nonce, mailboxCode, recoveryCode, newPassword: "five other words than before" })
}

/** @param line for tests that cut it */
export async function signedInAgain(server: TestServer, address: string, line: Line = {}): Promise<TestPerson> {
  const options = entrance(server, address, line)
  return { account: await signIn(options), store: options.pins, address }
}

export async function invite(administrator: TestPerson & { org: OrganizationId }, address: string): Promise<void> {
  await administrator.account.client.addMember(
    administrator.org,
    { address, name: "", role: "member" },
    newIdempotencyKey(),
  )
}

/** A letter as a host without a draft gives it. */
export function letterHost(from: TestPerson, to: string[], attachment?: Uint8Array<ArrayBuffer>): MailHost {
  const people = (addresses: string[]) => addresses.map((address) => ({ address, name: "" }))
  const attachments =
    attachment === undefined
      ? []
      : [
          {
            name: "plan.bin",
            type: "application/octet-stream",
            size: attachment.length,
            source: sourceFromBytes(attachment),
            cid: null,
          },
        ]
  const draft = {
    from: { address: from.address, name: "" },
    to: people(to),
    cc: [],
    bcc: [],
    subject: "A letter",
    html: null,
    text: "the text",
    attachments,
    thread: null,
  }
  return { snapshot: async () => draft, hasChanged: async () => false, finish: async () => undefined }
}

export async function sendLetter(
  from: TestPerson,
  org: OrganizationId,
  to: string[],
  attachment?: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const host = letterHost(from, to, attachment)
  return (await sendSecure({ account: from.account, host, org, journal: from.store })).id
}

/** Nothing is left but the mailbox. @param line for tests that look at what is sent */
export async function resetByMail(server: TestServer, address: string, line: Line = {}): Promise<TestPerson> {
  const options = entrance(server, address, line)
  const { nonce } = await options.client.requestCode({ address })
  const { account } = await resetWithMailbox({
    ...options,
    nonce,
    mailboxCode: server.code(address),
    newPassword: PASSWORD,
  })
  return { account, store: options.pins, address }
}
