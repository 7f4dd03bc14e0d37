/** smp register, smp reset, smp login. */
import { register, resetWithMailbox, signIn } from "@smp/shared/account"
import { showRecoveryCode } from "@smp/shared/account"
import { normalizeAddress } from "@smp/shared/bytes"
import { connect, keepSignedIn, signInOptions } from "../connection.ts"
import type { Connection } from "../connection.ts"
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

/** Nothing is left but the mailbox: new keys. What was locked for the old ones waits for those who can open it. */
export async function reset(line: CommandLine): Promise<number> {
  const address = normalizeAddress(required(line, "email"))
  const { code } = line.values
  if (code === undefined) return askForCode(line, address)
  const connection = await connect(line)
  const nonce = await pendingNonce(connection, address)
  const newPassword = await askPassword(line.values["password-stdin"] ?? false, "New password: ")
  const options = await signInOptions(connection)
  const made = await resetWithMailbox({ ...options, address, nonce, mailboxCode: code, newPassword })
  await keepSignedIn(connection, made.account, options.proofKeys)
  await connection.profile.savePending(null)
  const recoveryCode = showRecoveryCode(made.recoveryCode)
  print(line.json, { address, idn: made.account.idn, recoveryCode }, [
    `Account ${address} has a new key. Messages from before wait for their senders.`,
    `Recovery code, shown only now: ${recoveryCode}`,
  ])
  return 0
}

async function pendingNonce({ profile, client }: Connection, address: string): Promise<string> {
  const pending = await profile.pending()
  if (pending === null || pending.address !== address || pending.server !== client.origin)
    throw new Refused(`no code was asked for here: use smp register or smp reset with --email ${address} first`)
  return pending.nonce
}

async function askForCode(line: CommandLine, address: string): Promise<number> {
  const { profile, client } = await connect(line)
  const { nonce, expiresAt } = await client.requestCode({ address })
  await profile.savePending({ server: client.origin, address, nonce })
  print(line.json, { address, expiresAt: new Date(expiresAt).toISOString() }, [
    `A code was mailed to ${address}. Then: smp ${line.words[0] ?? "register"} --email ${address} --code CODE`,
  ])
  return 0
}

async function finishRegistration(line: CommandLine, address: string, code: string): Promise<number> {
  const connection = await connect(line)
  const nonce = await pendingNonce(connection, address)
  const password = await askPassword(line.values["password-stdin"] ?? false, "New password: ")
  const options = await signInOptions(connection)
  const { recoveryCode, account } = await register({
    ...options,
    address,
    name: line.values.name ?? nameOf(address),
    password,
    code,
    nonce,
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
