/**
 * Who is signed in in this pane: keys and token live in its memory alone, until it is closed or was not used for 8 hours.
 * After sign-in the rules that the send event needs are written to the mailbox's settings.
 * Never: keeps a password, a key or a token on disk; uses a cookie.
 */
import type { Account, OpaqueCalls } from "@smp/shared/account"
import { equalBytes } from "@smp/shared/bytes"
import { createApiClient, segmentsInWorker } from "@smp/shared/client"
import { NO_MAIL_RULES } from "@smp/shared/slip"
import { POLICY_KEY } from "../../guard/policy-cache.ts"
import type { PolicyCache } from "../../guard/policy-cache.ts"
import type { OutlookPort } from "../../host/outlook-port.ts"
import { bestEffortStore } from "./store.ts"

export const IDLE_MS = 8 * 3600_000

/** Origin of the server: this page's own, unless the page names another one. */
export function serverOrigin(): string {
  const named = document.querySelector<HTMLMetaElement>('meta[name="smp-server"]')?.content ?? ""
  return /^https?:\/\//.test(named) ? new URL(named).origin : location.origin
}

const engine = segmentsInWorker(() => new Worker(new URL("./segment-worker.ts", import.meta.url), { type: "module" }))
let opaque: Promise<OpaqueCalls> | null = null
function opaqueCalls(): Promise<OpaqueCalls> {
  opaque ??= import("@smp/shared/account").then(({ opaqueInWorker }) =>
    opaqueInWorker(() => new Worker(new URL("./opaque-worker.ts", import.meta.url), { type: "module" })),
  )
  return opaque
}

/** A password is about to be typed: fetch and start what will stretch it. */
export function warmUp(): void {
  opaqueCalls()
    .then((calls) => calls.startSignIn("warm-up"))
    .catch(() => undefined)
}

/** @throws ApiProblem account.sign_in_refused, request.rate_limited; NetworkError; ProtocolError. */
export async function signInHere(who: { address: string; password: string }): Promise<Account> {
  const { signIn } = await import("@smp/shared/account")
  return signIn({
    ...who,
    client: createApiClient({ origin: serverOrigin(), client: "Send Secure for Outlook/0.1.0", engine }),
    opaque: await opaqueCalls(),
    device: "Outlook",
    transport: "bearer",
    trusted: false,
    pins: bestEffortStore(),
  })
}

/**
 * The same person came back under the same keys: what is in hand goes on under the new session.
 * @returns false: the keys are others now, and what is in hand begins anew.
 */
export function renewSession(before: Account, now: Account): boolean {
  const isSame =
    before.idn === now.idn && equalBytes(before.ownKeys.newest.statement.kid, now.ownKeys.newest.statement.kid)
  if (isSame) before.client.session = now.client.session
  return isSame
}

export async function signOutHere(account: Account): Promise<void> {
  const { signOut } = await import("@smp/shared/account")
  await signOut(account).catch(() => undefined)
  account.client.session = null
}

/** The organization that this person writes for; null: only a guest. */
export const membershipOf = ({ memberships }: Account) => memberships.find(({ role }) => role !== "guest") ?? null

/** For the send event, which has neither network nor keys. Best effort: without it the event follows the marks alone. */
export async function writeRules(account: Account, outlook: OutlookPort): Promise<PolicyCache | null> {
  const membership = membershipOf(account)
  if (membership === null) return null
  const policy = await account.view.policy(membership.org).catch(() => null)
  if (policy === null) return null
  const { name, mail = NO_MAIL_RULES } = policy.policy
  const rules: PolicyCache = {
    v: 1,
    org: name,
    contact: mail.contact,
    server: account.client.origin,
    block: mail.block,
    advise: { domains: mail.advise },
  }
  await outlook.setSetting(POLICY_KEY, rules).catch(() => undefined)
  return rules
}
