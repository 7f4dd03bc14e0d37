/** smp register, smp login. */
import { register, signIn } from "@smp/shared/account"
import { showRecoveryCode } from "@smp/shared/account"
import { normalizeAddress } from "@smp/shared/bytes"
import { connect, keepSignedIn, signInOptions } from "../connection.ts"
import { required } from "../options.ts"
import type { CommandLine } from "../options.ts"
import { askPassword, print } from "../terminal.ts"
import { Refused } from "../usage.ts"

export async function registerAccount(line: CommandLine): Promise<number> {
  const address = normalizeAddress(required(line, "email"))
  return line.values.code === undefined
    ? askForCode(line, address)
    : finishRegistration(line, address, line.values.code)
}

async function askForCode(line: CommandLine, address: string): Promise<number> {
  const { profile, client } = await connect(line)
  const { nonce, expiresAt } = await client.requestCode({ address })
  await profile.savePending({ server: client.origin, address, nonce })
  print(line.json, { address, expiresAt: new Date(expiresAt).toISOString() }, [
    `A code was mailed to ${address}. Then: smp register --email ${address} --code CODE`,
  ])
  return 0
}

async function finishRegistration(line: CommandLine, address: string, code: string): Promise<number> {
  const connection = await connect(line)
  const pending = await connection.profile.pending()
  if (pending === null || pending.address !== address || pending.server !== connection.client.origin) {
    throw new Refused(`no code was asked for here: use smp register --email ${address} first`)
  }
  const password = await askPassword(line.values["password-stdin"] ?? false, "New password: ")
  const options = await signInOptions(connection)
  const { recoveryCode, account } = await register({
    ...options,
    address,
    name: line.values.name ?? nameOf(address),
    password,
    code,
    nonce: pending.nonce,
  })
  await keepSignedIn(connection, account, options.proofKeys)
  await connection.profile.savePending(null)
  print(line.json, { address, idn: account.idn, recoveryCode: showRecoveryCode(recoveryCode) }, [
    `Account ${address} is ready.`,
    `Recovery code, shown only now: ${showRecoveryCode(recoveryCode)}`,
  ])
  return 0
}

export async function login(line: CommandLine): Promise<number> {
  const address = normalizeAddress(required(line, "email"))
  const connection = await connect(line)
  const password = await askPassword(line.values["password-stdin"] ?? false, `Password of ${address}: `)
  const options = await signInOptions(connection)
  const account = await signIn({ ...options, address, password })
  await keepSignedIn(connection, account, options.proofKeys)
  print(line.json, { address, idn: account.idn, memberships: account.memberships, alarms: account.alarms }, [
    `Signed in as ${address}.`,
    ...account.alarms.map(
      (alarm) => `Attention: ${alarm}: somebody announced a key for your address that is not yours.`,
    ),
  ])
  return 0
}

export const nameOf = (address: string): string => address.split("@", 1)[0] ?? address
