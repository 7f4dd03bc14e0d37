/** The lies: what a server could answer instead of the truth, by what the client is doing when it hears it. */
import { flipBytes, flipText, list, map, text, type Heard, type Json, type JsonMap, type Lie } from "./hostile-line.ts"

const LOOK_UP = /^POST \/api\/directory\/look-up$/
const POLICY = /^GET \/api\/organizations\/[^/]+\/policy$/
const CONSISTENCY = /^GET \/api\/log\/[^/]+\/consistency$/
const CHECKPOINT = /^GET \/api\/log\/[^/]+\/checkpoint$/
const MESSAGE = /^GET \/api\/messages\/msg_[^/]+$/
const GRANT = /^POST \/api\/messages\/[^/]+\/grant$/
const BODY = /^GET \/api\/messages\/[^/]+\/body$/
const FILE = /^GET \/api\/messages\/[^/]+\/attachments\/[^/]+$/
const CHUNK = /^GET \/api\/messages\/[^/]+\/attachments\/[^/]+\/chunks\/\d+$/
const SIGN_IN = /^POST \/api\/accounts\/sign-in\/start$/
const KEY_RING = /^GET \/api\/key-ring$/

export interface Names {
  /** Whom the sender writes to, and another member. */
  reader: string
  other: string
  /** The message that is opened, and another one to the same reader. */
  message: string
  otherMessage: string
}

/** Changes the directory entry of the reader, leaving the others. */
function onEntry(name: string, reader: string, change: (entry: JsonMap, heard: Heard) => void): Lie {
  return {
    name,
    on: LOOK_UP,
    json(answer, heard) {
      for (const entry of list(answer["entries"]).map(map)) if (entry["name"] === reader) change(entry, heard)
      return answer
    },
  }
}

const otherEntry = (heard: Heard, names: Names): JsonMap =>
  map(list(heard.json(`POST /api/directory/look-up ${names.other}`)["entries"])[0])

/** Told to somebody who writes to the reader for the first time, and has no pin to go by. */
export function liesAtFirstUse(names: Names): Lie[] {
  return [
    onEntry("no mailbox proof", names.reader, (own) => {
      own["mailboxProofs"] = list(own["mailboxProofs"]).map(() => null)
    }),
    onEntry("another person's mailbox proof", names.reader, (own, heard) => {
      own["mailboxProofs"] = otherEntry(heard, names)["mailboxProofs"] ?? null
    }),
  ]
}

/** Told while somebody sends to the reader. */
export function liesToSender(names: Names): Lie[] {
  const entry = (name: string, change: (entry: JsonMap, heard: Heard) => void) => onEntry(name, names.reader, change)
  const fromOther = (field: string) =>
    entry(`${field} of another person`, (own, heard) => {
      own[field] = otherEntry(heard, names)[field] ?? null
    })
  return [
    fromOther("statements"),
    fromOther("latest"),
    fromOther("proof"),
    fromOther("mailboxProofs"),
    fromOther("inclusion"),
    fromOther("leaves"),
    entry("another person's whole entry", (own, heard) =>
      Object.assign(own, otherEntry(heard, names), { name: names.reader }),
    ),
    ...["b", "s", "k"].map((part) =>
      entry(`a flipped bit in the statement's ${part}`, (own) => {
        const statement = map(list(own["statements"]).at(-1))
        statement[part] = flipText(statement[part])
      }),
    ),
    ...["b", "s"].map((part) =>
      entry(`a flipped bit in latest's ${part}`, (own) => {
        map(own["latest"])[part] = flipText(map(own["latest"])[part])
      }),
    ),
    entry("no statements, though there is a key", (own) =>
      Object.assign(own, { statements: [], mailboxProofs: [], leaves: [] }),
    ),
    entry("no mailbox proof", (own) =>
      Object.assign(own, { mailboxProofs: list(own["mailboxProofs"]).map(() => null) }),
    ),
    entry("a cut inclusion path", (own) => Object.assign(own, { inclusion: list(own["inclusion"]).slice(1) })),
    entry("another leaf index", (own) => {
      for (const leaf of list(own["leaves"]).map(map)) leaf["index"] = Number(leaf["index"]) + 1
    }),
    { name: "no entry at all", on: LOOK_UP, json: (answer) => ({ ...answer, entries: [] }) },
    ...liesAboutLogs(),
    ...liesAboutPolicy(),
  ]
}

