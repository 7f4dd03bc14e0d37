/** smp archive: an archive that holds a key of every message of the organization, and says so on each slip. */
import { mkdir } from "node:fs/promises"
import { makeArchiveKey, setArchive } from "@smp/shared/account"
import { toBase64url, utf8 } from "@smp/shared/bytes"
import { statementToText } from "@smp/shared/client"
import { showKid } from "@smp/shared/suite"
import { signedIn } from "../connection.ts"
import type { CommandLine } from "../options.ts"
import { print } from "../terminal.ts"
import { UsageError } from "../usage.ts"
import { writeWhole } from "../write-whole.ts"
import { organizationOf } from "./organization.ts"

export async function archive(line: CommandLine): Promise<number> {
  const [, what] = line.words
  const { out } = line.values
  if (what !== "off" && (what !== "make" || out === undefined)) throw new UsageError("smp archive make --out DIR | off")
  const { account } = await signedIn(line)
  const org = organizationOf(account, ["administrator"])
  if (out === undefined || what === "off") {
    await setArchive(account, org, null)
    print(line.json, { organization: org, archive: null }, ["Messages are locked for no archive from now on."])
    return 0
  }
  const key = await makeArchiveKey()
  const { suite, kem, sig, kid, st } = key
  const file = { v: 1, org, suite, kem: toBase64url(kem), sig: toBase64url(sig), statement: statementToText(st) }
  await mkdir(out, { recursive: true, mode: 0o700 })
  // On the disk first: a message locked for a key that is lost would be lost to the archive.
  const path = await writeWhole(out, "archive-key.json", [utf8(JSON.stringify(file))])
  await setArchive(account, org, key)
  print(line.json, { organization: org, archive: showKid(kid), file: path }, [
    `Every message is locked for the archive too from now on: ${showKid(kid)}`,
    `Its key is in ${path}. Take it off this machine: whoever has it can open every message.`,
  ])
  return 0
}
