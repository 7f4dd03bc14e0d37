/** The own password again, by a fresh OPAQUE sign-in that starts no session (docs/PROTOCOL.md §5.3). */
import { ApiProblem } from "../client/index.ts"
import type { Account } from "./account.ts"
import type { OpaqueCalls } from "./opaque.ts"
import { serverHost } from "./sign-in.ts"

export interface PasswordProof {
  readonly signIn: string
  readonly finish: string
}

/** @throws ApiProblem account.sign_in_refused for a wrong password */
export async function provePassword(account: Account, opaque: OpaqueCalls, password: string): Promise<PasswordProof> {
  const { client, address, idn } = account
  const host = await serverHost(client)
  const { state, request } = await opaque.startSignIn(password)
  const { signIn, response } = await client.startSignIn({ address, request, ...(await account.knownHere()) })
  const done = await opaque.finishSignIn({ state, response, password, idn, host })
  if (done !== null) return { signIn, finish: done.finish }
  throw new ApiProblem({
    type: "about:blank",
    title: "The password is not right.",
    status: 401,
    code: "account.sign_in_refused",
  })
}
