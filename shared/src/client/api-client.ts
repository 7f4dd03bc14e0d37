/**
 * The typed HTTPS client: one method per route, every reply parsed (docs/PROTOCOL.md §9, shared/wire).
 * Promises: each signed-in request carries a fresh proof; a lost answer is asked for again only where that is safe.
 * Never: decides about trust, keeps a key other than the session's proof key.
 */
import type { SegmentEngine } from "../envelope/index.ts"
import type { OrganizationId } from "../wire/index.ts"
import { accountCalls } from "./account-calls.ts"
import type { AccountCalls } from "./account-calls.ts"
import { draftCalls } from "./draft-calls.ts"
import type { DraftCalls } from "./draft-calls.ts"
import { controlCalls } from "./control-calls.ts"
import type { ControlCalls } from "./control-calls.ts"
import { directoryCalls } from "./directory-calls.ts"
import type { DirectoryCalls } from "./directory-calls.ts"
import { historyCalls } from "./history-calls.ts"
import type { HistoryCalls } from "./history-calls.ts"
import type { Fetch, Line } from "./http-call.ts"
import { liveCalls } from "./live-calls.ts"
import type { LiveCalls } from "./live-calls.ts"
import { mailboxCalls } from "./mailbox-calls.ts"
import type { MailboxCalls } from "./mailbox-calls.ts"
import { messageCalls } from "./message-calls.ts"
import type { MessageCalls } from "./message-calls.ts"
import { organizationCalls } from "./organization-calls.ts"
import type { OrganizationCalls } from "./organization-calls.ts"
import { reminderCalls } from "./reminder-calls.ts"
import type { ReminderCalls } from "./reminder-calls.ts"
import type { Session } from "./session.ts"
import { stagingCalls } from "./staging-calls.ts"
import type { StagingCalls } from "./staging-calls.ts"
import { wantedCalls } from "./wanted-calls.ts"
import type { WantedCalls } from "./wanted-calls.ts"
import { uploadCalls } from "./upload-calls.ts"
import type { UploadCalls } from "./upload-calls.ts"

export interface ApiClient
  extends
    AccountCalls,
    DirectoryCalls,
    OrganizationCalls,
    UploadCalls,
    MailboxCalls,
    MessageCalls,
    HistoryCalls,
    ControlCalls,
    ReminderCalls,
    StagingCalls,
    WantedCalls,
    DraftCalls,
    LiveCalls {
  /** `https://host[:port]`, without a trailing slash. */
  readonly origin: string
  session: Session | null
  /** What seals and hashes segments; absent: WebCrypto. */
  readonly engine?: SegmentEngine
}

/** A log's name in paths: the platform's key log, or an organization's own log. */
export type LogName = "keys" | OrganizationId

export interface ApiClientParts {
  readonly origin: string
  /** Defaults to the platform's fetch. */
  readonly fetch?: Fetch
  readonly session?: Session | null
  readonly engine?: SegmentEngine
  /** Milliseconds for one try of one call; 30 s unless told. */
  readonly timeoutMs?: number
  /** Tries of an idempotent call; 4 unless told. */
  readonly tries?: number
  readonly now?: () => number
  /** `name/version`: stands with the events that this client causes. */
  readonly client?: string
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/

/** @throws TypeError unless `origin` is one of https, or of http on this machine: nothing of a session crosses a line in clear. */
export function createApiClient(parts: ApiClientParts): ApiClient {
  const { origin, protocol, hostname } = new URL(parts.origin)
  const isSafe = protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname))
  if (!isSafe) throw new TypeError("An origin of https is needed.")
  let session = parts.session ?? null
  const line: Line = {
    origin,
    fetch: parts.fetch ?? ((input, init) => fetch(input, init)),
    session: () => session,
    now: parts.now ?? Date.now,
    timeoutMs: parts.timeoutMs ?? 30_000,
    tries: parts.tries ?? 4,
    client: parts.client,
  }
  return {
    origin,
    ...(parts.engine ? { engine: parts.engine } : {}),
    get session() {
      return session
    },
    set session(next) {
      session = next
    },
    ...accountCalls(line),
    ...directoryCalls(line),
    ...organizationCalls(line),
    ...uploadCalls(line),
    ...mailboxCalls(line),
    ...messageCalls(line),
    ...historyCalls(line),
    ...controlCalls(line),
    ...reminderCalls(line),
    ...stagingCalls(line),
    ...wantedCalls(line),
    ...draftCalls(line),
    ...liveCalls(line),
  }
}
