/** An administrator and a stranger at the real server, whose line can be cut at chosen places. */
import { createOrganization, opaqueInProcess, register } from "@smp/shared/account"
import type { Account } from "@smp/shared/account"
import { randomBytes, toBase64url } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { createApiClient, memoryStore, sourceFromBytes } from "@smp/shared/client"
import type { ApiClient } from "@smp/shared/client"
import type { Draft, MailHost, SentMessage } from "@smp/shared/send"
import type { OrganizationId } from "@smp/shared/wire"
import { PASSWORD, startRealServer } from "./real-server.ts"
import type { RealServer } from "./real-server.ts"

/** Decides about every request of the clients under test; throwing before or after it is a cut line. */
export type Line = (
  request: { method: string; path: string; chunks: number },
  pass: () => Promise<Response>,
) => Promise<Response>
export const plain: Line = (_, pass) => pass()

interface NewAccount {
  readonly account: Account
  readonly recoveryCode: string
  /** A second code for the same address is mailed half a minute later at the earliest. */
  readonly resendAt: number
}

export class FlowWorld {
  line: Line = plain
  readonly server: RealServer

  constructor(server: RealServer) {
    this.server = server
  }

  client(): ApiClient {
    return createApiClient({
      origin: this.server.origin,
      tries: 2,
      fetch: (url, init) =>
        this.line({ method: init.method ?? "GET", path: new URL(url).pathname, chunks: chunksOf(init) }, () =>
          fetch(url, init),
        ),
    })
  }

  options() {
    return {
      client: this.client(),
      opaque: opaqueInProcess(),
      device: "test",
      transport: "bearer",
      trusted: true,
      pins: memoryStore(),
    } as const
  }

  async newAccount(address: string): Promise<NewAccount> {
    const input = this.options()
    const { nonce, resendAt } = await input.client.requestCode({ address })
    const code = await this.server.codeFor(address)
    return { ...(await register({ ...input, address, name: address, password: PASSWORD, code, nonce })), resendAt }
  }
}

/** How many stored segments a request brings. */
const chunksOf = ({ headers }: RequestInit): number =>
  Buffer.from(new Headers(headers).get("chunk-digests") ?? "", "base64url").length / 32

/** Alice, who has founded an organization. */
export async function startFlowWorld(): Promise<{ world: FlowWorld; alice: Account; org: OrganizationId }> {
  const world = new FlowWorld(await startRealServer())
  const token = new URL(world.server.setUpLink()).hash.slice(1)
  const { account: alice } = await register({
    ...world.options(),
    address: "alice@example.com",
    name: "Alice",
    password: PASSWORD,
    code: token,
    nonce: toBase64url(randomBytes(16)),
    setUp: true,
  })
  return { world, alice, org: await createOrganization({ account: alice, name: "Example" }) }
}

export const attachment = (bytes: Bytes, name = "a.bin") => ({
  name,
  type: "application/octet-stream",
  size: bytes.length,
  source: sourceFromBytes(bytes),
  cid: null,
})
export const draftTo = (address: string, change: Partial<Draft> = {}): Draft => ({
  from: { address: "alice@example.com", name: "Alice" },
  to: [{ address, name: "" }],
  cc: [],
  bcc: [],
  subject: "Subject",
  html: null,
  text: "text",
  attachments: [],
  thread: null,
  ...change,
})
export function hostOf(draft: Draft, change: Partial<MailHost> = {}) {
  const finished: SentMessage[] = []
  const host: MailHost = {
    snapshot: () => Promise.resolve(draft),
    hasChanged: () => Promise.resolve(false),
    finish: (sent) => Promise.resolve(void finished.push(sent)),
    ...change,
  }
  return { host, finished }
}