/** A signed note with one bit of its root, its size or its signature changed. */
export function changeNote(note: Json | undefined, what: "size" | "root" | "signature"): string {
  const lines = text(note).split("\n")
  if (what === "size") lines[1] = String(Number(lines[1]) + 1)
  if (what === "root") lines[2] = flipBytes(Buffer.from(lines[2] ?? "", "base64")).toString("base64")
  if (what === "signature") {
    const at = lines.findIndex((line) => line.startsWith("— "))
    const words = (lines[at] ?? "").split(" ")
    words[2] = flipBytes(Buffer.from(words[2] ?? "", "base64")).toString("base64")
    lines[at] = words.join(" ")
  }
  return lines.join("\n")
}

function liesAboutLogs(): Lie[] {
  const parts = ["size", "root", "signature"] as const
  return [
    ...parts.map((part): Lie => ({
      name: `a key log checkpoint with another ${part}`,
      on: LOOK_UP,
      json: (answer) => ({ ...answer, checkpoint: changeNote(answer["checkpoint"], part) }),
    })),
    ...parts.map((part): Lie => ({
      name: `a checkpoint with another ${part}`,
      on: CHECKPOINT,
      json: (answer) => ({ ...answer, note: changeNote(answer["note"], part) }),
    })),
  ]
}

/** Told to a client whose view of the log is older than the log. */
export function liesAboutGrowth(): Lie[] {
  return [
    { name: "a cut consistency path", on: CONSISTENCY, json: (answer) => ({ path: list(answer["path"]).slice(1) }) },
    {
      name: "a false consistency path",
      on: CONSISTENCY,
      json: (answer) => ({ path: list(answer["path"]).map(flipText) }),
    },
  ]
}

function liesAboutPolicy(): Lie[] {
  return [
    ...["b", "s"].map((part): Lie => ({
      name: `a flipped bit in the policy's ${part}`,
      on: POLICY,
      json(answer) {
        map(answer["policy"])[part] = flipText(map(answer["policy"])[part])
        return answer
      },
    })),
    {
      name: "another organization root",
      on: POLICY,
      json(answer) {
        const root = map(list(answer["root"]).at(-1))
        root["b"] = flipText(root["b"])
        return answer
      },
    },
    { name: "no statements of the policy's principals", on: POLICY, json: (answer) => ({ ...answer, principals: [] }) },
  ]
}

/** Told while the reader opens the message. */
export function liesToReader(names: Names): Lie[] {
  const other = (heard: Heard) => heard.json(`GET /api/messages/${names.otherMessage}`)
  const swap = (field: string): Lie => ({
    name: `${field} of another message`,
    on: MESSAGE,
    json: (answer, heard) => ({ ...answer, [field]: other(heard)[field] ?? null }),
  })
  const edit = (name: string, change: (answer: JsonMap) => void): Lie => ({
    name,
    on: MESSAGE,
    json(answer) {
      change(answer)
      return answer
    },
  })
  return [
    swap("header"),
    swap("slip"),
    swap("core"),
    swap("log"),
    edit("a flipped bit in the slip", (answer) => {
      answer["slip"] = flipText(answer["slip"])
    }),
    edit("a flipped bit in the core", (answer) => {
      answer["core"] = flipText(answer["core"])
    }),
    ...["b", "s", "k"].map((part) =>
      edit(`a flipped bit in the header's ${part}`, (answer) => {
        map(answer["header"])[part] = flipText(map(answer["header"])[part])
      }),
    ),
    edit("no statements of the sender", (answer) => {
      answer["statements"] = []
    }),
    edit("a flipped bit in the sender's statement", (answer) => {
      const statement = map(list(map(list(answer["statements"])[0])["statements"]).at(-1))
      statement["b"] = flipText(statement["b"])
    }),
    edit("a false log path", (answer) => {
      map(answer["log"])["inclusion"] = [Buffer.alloc(32, 7).toString("base64url")]
    }),
    edit("another log position", (answer) => {
      map(answer["log"])["index"] = Number(map(answer["log"])["index"]) + 1
    }),
    ...(["size", "root", "signature"] as const).map((part) =>
      edit(`a log checkpoint with another ${part}`, (answer) => {
        map(answer["log"])["checkpoint"] = changeNote(map(answer["log"])["checkpoint"], part)
      }),
    ),
    { name: "a flipped bit in the grant", on: GRANT, json: (answer) => ({ grant: flipText(answer["grant"]) }) },
    {
      name: "the grant of another message",
      on: GRANT,
      json: (_, heard) => heard.json(`POST /api/messages/${names.otherMessage}/grant`),
    },
    ...liesAboutBytes(BODY, "body", `GET /api/messages/${names.otherMessage}/body`),
  ]
}

