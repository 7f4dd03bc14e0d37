/** Signing in, recovering, changing the password: the real server, the real flows. */
import {
  changePassword,
  forgetDevice,
  makeDeviceSecret,
  opaqueInProcess,
  recoverWithCode,
  resume,
  signIn,
  signOut,
  trustDevice,
} from "@smp/shared/account"
import type { Account } from "@smp/shared/account"
import { memoryStore, newIdempotencyKey } from "@smp/shared/client"
import type { Session } from "@smp/shared/client"
import { readMessage } from "@smp/shared/read"
import { sendSecure } from "@smp/shared/send"
import type { OrganizationId } from "@smp/shared/wire"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PASSWORD } from "./testing/real-server.ts"
import { draftTo, hostOf, startFlowWorld } from "./testing/flow-world.ts"
import type { FlowWorld } from "./testing/flow-world.ts"

const DAY_MS = 86_400_000

let world: FlowWorld
let alice: Account
let org: OrganizationId
let erin: Awaited<ReturnType<FlowWorld["newAccount"]>>

beforeAll(async () => {
  ;({ world, alice, org } = await startFlowWorld())
  erin = await world.newAccount("erin@example.org")
}, 120_000)
afterAll(async () => {
  await world?.server.stop()
})

describe("an account", () => {
  it("comes back on a trusted device without the password, until the device is withdrawn", async () => {
    const { account } = await world.newAccount("dora@example.org")
    const device = await trustDevice(account, await makeDeviceSecret())
    const session = account.client.session as Session
    const pins = memoryStore()
    expect((await resume({ client: world.client(), session, device, pins })).address).toBe("dora@example.org")
    await forgetDevice(account, device.unl)
    await expect(resume({ client: world.client(), session, device, pins })).rejects.toMatchObject({
      code: "open-failed",
    })
    await signOut(account)
    await expect(resume({ client: world.client(), session, device, pins })).rejects.toMatchObject({
      code: "session.required",
    })
  })

  it("S29 comes back whole with the recovery code and a new password; the old password is over", async () => {
    const { address } = erin.account
    const sent = await sendSecure({ account: alice, host: hostOf(draftTo(address)).host, org, journal: memoryStore() })
    const input = world.options()
    await new Promise((done) => setTimeout(done, Math.max(0, erin.resendAt - Date.now() + 500)))
    const { nonce } = await input.client.requestCode({ address })
    const mailboxCode = await world.server.codeFor(address)
    const recovery = { ...input, address, nonce, mailboxCode, newPassword: "another good password" }
    const account = await recoverWithCode({ ...recovery, recoveryCode: erin.recoveryCode.toLowerCase() })
    expect((await readMessage({ account, id: sent.id })).text).toBe("text")
    await expect(signIn({ ...world.options(), address, password: PASSWORD })).rejects.toMatchObject({
      code: "account.sign_in_refused",
    })
    expect((await signIn({ ...world.options(), address, password: "another good password" })).alarms).toEqual([])
  })

  it("changes its password; the recovery code still opens it", async () => {
    const { account } = await world.newAccount("finn@example.org")
    await changePassword(account, opaqueInProcess(), { old: PASSWORD, next: "a third good password" })
    const again = await signIn({ ...world.options(), address: "finn@example.org", password: "a third good password" })
    expect(again.ring.body.unlockers.map(([, kind]) => kind).sort()).toEqual(["password", "recovery"])
  })

  it("S2 an administrator's client signs the policy again before it runs out", async () => {
    const now = Date.now() + 16 * DAY_MS
    const before = await alice.view.policy(org)
    await signIn({ ...world.options(), address: "alice@example.com", password: PASSWORD, now: () => now })
    const after = await alice.view.policy(org)
    expect(after.policy.ver).toBe(before.policy.ver + 1)
    expect(after.policy.until).toBe(now + 30 * DAY_MS)
  })

  it("R12 a server that calls itself by another name gets no message that depends on the password", async () => {
    const asked: string[] = []
    world.line = async ({ path }, pass) => {
      asked.push(path)
      const response = await pass()
      if (path !== "/api/platform") return response
      return Response.json({ ...((await response.json()) as object), host: "messages.example.com" })
    }
    const trying = signIn({ ...world.options(), address: "alice@example.com", password: PASSWORD })
    await expect(trying).rejects.toMatchObject({ code: "open-failed" })
    expect(asked).toEqual(["/api/platform"])
  })

  it("names each write by a key that is never used again", () => {
    expect(newIdempotencyKey()).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
    expect(newIdempotencyKey()).not.toBe(newIdempotencyKey())
  })
})
