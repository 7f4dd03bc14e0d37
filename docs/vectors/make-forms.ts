/** Forms of what is not signed: which are read, and which are refused with which code. All follow from fixed inputs. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { decodeCbor, encodeCbor, fromHex, toHex } from "../../shared/src/bytes/index.ts"
import type { Bytes } from "../../shared/src/bytes/index.ts"

type Fields = Record<string, unknown>
/** `code` null: it is read. */
export interface Form {
  readonly object: "slip" | "manifest" | "body" | "draft" | "leaf"
  readonly why: string
  readonly bytes: string
  readonly code: "open-failed" | "unsupported" | "suite-refused" | null
}

const filled = (length: number): Bytes => new Uint8Array(length).fill(1)
const id = (prefix: string, end: string) => `${prefix}_${"0".repeat(26 - end.length)}${end}`
const given = (name: string, part: string): Fields =>
  decodeCbor(fromHex((JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), "utf8")) as Record<string, string>)[part] ?? ""), 1 << 20) as Fields
const without = (fields: Fields, key: string): Fields => Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key))

const form = (object: Form["object"], why: string, value: unknown, code: Form["code"] = "open-failed"): Form => ({ object, why, bytes: toHex(encodeCbor(value)), code })

function slipForms(): Form[] {
  const slip = given("message-suite-1", "slip")
  const [bob, carol] = slip["to"] as [unknown[], unknown[]]
  const [archive, agent] = slip["holders"] as [unknown[], unknown[]]
  const [object] = slip["objs"] as [unknown[]]
  const at = (list: unknown[], place: number, value: unknown) => list.with(place, value)
  const of = (why: string, change: Fields, code?: Form["code"]) => form("slip", why, { ...slip, ...change }, code)
  return [
    of("as it is", {}, null), form("slip", "a key too few", without(slip, "ext")), of("an unknown key", { note: null }), of("another version", { v: 2 }),
    of("a delegate", { by: ["x"] }, "unsupported"), of("own second password", { ctl: { ...(slip["ctl"] as Fields), fyeo: 2 } }, "unsupported"),
    of("an unknown option value", { ctl: { ...(slip["ctl"] as Fields), fyeo: 3 } }), of("a time over the largest", { at: 8.64e15 + 1 }), of("an id of another kind", { msg: slip["org"] }),
    of("an address twice in a list", { to: [bob, bob] }), of("an address in both lists", { cc: [bob] }), of("an address not in normal form", { to: [bob, at(carol, 0, "Carol@example.net")] }),
    of("mode key without a key", { to: [at(bob, 3, null), carol] }), of("mode agent with a key", { to: [at(bob, 4, "agent"), carol] }), of("an unknown mode", { to: [bob, at(carol, 4, "mail")] }),
    of("nobody in to and cc", { to: [], cc: [], holders: [archive] }, null), of("a holder of another kind", { holders: [at(archive, 1, "person"), agent] }),
    of("an archive with the scope of a scanner: step 7b", { holders: [at(archive, 3, "files"), agent] }, null), of("an agent that nobody needs: step 7b", { to: [bob] }, null),
    of("an object twice", { objs: [object, object] }), of("a root of 31 bytes", { objs: [at(object, 2, filled(31))] }), of("a thread without its parent", { thread: { root: slip["msg"] } }),
    of("a field twice, and one without name", { ext: [["a", ""], ["a", ""], ["", ""]] }, null), of("101 fields", { ext: Array.from({ length: 101 }, (_, i) => [`${i}`, ""]) }),
    of("a subject of 999 bytes", { subj: "x".repeat(999) }), of("a name of 801 bytes", { from: at(slip["from"] as unknown[], 1, "x".repeat(801)) }), of("three checkpoints", { logs: ["", "", ""] }),
  ]
}

