/** The built bundle in a stand-in for classic Outlook's bare engine: no page, no network, no cryptography, no storage. */
import { resolve } from "node:path"
import vm from "node:vm"
import { parse } from "acorn"
import { build } from "vite"
import { beforeAll, describe, expect, it } from "vitest"
import { COMMAND } from "./decide.ts"
import { HEADER, INTENT, NOTICE, textHash } from "./marks.ts"
import { POLICY_KEY } from "./policy-cache.ts"

let code = ""
beforeAll(async () => {
  const built = await build({
    configFile: resolve(import.meta.dirname, "../../vite.launch-event.config.ts"),
    logLevel: "error",
    build: { write: false },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) => ("output" in each ? each.output : []))
  for (const file of outputs) if (file.type === "chunk") code += file.code
})

const policy = {
  v: 1,
  org: "Nordlicht Klinik",
  contact: "",
  server: "https://mail.example.test",
  block: { domains: ["praxis-okafor.example"], keywords: [], labels: ["label-1"], attachments: false },
  advise: { domains: [] },
}
const calls = [
  "sessionData",
  "internetHeaders",
  "to",
  "cc",
  "bcc",
  "subject",
  "attachments",
  "body",
  "sensitivityLabel",
] as const
const other = ["mailbox.item", "displayLanguage", "isSetSupported", "roamingSettings"] as const
type Call = (typeof calls)[number] | (typeof other)[number]
type Fault = "throws" | "fails" | "silent" | "twice" | "garbage"

interface Draft {
  readonly session?: Record<string, string>
  readonly header?: string
  readonly to?: string[]
  readonly body?: string
  readonly bodyLater?: string
  readonly policy?: unknown
  readonly language?: string
  readonly requirement?: number
}
type Completion = Record<string, unknown>

/** Office as the guard meets it; `faults` says what goes wrong where. */
function office(draft: Draft, faults: Partial<Record<Call, Fault>>) {
  const handlers = new Map<string, (event: unknown) => void>()
  const guard = (name: Call) => {
    if (faults[name] === "throws") throw new Error(`${name} is broken`)
  }
  const give = (name: Call, value: unknown, callback: (result: unknown) => void) => {
    guard(name)
    const fault = faults[name]
    if (fault === "silent") return
    const result =
      fault === "fails"
        ? { status: "failed", error: { code: 9043 } }
        : { status: "succeeded", value: fault === "garbage" ? 7 : value }
    setTimeout(callback, 1, result)
    if (fault === "twice") setTimeout(callback, 2, result)
  }
  let looks = 0
  const addresses = (list: readonly string[]) => list.map((emailAddress) => ({ emailAddress }))
  const item = {
    sessionData: { getAllAsync: (then: never) => give("sessionData", draft.session ?? {}, then) },
    internetHeaders: {
      getAsync: (_names: string[], then: never) =>
        give("internetHeaders", draft.header === undefined ? {} : { [HEADER]: draft.header }, then),
    },
    to: { getAsync: (then: never) => give("to", addresses(draft.to ?? []), then) },
    cc: { getAsync: (then: never) => give("cc", [], then) },
    bcc: { getAsync: (then: never) => give("bcc", [], then) },
    subject: { getAsync: (then: never) => give("subject", "Hello", then) },
    getAttachmentsAsync: (then: never) => give("attachments", [], then),
    sensitivityLabel: { getAsync: (then: never) => give("sensitivityLabel", "", then) },
    body: {
      getAsync: (_type: string, then: never) =>
        give("body", looks++ > 0 ? (draft.bodyLater ?? draft.body ?? "") : (draft.body ?? ""), then),
    },
  }
  const context = {
    get displayLanguage() {
      guard("displayLanguage")
      return draft.language ?? "en-US"
    },
    mailbox: {
      get item() {
        guard("mailbox.item")
        return faults["mailbox.item"] === "garbage" ? null : item
      },
    },
    requirements: {
      isSetSupported: (_set: string, version: string) => {
        guard("isSetSupported")
        return Number(version.slice(2)) <= (draft.requirement ?? 15)
      },
    },
    roamingSettings: {
      get: (key: string) => {
        guard("roamingSettings")
        return key === POLICY_KEY ? draft.policy : undefined
      },
    },
  }
  return {
    handlers,
    Office: { context, actions: { associate: (name: string, handler: never) => void handlers.set(name, handler) } },
  }
}

/** Runs the bundle in a fresh engine and raises the event; gives every completion there was. */
async function raise(name: string, draft: Draft, faults: Partial<Record<Call, Fault>> = {}): Promise<Completion[]> {
  const { handlers, Office } = office(draft, faults)
  const engine = vm.createContext({ Office, setTimeout }, { codeGeneration: { strings: false, wasm: false } })
  for (const absent of ["WebAssembly", "SharedArrayBuffer", "Atomics", "Promise"])
    vm.runInContext(`delete globalThis.${absent}`, engine)
  vm.runInContext(code, engine, { timeout: 1_000 })
  const completions: Completion[] = []
  await new Promise<void>((done) => {
    const patience = setTimeout(done, 5_000)
    handlers.get(name)?.({
      completed: (options: Completion) => {
        completions.push(options)
        clearTimeout(patience)
        setTimeout(done, 30)
      },
    })
  })
  return completions
}
const send = (draft: Draft, faults?: Partial<Record<Call, Fault>>) => raise("onMessageSend", draft, faults)

