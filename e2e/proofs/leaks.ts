/**
 * Nothing secret lies or travels where the operator can read: mail, databases and their write-ahead logs, file
 * repository, logs, temporary files, arguments and environment of the processes (T10).
 */
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { exposedBytes } from "../hosts/processes.ts"
import { readAttachment, read, registerPerson, send, signInAgain, textBytes, type Person } from "../hosts/person.ts"
import { parseMail } from "../hosts/smtp-sink.ts"
import { bytesCanary, newMark, search, sweepFolder, textCanary, type Canary, type Sighting } from "./canaries.ts"
import { inTown, type Town } from "./town.ts"
import { mustHold, type Proof } from "./proof.ts"

export const leaks: Proof = {
  name: "leaks",
  proves: "no secret is in any mail, database, file, log, temporary file, argument or environment of the server",
  run: (size, say) => inTown((town) => plantAndSearch(town, size === "full" ? 500 : 12, say)),
}

async function plantAndSearch(town: Town, messages: number, say: (line: string) => void): Promise<string> {
  const dora = await writeWithMarks(town, messages)
  const canaries: Canary[] = [...dora.canaries]
  for (const person of [town.alice, town.bob, town.carol, dora.person]) canaries.push(...secretsOf(person))
  say(`${canaries.length} secrets after ${messages} messages`)

  const alive = sweepEverything(town, canaries)
  await town.server.stop()
  const after = sweepEverything(town, canaries)
  const sightings = [...alive.sightings, ...after.sightings]
  mustHold(sightings.length === 0, `${sightings.length} sightings: ${describe(sightings)}`)
  checkPositiveControl(town, canaries)
  const stubs = await checkStubs(town)
  return `${canaries.length} secrets in ${messages} messages; 0 sightings in ${alive.files + after.files} files, ${Math.round((alive.bytes + after.bytes) / 1024)} KiB and ${town.sink.mails.length} mails (${stubs} stubs).`
}

const SUBJECT = "A subject in clear"

/** Sends with marks everywhere, also to somebody who has no key yet, reads everything, signs in again. */
async function writeWithMarks(town: Town, messages: number): Promise<{ person: Person; canaries: Canary[] }> {
  const canaries: Canary[] = []
  const address = "dora@example.org"
  const ids: string[] = []
  for (let count = 0; count < messages; count++) {
    const marks = { body: newMark(), name: newMark(), content: newMark() }
    for (const [place, mark] of Object.entries(marks)) canaries.push(textCanary(`${place} of message ${count}`, mark))
    const first = count % 4 === 0
    const sent = await send(town.alice, {
      to: first ? ["bob@example.com", address] : ["bob@example.com"],
      bcc: count % 3 === 0 ? ["carol@example.com"] : [],
      subject: `${SUBJECT} ${count}`,
      text: `before ${marks.body} after`,
      attachments: [
        {
          name: `${marks.name}.txt`,
          type: "text/plain",
          bytes: textBytes(marks.content.repeat(1 + (count % 5) * 400)),
        },
      ],
    })
    if (first) ids.push(sent.id)
    const opened = await read(town.bob, sent.id)
    mustHold(opened.text?.includes(marks.body) === true, `message ${count} reads as written`)
    await readAttachment(opened)
  }
  const { server, mailbox } = town
  const person = await registerPerson({ server, mailbox, address, name: "Dora Example" })
  for (const id of ids) await read(person, id)
  await signInAgain(town.bob, server)
  return { person, canaries }
}

/** What only this person's client may know: password, recovery code, seeds of the key ring. */
export function secretsOf(person: Person): Canary[] {
  const canaries = [textCanary(`password of ${person.address}`, person.password)]
  for (const code of new Set([person.recoveryCode, person.recoveryCode.replaceAll(/[^0-9A-Za-z]/g, "")]))
    canaries.push(textCanary(`recovery code of ${person.address}`, code))
  const { ring, accountKey } = person.account
  canaries.push(bytesCanary(`account key of ${person.address}`, accountKey))
  canaries.push(
    ...byteStrings(ring.body, "ring").map(({ path, bytes }) => bytesCanary(`${path} of ${person.address}`, bytes)),
  )
  return canaries
}