function contentForms(): Form[] {
  const file = { obj: id("obj", "1"), fk: filled(32), name: "plan.pdf", type: "application/pdf", size: 3, sha: filled(32), cid: null, disp: "attachment" }
  const manifest = { v: 1, salt: filled(32), subj: null, body: [3, filled(32)], files: [file] }
  const of = (why: string, change: Fields, code?: Form["code"]) => form("manifest", why, { ...manifest, files: [{ ...file, ...change }] }, code)
  const refused: [string, string][] = [
    ["no name", ""], ["a path", "a/b"], ["a path the other way", "a\\b"], ["a control", "a\u0007"], ["a control of Latin-1", "a\u0085"], ["a direction turned", "a\u202eb"],
    ["a mark of direction", "a\u200eb"], ["a dot at the end", "a."], ["dots", ".."], ["a blank at the end", "a "], ["256 bytes", "x".repeat(256)],
  ]
  const read: [string, string][] = [["a blank at the beginning", " a"], ["a line separator", "a\u2028b"], ["no width", "a\u200bb"], ["a no-break space at the end", "a\u00a0"], ["a device", "CON"], ["255 bytes", "x".repeat(255)]]
  const body = { v: 1, html: null, text: "x", fields: [] }
  return [
    of("as it is", {}, null), ...refused.map(([why, name]) => of(`name: ${why}`, { name })), ...read.map(([why, name]) => of(`name: ${why}`, { name }, null)),
    of("a key of 31 bytes", { fk: filled(31) }), of("no hash of a small file", { sha: null }), of("no hash of 64 MiB and a byte", { sha: null, size: (64 << 20) + 1 }, null), of("another disposition", { disp: "shown" }),
    form("manifest", "an unknown key", { ...manifest, n: 1 }), form("manifest", "a body without its hash", { ...manifest, body: [3] }),
    form("body", "as it is", body, null), form("body", "no text at all", { ...body, text: null }, null), form("body", "an unknown key", { ...body, n: 1 }), form("body", "another version", { ...body, v: 2 }), form("body", "fields as a map", { ...body, fields: { a: "b" } }),
  ]
}

function draftForms(): Form[] {
  const draft = given("draft", "content")
  const ctl = draft["ctl"] as Fields
  const [[, entry, object]] = draft["files"] as [[number, unknown, unknown[]]]
  const of = (why: string, change: Fields, code?: Form["code"]) => form("draft", why, { ...draft, ...change }, code)
  return [
    of("as it is", {}, null), of("tracking for the author alone", { ctl: { ...ctl, share: false } }, null), of("yes, said in words", { ctl: { ...ctl, share: true } }), of("own second password", { ctl: { ...ctl, fyeo: 2 } }, null),
    of("an end in words", { ctl: { ...ctl, end: "never" } }), of("an unknown mode", { modes: [["", "key"]] }), of("a code told by telephone", { modes: [["", "sender-code"]] }, null), of("an unknown origin", { origin: ["copy", id("msg", "1")] }),
    of("a quote without its switch", { quote: ["", ""] }), of("an entry of another object", { files: [[1, entry, object.with(0, id("obj", "2"))]] }), of("a file of an unknown suite", { files: [[3, entry, object]] }, "suite-refused"),
  ]
}

const leafForms = (): Form[] => [
  form("leaf", "a slip", [1, 2, 60_000, filled(32)], null), form("leaf", "another number", [1, 77, "x"], null), form("leaf", "another version", [2, 2, 60_000, filled(32)]), form("leaf", "not a whole minute", [1, 2, 60_001, filled(32)]),
  form("leaf", "a key without its statement", [1, 1, 60_000, filled(32), 0]), form("leaf", "an interval with more", [1, 20, 60_000, filled(32), 1]), form("leaf", "a map", { v: 1 }), form("leaf", "257 bytes", [1, 77, filled(251)]),
]

export const formVectors = (): Form[] => [...slipForms(), ...contentForms(), ...draftForms(), ...leafForms()]