const marked: Draft = { session: { [INTENT]: "secure" } }
const stub = "The notice"
const handedOver: Draft = {
  session: { [NOTICE]: JSON.stringify({ id: "msg_1", reference: "7HK2-PQ9D", hash: textHash(stub) }) },
  header: "msg_1",
  body: stub,
}

describe("S18 the guard's bundle", () => {
  it("is one classic ES2016 script below 10 kB, in ASCII, that loads nothing", () => {
    parse(code, { ecmaVersion: 2016, sourceType: "script" })
    expect(code.length).toBeLessThan(10_000)
    expect(code).toMatch(/^[\0-\x7f]+$/)
    for (const forbidden of [
      "import(",
      "fetch(",
      "XMLHttpRequest",
      "crypto",
      "localStorage",
      "document.",
      "window.",
      "async ",
    ])
      expect(code).not.toContain(forbidden)
  })

  it("lets an ordinary message go", async () => {
    expect(await send({ policy })).toEqual([{ allowEvent: true }])
    expect(await send({})).toEqual([{ allowEvent: true }])
  })

  it("holds a marked message back, with the button that opens the pane", async () => {
    expect(await send(marked)).toEqual([
      {
        allowEvent: false,
        errorMessage: expect.stringMatching(/^Not sent\. This message is marked for Send Secure\./),
        errorMessageMarkdown: expect.stringMatching(/^\*\*Not sent\.\*\* /),
        cancelLabel: "Send Secure",
        commandId: COMMAND,
      },
    ])
  })

  it("holds back what the rules name, in the person's language, without a button where there is none", async () => {
    const [completion] = await send({ policy, to: ["dr@praxis-okafor.example"], language: "de-AT", requirement: 12 })
    expect(completion).toEqual({
      allowEvent: false,
      errorMessage: expect.stringMatching(/^Nicht gesendet\. .*verschlüsselt/),
    })
  })

  it("advises with Send Anyway", async () => {
    const advised = { ...policy, block: { ...policy.block, domains: [] }, advise: { domains: ["example.org"] } }
    expect(await send({ policy: advised, to: ["a@example.org"] })).toEqual([
      {
        allowEvent: false,
        sendModeOverride: "promptUser",
        errorMessage: expect.stringContaining("You can also send it as ordinary e-mail."),
        cancelLabel: "Send Secure",
        commandId: COMMAND,
      },
    ])
  })

  it("lets the notice go, and holds it back when it was edited, also when Outlook shows the edit only at the second look", async () => {
    expect(await send(handedOver)).toEqual([{ allowEvent: true }])
    expect(await send({ ...handedOver, body: `${stub}\r\n\u00a0 ` })).toEqual([{ allowEvent: true }])
    for (const draft of [
      { ...handedOver, body: `${stub} PS: 4711` },
      { ...handedOver, bodyLater: `${stub} PS: 4711` },
    ])
      expect(await send(draft)).toEqual([
        expect.objectContaining({ allowEvent: false, errorMessage: expect.stringContaining("7HK2-PQ9D") }),
      ])
  })

  it("leaves Outlook's placeholder in place when it is asked to decrypt", async () => {
    expect(await raise("onMessageDecrypt", {})).toEqual([{ allowEvent: false }])
  })
})

describe.concurrent("S18 whatever host call breaks, in whatever way", () => {
  const ways = ["throws", "fails", "silent", "twice", "garbage"] as const
  const faults = [...calls, ...other].flatMap((call) => ways.map((way) => [call, way] as const))

  it.each(faults)(
    "%s %s: a marked message stays, an edited notice stays, a ruled one stays; one completion each",
    async (call, way) => {
      const [one, two, three] = await Promise.all([
        send({ ...marked, policy }, { [call]: way }),
        send({ ...handedOver, body: `${stub} and more`, policy }, { [call]: way }),
        send({ policy, to: ["dr@praxis-okafor.example"] }, { [call]: way }),
      ])
      expect(one).toEqual([expect.objectContaining({ allowEvent: false })])
      expect(two).toEqual([expect.objectContaining({ allowEvent: false })])
      // Rules that cannot be read are not known; what is not marked then goes, and the mail server's own rule decides.
      const areRulesUnknown = call === "roamingSettings" && way === "throws"
      expect(three).toEqual([expect.objectContaining({ allowEvent: areRulesUnknown })])
    },
  )

  it("an event that cannot be completed does not take the engine down", async () => {
    const { handlers, Office } = office(marked, {})
    const engine = vm.createContext({ Office, setTimeout })
    vm.runInContext(code, engine)
    let tries = 0
    const completed = () => {
      tries += 1
      throw new Error("gone")
    }
    handlers.get("onMessageSend")?.({ completed })
    handlers.get("onMessageDecrypt")?.({ completed })
    await new Promise((done) => setTimeout(done, 100))
    expect(tries).toBe(2)
  })
})
