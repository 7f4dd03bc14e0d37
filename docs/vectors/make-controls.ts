/** Control records of the vector messages, with the keys of their senders and recipients: which count, and which say nothing. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fromHex, toHex } from "../../shared/src/bytes/index.ts"
import type { SignedObject } from "../../shared/src/bytes/index.ts"
import { readSlip, signControl } from "../../shared/src/slip/index.ts"
import type { Control } from "../../shared/src/slip/index.ts"
import { loadKeySet } from "../../shared/src/suite/index.ts"
import type { KeySet, SuiteId } from "../../shared/src/suite/index.ts"
import { readStatement } from "../../shared/src/slip/index.ts"

interface Principal { prn: string; secret: { suite: number; kem: string; sig: string }; statements: { b: string; k: string; s: string; o: string | null }[] }
interface Message { org: string; msg: string; at: number; slip: string; slipHash: string; principals: { sender: Principal; to: Principal } }

async function keySetOf({ secret, statements: [first] }: Principal): Promise<KeySet> {
  if (first === undefined) throw new Error("statement")
  const raw = { b: fromHex(first.b), k: fromHex(first.k), s: fromHex(first.s), o: null }
  return loadKeySet({ suite: secret.suite as SuiteId, kem: fromHex(secret.kem), sig: fromHex(secret.sig) }, await readStatement(raw))
}
const text = ({ b, k, s }: SignedObject) => ({ b: toHex(b), k: toHex(k), s: toHex(s) })

/** `counts` false: a reader who has it must not let it say anything. */
export async function controlVectors() {
  const messages = []
  for (const suite of [1, 2]) {
    const message = JSON.parse(readFileSync(join(import.meta.dirname, `message-suite-${suite}.json`), "utf8")) as Message
    const { sender, to } = message.principals
    const slip = readSlip(fromHex(message.slip))
    const head = (prn: string, seq: number) => ({ org: message.org, msg: message.msg, slip: fromHex(message.slipHash), iss: prn, seq, at: message.at })
    const cases: [string, Principal, Control, boolean][] = [
      ["recall for all", sender, { kind: "recall", ...head(sender.prn, 3), who: null, obj: null, reason: "wrong version" }, true],
      ["recall for one", sender, { kind: "recall", ...head(sender.prn, 1), who: ["bob@example.com"], obj: null, reason: "" }, true],
      ["recall of a file", sender, { kind: "recall", ...head(sender.prn, 2), who: null, obj: slip.objs.map(([obj]) => obj), reason: "Größe" }, true],
      ["suspension", sender, { kind: "suspension", ...head(sender.prn, 1), on: true, reason: "a check" }, true],
      ["another end", sender, { kind: "expiry", ...head(sender.prn, 1), exp: message.at + 86_400_000 }, true],
      ["no end", sender, { kind: "expiry", ...head(sender.prn, 2), exp: null }, true],
      ["recall by a recipient", to, { kind: "recall", ...head(to.prn, 4), who: null, obj: null, reason: "" }, false],
      ["recall in the sender's name", to, { kind: "recall", ...head(sender.prn, 5), who: null, obj: null, reason: "" }, false],
      ["recall of another slip", sender, { kind: "recall", ...head(sender.prn, 6), slip: new Uint8Array(32), who: null, obj: null, reason: "" }, false],
    ]
    const records = []
    for (const [name, by, control, counts] of cases)
      records.push({ name, kind: control.kind, signed: text(await signControl(await keySetOf(by), control)), counts })
    messages.push({ of: `message-suite-${suite}`, records })
  }
  return messages
}
