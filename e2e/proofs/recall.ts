/**
 * After a recall nothing of the message opens any more, whoever has the disk and the recipients' private keys: databases,
 * write-ahead logs, files, and a backup taken afterwards. The sender's own grant and the archive's still do.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { makeArchiveKey, setArchive, type OwnKey } from "@smp/shared/account"
import { equalBytes, utf8 } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { recallMessage } from "@smp/shared/control"
import { openGrant, readGrant } from "@smp/shared/envelope"
import { readStatement } from "@smp/shared/slip"
import { loadKeySet } from "@smp/shared/suite"
import type { MessageId } from "@smp/shared/wire"
import { read, send, textBytes, type Person } from "../hosts/person.ts"
import { newMark } from "./canaries.ts"
import { openWith } from "./databases.ts"
import { mustHold, type Proof } from "./proof.ts"
import { inTown, type Town } from "./town.ts"

export const recall: Proof = {
  name: "recall",
  proves:
    "after a recall databases, journals, files and a backup, with the recipients' private keys, open nothing of it; the archive's key still does",
  run: (size, say) => inTown((town) => recallAndDig(town, size === "full" ? 60 : 6, say)),
}

interface Sent {
  readonly id: MessageId
  readonly mark: string
  readonly slipHash: Bytes
  /** As they lay in the database before the recall. */
  readonly grants: readonly { readonly kid: string; readonly bytes: Bytes }[]
}

async function recallAndDig(town: Town, messages: number, say: (line: string) => void): Promise<string> {
  const readers = [town.bob, town.carol]
  const archive = await foundArchive(town)
  const sent: Sent[] = []
  for (let count = 0; count < messages; count++) sent.push(await sendAndRead(town, count))
  for (const message of sent)
    for (const reader of readers)
      mustHold((await opened(reader, message)) > 0, `before the recall ${message.id} opens for its readers`)
  say(`${messages} messages, ${sent.flatMap(({ grants }) => grants).length} grants, open for their readers`)
  // Every second one is recalled: what lies between must not be harmed, nor keep a copy of its neighbour.
  const recalled = sent.filter((_, index) => index % 2 === 0)
  for (const { id } of recalled)
    await recallMessage({ account: town.alice.account, id, reason: "the proof recalls it" })
  const alive = everyFile(town.server.dataDir)
  const backup = takeBackup(town.server.dataDir)
  await town.server.stop()
  const dumps = [...alive, ...backup, ...everyFile(town.server.dataDir)]
  for (const message of recalled) await digFor(message, { town, archive, readers, dumps })
  for (const message of sent.filter((other) => !recalled.includes(other))) {
    const grants = grantsIn(town.server.dataDir, message.id)
    mustHold((await opened(town.bob, { ...message, grants })) > 0, `${message.id} was not recalled and does not open`)
  }
  const size = dumps.reduce((sum, bytes) => sum + bytes.length, 0)
  return `${recalled.length} of ${messages} messages recalled; 0 of their readers' grants in ${dumps.length} files and backups (${Math.round(size / 1024)} KiB), 0 opened with the readers' keys; the sender's and the archive's open.`
}

/** Its private half is nowhere but here. */
async function foundArchive({ alice }: Town): Promise<OwnKey> {
  if (alice.org === null) throw new TypeError("Alice founds the organization")
  const held = await makeArchiveKey()
  await setArchive(alice.account, alice.org, held)
  const statement = await readStatement(held.st)
  return { statement, keySet: await loadKeySet(held, statement) }
}

async function sendAndRead(town: Town, count: number): Promise<Sent> {
  const mark = newMark()
  const { id } = await send(town.alice, {
    to: ["bob@example.com"],
    bcc: ["carol@example.com"],
    subject: `Number ${count}`,
    text: mark,
    attachments: [{ name: "a.txt", type: "text/plain", bytes: textBytes(mark.repeat(1 + (count % 3) * 300)) }],
  })
  const { slipHash } = await read(town.bob, id)
  return { id, mark, slipHash, grants: grantsIn(town.server.dataDir, id) }
}

