/** smp setup, smp member add. */
import { createOrganization, register, showRecoveryCode } from "@smp/shared/account"
import type { Account } from "@smp/shared/account"
import { normalizeAddress, randomBytes, toBase64url } from "@smp/shared/bytes"
import { newIdempotencyKey } from "@smp/shared/client"
import { organizationRole } from "@smp/shared/wire"
import type { OrganizationId } from "@smp/shared/wire"
import { connect, keepSignedIn, signedIn, signInOptions } from "../connection.ts"
import { required } from "../options.ts"
import type { CommandLine } from "../options.ts"
import { askPassword, print } from "../terminal.ts"
import { Refused, UsageError } from "../usage.ts"
import { nameOf } from "./account.ts"

export async function setUp(line: CommandLine): Promise<number> {
  const { origin, token } = readLink(line.words[1])
  const name = required(line, "organization")
  const address = normalizeAddress(required(line, "email"))
  const connection = await connect(line, line.values.server ?? origin)
  const password = await askPassword(line.values["password-stdin"] ?? false, "New password: ")
  const options = await signInOptions(connection)
  const { recoveryCode, account } = await register({
    ...options,
    address,
    name: line.values.name ?? nameOf(address),
    password,
    code: token,
    nonce: toBase64url(randomBytes(16)),
    setUp: true,
  })
  const org = await createOrganization({ account, name })
  await keepSignedIn(connection, account, options.proofKeys)
  print(
    line.json,
    { organization: org, name, address, idn: account.idn, recoveryCode: showRecoveryCode(recoveryCode) },
    [
      `${name} is set up. ${address} is its administrator.`,
      `Recovery code, shown only now: ${showRecoveryCode(recoveryCode)}`,
    ],
  )
  return 0
}

/** `http://host/set-up#TOKEN`: the token stands in the fragment, so that no server's log holds it. */
function readLink(link: string | undefined): { origin: string; token: string } {
  if (link === undefined) throw new UsageError("the set-up link is needed")
  try {
    const url = new URL(link)
    const token = url.hash.slice(1)
    if (token !== "") return { origin: url.origin, token }
  } catch {
    // Said below: whatever it is, it is not a link.
  }
  throw new UsageError("this is not a set-up link")
}

export async function member(line: CommandLine): Promise<number> {
  if (line.words[1] !== "add") throw new UsageError("smp member add --email E")
  const address = normalizeAddress(required(line, "email"))
  const role = organizationRole.safeParse(line.values.role ?? "member")
  if (!role.success || role.data === "guest") throw new UsageError("--role is member, officer or administrator")
  const { account } = await signedIn(line)
  const org = organizationOf(account, ["administrator"])
  const name = line.values.name ?? nameOf(address)
  await account.client.addMember(org, { address, name, role: role.data }, newIdempotencyKey())
  print(line.json, { address, name, role: role.data, organization: org }, [`${address} was invited as ${role.data}.`])
  return 0
}

/** The organization in whose name this person acts. */
export function organizationOf(account: Account, roles: readonly string[]): OrganizationId {
  const fitting = account.memberships.filter(({ role }) => roles.includes(role))
  const [first] = fitting
  if (first === undefined) throw new Refused("you do not belong to an organization that allows this")
  return first.org
}