const SECRET = /(^|\.)(kem|sig|dk|accountKey|seed|secret)$/

/** Every secret byte string inside a ring, by the name of its field. */
function byteStrings(value: unknown, path: string): { path: string; bytes: Uint8Array }[] {
  if (value instanceof Uint8Array) return SECRET.test(path) && value.length >= 32 ? [{ path, bytes: value }] : []
  if (Array.isArray(value)) return value.flatMap((item) => byteStrings(item, path))
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => byteStrings(inner, `${path}.${key}`))
}

function sweepEverything(town: Town, canaries: readonly Canary[]) {
  const data = sweepFolder(town.server.dataDir, canaries)
  const temporary = sweepFolder(town.server.tempDir, canaries)
  const mail = search("a mail transaction", town.sink.transcript(), canaries)
  const output = search("the log", Buffer.from(town.server.output()), canaries)
  const exposed = town.server
    .processes()
    .flatMap((view) => search(`process ${view.command}`, exposedBytes(view.pid), canaries))
  return {
    sightings: [...data.sightings, ...temporary.sightings, ...mail, ...output, ...exposed],
    files: data.files + temporary.files,
    bytes: data.bytes + temporary.bytes,
  }
}

const describe = (sightings: readonly Sighting[]) =>
  sightings
    .slice(0, 8)
    .map(({ canary, place, spelling }) => `${canary} in ${place} (${spelling})`)
    .join("; ")

/** The same search must find a secret that somebody did put there: in the database, in a chunk, in the mail. */
function checkPositiveControl(town: Town, canaries: readonly Canary[]): void {
  const planted = canaries[0]
  const needle = planted?.needles[0]?.bytes
  mustHold(planted !== undefined && needle !== undefined, "there is something to plant")
  const path = join(town.server.dataDir, "planted")
  writeFileSync(path, Buffer.concat([Buffer.alloc(100, 1), Buffer.from(needle.toString("base64"))]))
  const found = sweepEverything(town, canaries).sightings.some((sighting) => sighting.place === path)
  rmSync(path)
  mustHold(found, "the search finds a planted secret")
  const subject = textCanary("subject", SUBJECT)
  mustHold(
    sweepFolder(town.server.dataDir, [subject]).sightings.length > 0,
    "the search finds the clear subject in the database",
  )
}

/** A stub holds one link, without fragment or query, and nothing that could be a key or token. */
async function checkStubs(town: Town): Promise<number> {
  let stubs = 0
  for (const mail of town.sink.mails) {
    const parsed = await parseMail(mail)
    const links = [...`${parsed.text ?? ""}\n${parsed.html || ""}`.matchAll(/https?:\/\/[^\s"'<>)]+/g)].map(
      ([link]) => new URL(link),
    )
    const message = links.filter((link) => link.pathname.startsWith("/m/msg_"))
    if (message.length === 0) continue
    stubs++
    for (const link of links) {
      mustHold(link.origin === town.server.origin, `a stub's link leaves the platform: ${link.href}`)
      mustHold(link.hash === "" && link.search === "", `a stub's link carries a fragment or query: ${link.href}`)
    }
    const rest = `${parsed.text ?? ""}\n${parsed.html || ""}`
      .replaceAll(/https?:\/\/[^\s"'<>)]+/g, " ")
      .replaceAll(/<[^>]*>/g, " ")
    const token = /[A-Za-z0-9+/_-]{28,}/.exec(rest)
    mustHold(token === null, `a stub holds something like a token: ${token?.[0] ?? ""}`)
    mustHold(parsed.attachments.length === 0, "a stub has no attachment")
  }
  mustHold(stubs > 0, "stubs were seen")
  return stubs
}
