/**
 * An administrator with a SQL prompt (and a file manager) changes what is stored: every reader sees that it was altered,
 * and what was signed; or it does not open. Untouched messages raise no alarm.
 */
import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ProtocolError } from "@smp/shared/bytes"
import { ApiProblem, NetworkError } from "@smp/shared/client"
import type { OpenedMessage } from "@smp/shared/read"
import { SendStopped } from "@smp/shared/send"
import { read, readAttachment, send, signInAgain, type Letter } from "../hosts/person.ts"
import { filesUnder } from "./canaries.ts"
import { whileEdited } from "./while-edited.ts"
import { flipBytes } from "./hostile-line.ts"
import { Disproved, mustHold, type Proof } from "./proof.ts"
import { clearEdits, keyEdits, sealedEdits, type Edit, type Subject } from "./tamper-edits.ts"
import { inTown, type Town } from "./town.ts"

const TWO_SEGMENTS = 600_000

export const tamper: Proof = {
  name: "tamper",
  proves:
    "whatever is changed in the databases or files is shown as altered beside what was signed, or does not open; untouched messages raise no alarm",
  run: (size, say) => inTown((town) => tamperWithAll(town, size === "full" ? 200 : 20, say)),
}

async function tamperWithAll(town: Town, clean: number, say: (line: string) => void): Promise<string> {
  const subject = await sendTwo(town)
  const truth = await read(town.bob, subject.message)
  mustHold(truth.verdict === "intact", `before any change it is ${truth.verdict}: ${JSON.stringify(truth.differences)}`)
  for (const edit of clearEdits(subject)) {
    await whileEdited(town.server.dataDir, edit, async () => {
      const opened = await read(town.bob, subject.message)
      mustHold(opened.verdict === "altered", `${edit.name}: verdict ${opened.verdict}`)
      mustHold(shownOf(opened) === shownOf(truth), `${edit.name}: shown is not what was signed`)
      const fields = opened.differences.map(({ field }) => field)
      mustHold(fields.includes(edit.field), `${edit.name}: ${fields.join(", ")} named instead of ${edit.field}`)
    })
  }
  say(`${clearEdits(subject).length} clear columns: altered, with the original`)
  for (const edit of sealedEdits(subject))
    await whileEdited(town.server.dataDir, edit, async () => {
      if (!(await refusesOrShows(town, edit, truth))) say(`${edit.name}: without effect`)
    })
  const fileCases = await tamperWithFiles(town, subject)
  for (const edit of keyEdits(subject))
    await whileEdited(town.server.dataDir, edit, () =>
      mustRefuse(edit.name, async () => {
        const alice = await signInAgain(town.alice, town.server)
        return send(alice, { to: [town.bob.address], subject: "Secret", text: "Secret" })
      }),
    )
  const edits = clearEdits(subject).length + sealedEdits(subject).length + keyEdits(subject).length + fileCases
  await readClean(town, clean)
  return `${edits} changes: every one shown or refused, the original kept; ${clean} untouched messages: 0 alarms.`
}

async function sendTwo({ alice, bob, carol }: Town): Promise<Subject> {
  const letter = (text: string): Letter => ({
    to: [bob.address],
    cc: [carol.address],
    subject: `Subject of ${text}`,
    text,
    attachments: [
      { name: `${text}.bin`, type: "application/octet-stream", bytes: new Uint8Array(TWO_SEGMENTS).fill(text.length) },
    ],
  })
  const first = await send(alice, letter("the first"))
  const second = await send(alice, letter("the second one"))
  return {
    message: first.id,
    other: second.id,
    reader: bob.address,
    readerKid: kidOf(bob.account.keySet.kid),
    otherKid: kidOf(carol.account.keySet.kid),
  }
}

const kidOf = (kid: Uint8Array) => Buffer.from(kid).toString("hex")

/** What a person sees of the content, whatever the server's columns say. */
const shownOf = (opened: OpenedMessage) =>
  JSON.stringify([
    opened.subject,
    opened.from,
    opened.to,
    opened.cc,
    opened.sentAt,
    opened.text,
    opened.attachments,
    opened.options,
  ])

function isRefusal(fault: unknown): boolean {
  if (fault instanceof Disproved) throw fault
  return (
    fault instanceof ProtocolError ||
    fault instanceof ApiProblem ||
    fault instanceof NetworkError ||
    fault instanceof SendStopped
  )
}

async function mustRefuse(name: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (fault) {
    mustHold(isRefusal(fault), `${name}: a crash, ${fault instanceof Error ? fault.stack : String(fault)}`)
    return
  }
  mustHold(false, `${name}: was believed`)
}