function grantsIn(dataDir: string, id: string): Sent["grants"] {
  return openWith(dataDir, "grant_").flatMap(({ connection }) => {
    const rows = connection.prepare("SELECT kid, grant_bytes FROM grant_ WHERE message = ?").all(id)
    connection.close()
    return (rows as { kid: string; grant_bytes: Uint8Array }[]).map(({ kid, grant_bytes: bytes }) => ({
      kid,
      bytes: new Uint8Array(bytes),
    }))
  })
}

/** How many of these grants one of the person's private keys opens. */
const opened = ({ account }: Person, sent: Pick<Sent, "grants" | "slipHash">): Promise<number> =>
  openedWith(account.ownKeys.all, sent)

async function openedWith(
  keys: readonly OwnKey[],
  { grants, slipHash }: Pick<Sent, "grants" | "slipHash">,
): Promise<number> {
  let count = 0
  for (const { bytes } of grants) {
    const grant = readGrant(bytes)
    const own = keys.find(({ statement }) => equalBytes(statement.kid, grant.kid))
    if (own === undefined) continue
    const message = { org: grant.org, msg: grant.msg, slipHash }
    const isOpen = await openGrant(own.keySet, own.statement.prn, message, grant).then(
      () => true,
      () => false,
    )
    if (isOpen) count++
  }
  return count
}

interface Digging {
  readonly town: Town
  readonly archive: OwnKey
  readonly readers: readonly Person[]
  readonly dumps: readonly Buffer[]
}

const PIECE = 48

/** No piece of a reader's grant, as it was, lies anywhere; what is left in the table is the sender's and the archive's. */
async function digFor({ id, grants, mark, slipHash }: Sent, { town, archive, readers, dumps }: Digging): Promise<void> {
  const left = grantsIn(town.server.dataDir, id)
  const kids = new Set(left.map(({ kid }) => kid))
  mustHold(left.length === 2, `${left.length} grants of ${id} are left`)
  mustHold((await opened(town.alice, { grants: left, slipHash })) === 1, `the sender cannot open ${id} any more`)
  mustHold((await openedWith([archive], { grants: left, slipHash })) === 1, `the archive cannot open ${id} any more`)
  for (const reader of readers)
    mustHold((await opened(reader, { grants: left, slipHash })) === 0, `a reader's key opens what is left of ${id}`)
  for (const reader of readers) {
    const own = reader.account.ownKeys.all.map(({ statement }) => Buffer.from(statement.kid).toString("hex"))
    mustHold(!own.some((kid) => kids.has(kid)), `a grant of a reader of ${id} is left`)
  }
  for (const { kid, bytes } of grants) {
    if (kids.has(kid)) continue
    for (const piece of piecesOf(bytes))
      mustHold(!dumps.some((dump) => dump.includes(piece)), `a piece of a destroyed grant of ${id} lies on the disk`)
  }
  mustHold(!dumps.some((dump) => dump.includes(Buffer.from(utf8(mark)))), `the text of ${id} lies in clear`)
  for (const { bytes } of left)
    for (const piece of piecesOf(bytes))
      mustHold(
        dumps.some((dump) => dump.includes(piece)),
        `the search does not find what is left of ${id}`,
      )
}

/** Of what is sealed: all that a private key could open. Names of message and reader stand elsewhere too. */
function piecesOf(bytes: Bytes): Buffer[] {
  const { enc, ct } = readGrant(bytes)
  return [enc, ct].flatMap((part) => {
    const pieces: Buffer[] = []
    for (let at = 0; at + PIECE <= part.length; at += PIECE) pieces.push(Buffer.from(part.subarray(at, at + PIECE)))
    return pieces
  })
}

function everyFile(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "reserve")
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
}

/** As an operator would take one. */
function takeBackup(dataDir: string): Buffer[] {
  return openWith(dataDir, "message").map(({ connection }) => {
    const bytes = connection.serialize()
    connection.close()
    return bytes
  })
}
