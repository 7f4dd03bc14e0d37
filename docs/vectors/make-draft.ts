/** A draft from fixed inputs: its canonical bytes and its sealed box. */
import { concat, encodeCbor, label, toHex } from "../../shared/src/bytes/index.ts"
import type { Bytes } from "../../shared/src/bytes/index.ts"
import { encodeDraft } from "../../shared/src/drafts/draft-body.ts"
import { sealWith } from "../../shared/src/suite/index.ts"
import { organizationId } from "../../shared/src/wire/index.ts"

const filled = (length: number, byte: number): Bytes => new Uint8Array(length).fill(byte)
const id = (prefix: string, last: number): string => `${prefix}_${"0".repeat(25)}${last}`

export async function draftVectors() {
  const obj = id("obj", 1)
  const content = encodeDraft({
    org: organizationId.parse(id("org", 0)),
    to: [{ address: "Bob@Example.com", name: "Bob" }],
    cc: [],
    bcc: [{ address: "not yet an addr", name: "" }],
    subject: "Purchase agreement",
    html: null,
    text: "Dear Bob,\n",
    quote: { html: "<p>Yes.</p>", text: "> Yes.\n", on: true },
    fields: [],
    extension: [["case", "2026-11"]],
    files: [
      {
        suite: 1,
        file: {
          entry: { obj, fk: filled(32, 2), name: "plan.pdf", type: "application/pdf", size: 3, sha: filled(32, 3), cid: null, disp: "attachment" },
          object: [obj, 109, filled(32, 4)],
        },
      },
    ],
    controls: { hideSubject: false, reply: true, replyAll: true, forward: false, receipts: true, fyeo: 0, label: null, end: ["after", 2_592_000_000] },
    modes: [["bob@example.com", "pass"]],
    thread: { root: id("msg", 1), prev: [id("msg", 2), filled(32, 5)] },
    origin: { kind: "reply", msg: id("msg", 2) },
  })
  const [idn, drf, ver] = [id("idn", 1), id("drf", 1), 3]
  const box = await sealWith(filled(32, 1), concat(label("draft"), encodeCbor([idn, drf, ver])), content, filled(32, 6))
  return { dk: "32 x 01", idn, drf, ver, r: "32 x 06", content: toHex(content), box: toHex(box) }
}