/** Sealed and signed bytes: refused, or exactly what was signed. Returns false when the change had no effect at all. */
async function refusesOrShows(town: Town, edit: Edit, truth: OpenedMessage): Promise<boolean> {
  try {
    const opened = await read(town.bob, truth.id)
    const file = await readAttachment(opened)
    const isWhole = file.length === TWO_SEGMENTS && file.every((byte) => byte === "the first".length)
    mustHold(shownOf(opened) === shownOf(truth) && isWhole, `${edit.name}: something else was displayed`)
    return opened.verdict !== "intact" || opened.log !== "proved" || opened.alarms.length > 0
  } catch (fault) {
    mustHold(isRefusal(fault), `${edit.name}: ${fault instanceof Error ? fault.stack : String(fault)}`)
    return true
  }
}

type FileCase = [name: string, change: (first: string, second: string) => void]

const FILE_CASES: readonly FileCase[] = [
  ["a cut file", (first, second) => [first, second].forEach((path) => truncateSync(path, 40_000))],
  [
    "a changed byte",
    (first, second) => [first, second].forEach((path) => rewrite(path, (bytes) => flipBytes(bytes, 20_000))),
  ],
  [
    "the second segment before the first",
    (first, second) =>
      [first, second].forEach((path) =>
        rewrite(path, (bytes) => Buffer.concat([bytes.subarray(524_288), bytes.subarray(0, 524_288)])),
      ),
  ],
  [
    "another file in its place",
    (first, second) => {
      const bytes = readFileSync(first)
      writeFileSync(first, readFileSync(second))
      writeFileSync(second, bytes)
    },
  ],
]

const rewrite = (path: string, change: (bytes: Buffer) => Buffer) => writeFileSync(path, change(readFileSync(path)))

/** The encrypted files in the repository: cut, swapped, changed. Returns how many cases. */
async function tamperWithFiles(town: Town, subject: Subject): Promise<number> {
  const files = filesUnder(join(town.server.dataDir, "files")).filter((path) => statSync(path).size > 524_288)
  const [first, second] = files
  mustHold(first !== undefined && second !== undefined, `the file repository has ${files.length} files`)
  const opened = await read(town.bob, subject.message)
  const other = await read(town.bob, subject.other)
  for (const [name, change] of FILE_CASES) {
    const before = [first, second].map((path) => readFileSync(path))
    change(first, second)
    await mustRefuse(name, () => readAttachment(opened))
    await mustRefuse(name, () => readAttachment(other))
    for (const [index, path] of [first, second].entries()) writeFileSync(path, before[index] ?? "")
    await readAttachment(opened)
  }
  return FILE_CASES.length
}

async function readClean(town: Town, count: number): Promise<void> {
  for (let made = 0; made < count; made++) {
    const { id } = await send(town.alice, cleanLetter(town, made))
    for (const reader of [town.bob, town.alice, ...(made % 3 === 1 ? [town.carol] : [])]) {
      const opened = await read(reader, id)
      const quiet =
        opened.verdict === "intact" &&
        opened.differences.length === 0 &&
        opened.alarms.length === 0 &&
        opened.log !== "unreachable"
      mustHold(
        quiet,
        `untouched message ${made} for ${reader.address}: ${opened.verdict} ${JSON.stringify(opened.differences)} ${opened.log} ${opened.alarms.join(" ")}`,
      )
    }
  }
}

/** All the shapes that a message may have: blind copies, hidden and odd subjects, files, options, first contacts. */
function cleanLetter({ bob, carol }: Town, made: number): Letter {
  const subjects = [
    "Plain",
    "",
    "Ünïcödé 漢字 🙂",
    "  blanks  ",
    "Long ".repeat(60),
    'Quotes "and" <tags> & \\ slashes',
  ]
  return {
    to: [bob.address, ...(made % 7 === 3 ? [`guest-${made}@example.org`] : [])],
    cc: made % 3 === 1 ? [carol.address] : [],
    bcc: made % 5 === 2 && made % 3 !== 1 ? [carol.address] : [],
    subject: subjects[made % subjects.length] ?? "",
    text: `Text ${made}\nwith lines\r\nof both kinds`,
    attachments:
      made % 4 === 0 ? [{ name: `file ${made}.txt`, type: "text/plain", bytes: new Uint8Array(made * 100) }] : [],
    options: {
      hideSubject: made % 6 === 5,
      forward: made % 2 === 0,
      label: made % 8 === 0 ? "confidential" : null,
      extension:
        made % 9 === 0
          ? [
              ["customer", "4711"],
              ["case", "Ä"],
            ]
          : [],
      expires: made % 10 === 0 ? Date.now() + 86_400_000 : null,
    },
  }
}
