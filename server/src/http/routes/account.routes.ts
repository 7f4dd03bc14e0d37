/** Registration, sign-in, sessions, key ring. */
import {
  account,
  codeReply,
  codeRequest,
  keyRing,
  keyRingWrite,
  mailboxProved,
  passwordChange,
  pinsWrite,
  recoveryFinish,
  recoveryStart,
  recoveryStartReply,
  registrationFinish,
  registrationFinishReply,
  registrationStart,
  registrationStartReply,
  resetFinish,
  sessions,
  signInFinish,
  signInFinishReply,
  signInStart,
  signInStartReply,
  unlocker,
} from "@smp/shared/wire"
import type { AccountChanges } from "../../services/account-changes.ts"
import type { Accounts } from "../../services/accounts.service.ts"
import type { FirstContact } from "../../services/first-contact.service.ts"
import type { Sessions } from "../../services/sessions.service.ts"
import { COOKIE } from "../app.ts"
import { open, signedIn } from "../route.ts"
import type { Reply, Route } from "../route.ts"

const RING_BODY = 2 << 20
const PINS_BODY = 12 << 20
const done: Reply = {}

interface Parts {
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly firstContact: FirstContact
  readonly changes: AccountChanges
  readonly report: (fault: unknown) => void
}

export function accountRoutes({ accounts, sessions: live, firstContact, changes, report }: Parts): Route[] {
  return [
    open(
      "POST /api/accounts/codes",
      { summary: "Mail a code to an address", body: codeRequest, reply: codeReply },
      async ({ body, asker }) => ({
        json: await accounts.requestCode({ address: body.address, locale: body.locale ?? null, asker }),
      }),
    ),
    open(
      "POST /api/accounts/registration/start",
      { summary: "OPAQUE registration, first step", body: registrationStart, reply: registrationStartReply },
      async ({ body }) => ({
        json: await accounts.startRegistration(body.idn, body.request),
      }),
    ),
    open(
      "POST /api/accounts/registration/finish",
      {
        summary: "Register: statement, proof of the mailbox, ring",
        body: registrationFinish,
        reply: registrationFinishReply,
        limit: RING_BODY,
      },
      async ({ body }) => {
        const registered = await accounts.register(body)
        firstContact.serveAddress(body.address).catch(report)
        return { json: registered }
      },
    ),
    open(
      "POST /api/accounts/sign-in/start",
      { summary: "OPAQUE sign-in, first step", body: signInStart, reply: signInStartReply },
      async ({ body, asker }) => ({
        json: await accounts.startSignIn({ ...body, asker }),
      }),
    ),
    open(
      "POST /api/accounts/sign-in/finish",
      { summary: "OPAQUE sign-in, second step", body: signInFinish, reply: signInFinishReply },
      async ({ body }) => {
        const { token, account: signed, known } = await accounts.finishSignIn(body)
        if (body.transport === "bearer") return { json: { token, account: signed, known } }
        const age = Math.floor((signed.session.absoluteEnd - Date.now()) / 1000)
        const cookie = `${COOKIE}=${token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${age}`
        return { json: { token: null, account: signed, known }, headers: { "set-cookie": cookie } }
      },
    ),
    open(
      "POST /api/accounts/recovery/start",
      { summary: "Boxes that the recovery code opens", body: recoveryStart, reply: recoveryStartReply },
      async ({ body, asker }) => ({
        json: await accounts.startRecovery({ ...body, asker }),
      }),
    ),
    open(
      "POST /api/accounts/recovery/finish",
      { summary: "New password after the recovery code", body: recoveryFinish, reply: mailboxProved },
      async ({ body }) => {
        const json = await accounts.finishRecovery(body)
        await changes.settleAll()
        return { json }
      },
    ),
    open(
      "POST /api/accounts/reset/finish",
      {
        summary: "New keys after nothing but the mailbox is left",
        body: resetFinish,
        reply: mailboxProved,
        limit: RING_BODY,
      },
      async ({ body }) => {
        const { known } = await accounts.reset(body)
        await changes.settleAll()
        return { json: { known } }
      },
    ),
    signedIn("POST /api/accounts/sign-out", { summary: "End this session" }, async ({ session }) => {
      await live.end(session.identity, session.id)
      return { headers: { "set-cookie": `${COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0` } }
    }),
    signedIn(
      "POST /api/accounts/password",
      { summary: "Change the password", body: passwordChange },
      async ({ session, body }) => {
        await accounts.changePassword(session, body)
        await changes.settleAll()
        return done
      },
    ),
    signedIn("GET /api/account", { summary: "Who is signed in", reply: account }, async ({ session }) => ({
      json: await accounts.account(session),
    })),
    signedIn("GET /api/sessions", { summary: "Own sessions", reply: sessions }, async ({ session }) => ({
      json: {
        sessions: (await live.list(session.identity)).map(({ id, device, startedAt, lastUsedAt }) => ({
          id,
          device,
          startedAt,
          lastUsedAt,
          current: id === session.id,
        })),
      },
    })),
    signedIn("DELETE /api/sessions/:id", { summary: "End one of the own sessions" }, async ({ session, params }) => {
      await accounts.endSession(session.identity, params["id"] ?? "")
      return done
    }),
    signedIn("GET /api/key-ring", { summary: "Own sealed ring", reply: keyRing }, async ({ session }) => ({
      json: await accounts.keyRing(session.identity),
    })),
    signedIn(
      "PUT /api/key-ring",
      { summary: "Write the ring, compare-and-swap", body: keyRingWrite, limit: RING_BODY },
      async ({ session, body }) => {
        await accounts.writeRing(session, body)
        return done
      },
    ),
    signedIn(
      "PUT /api/key-ring/pins",
      { summary: "Write the contact pins, compare-and-swap", body: pinsWrite, limit: PINS_BODY },
      async ({ session, body }) => {
        await accounts.writePins(session.identity, body)
        return done
      },
    ),
    signedIn(
      "POST /api/key-ring/unlockers",
      { summary: "Add one way to unlock", body: unlocker },
      async ({ session, body }) => {
        await accounts.addUnlocker(session.identity, body)
        return done
      },
    ),
    signedIn(
      "DELETE /api/key-ring/unlockers/:unl",
      { summary: "Withdraw one way to unlock" },
      async ({ session, params }) => {
        await accounts.removeUnlocker(session.identity, params["unl"] ?? "")
        return done
      },
    ),
  ]
}