function liesAboutBytes(on: RegExp, what: string, otherKey: string): Lie[] {
  return [
    { name: `a flipped bit in the ${what}`, on, bytes: (answer) => flipBytes(answer) },
    { name: `a flipped last bit in the ${what}`, on, bytes: (answer) => flipBytes(answer, answer.length - 1) },
    { name: `a cut ${what}`, on, bytes: (answer) => answer.subarray(0, -1) },
    { name: `a longer ${what}`, on, bytes: (answer) => Buffer.concat([answer, Buffer.alloc(1)]) },
    { name: `an empty ${what}`, on, bytes: () => Buffer.alloc(0) },
    { name: `another ${what}`, on, bytes: (_, heard) => heard.bytes(otherKey) },
  ]
}

/** Columns that the server reports in clear; the reader must see "altered" and the original. */
export function liesInColumns(names: Names): Lie[] {
  const column = (field: string, value: Json): Lie => ({
    name: `another ${field}`,
    on: MESSAGE,
    json(answer) {
      map(answer["columns"])[field] = value
      return answer
    },
  })
  return [
    column("from", names.other),
    column("to", [names.other]),
    column("cc", [names.other, names.reader]),
    column("subject", "Another subject"),
    column("sentAt", 1_700_000_000_000),
    column("ext", [["customer", "4711"]]),
    column("objects", []),
    column("thread", null),
    {
      name: "another option",
      on: MESSAGE,
      json(answer: JsonMap) {
        const ctl = map(map(answer["columns"])["ctl"])
        ctl["fwd"] = !ctl["fwd"]
        return answer
      },
    },
  ].filter((lie) => lie.name !== "another thread")
}

/** Told while the reader saves an attachment of two segments. */
export function liesAboutFiles(names: Names, otherFile: string): Lie[] {
  const otherPath = `GET /api/messages/${names.otherMessage}/attachments/${otherFile}`
  return [
    {
      name: "a flipped bit in the file's header",
      on: FILE,
      json: (answer) => ({ ...answer, header: flipText(answer["header"]) }),
    },
    {
      name: "another length of the file",
      on: FILE,
      json: (answer) => ({ ...answer, length: Number(answer["length"]) - 1 }),
    },
    { name: "another segment hash", on: FILE, json: (answer) => ({ ...answer, hashes: flipText(answer["hashes"]) }) },
    {
      name: "swapped segment hashes",
      on: FILE,
      json(answer) {
        const hashes = Buffer.from(text(answer["hashes"]), "base64url")
        return { ...answer, hashes: Buffer.concat([hashes.subarray(32), hashes.subarray(0, 32)]).toString("base64url") }
      },
    },
    {
      name: "one segment hash fewer",
      on: FILE,
      json: (answer) => ({
        ...answer,
        hashes: Buffer.from(text(answer["hashes"]), "base64url").subarray(0, -32).toString("base64url"),
      }),
    },
    { name: "another file's list", on: FILE, json: (_, heard) => heard.json(otherPath) },
    ...liesAboutBytes(CHUNK, "segment", `${otherPath}/chunks/0`),
  ]
}

/** Told while somebody signs in. */
export function liesAtSignIn(): Lie[] {
  const ring = (name: string, change: (answer: JsonMap) => void): Lie => ({
    name,
    on: KEY_RING,
    json(answer) {
      change(answer)
      return answer
    },
  })
  return [
    {
      name: "a flipped bit in OPAQUE's answer",
      on: SIGN_IN,
      json: (answer) => ({ ...answer, response: flipText(answer["response"]) }),
    },
    {
      name: "another identity",
      on: SIGN_IN,
      json: (answer) => ({ ...answer, idn: `${text(answer["idn"]).slice(0, -1)}0` }),
    },
    ring("a flipped bit in the ring", (answer) => {
      map(answer["ring"])["box"] = flipText(map(answer["ring"])["box"])
    }),
    ring("another ring version", (answer) => {
      map(answer["ring"])["ver"] = Number(map(answer["ring"])["ver"]) + 1
    }),
    ring("no unlockers", (answer) => {
      answer["unlockers"] = []
    }),
    ring("a flipped bit in every unlocker", (answer) => {
      for (const unlocker of list(answer["unlockers"]).map(map)) unlocker["box"] = flipText(unlocker["box"])
    }),
  ]
}
