/**
 * Outlook on the web, as the real Office.js sees it: this runs in a page of https://outlook.office.com, frames the add-in
 * and answers the library's postMessage protocol from a mail that it holds.
 * Promises: the library is not patched; a call that the protocol does not have here is refused as Outlook refuses it;
 * every message between the frames is kept for the test to search.
 * Never: reaches a network.
 */
import { CALLS } from "./item.ts"
import type { CallName, MailPerson } from "./item.ts"
import { detailsOf, Mailbox } from "./mailbox.ts"
import type { Data, MailboxOptions } from "./mailbox.ts"
import { ERROR, minorOf, PERMISSION_LEVEL, Refused } from "./rules.ts"
import { resultOf } from "./smart-alert.ts"
import type { Completion, SendMode, Sent } from "./smart-alert.ts"

interface Message {
  readonly _messageType: number
  readonly _actionType: number
  readonly _actionName: string
  readonly _conversationId: string
  readonly _correlationId: number
  readonly _data?: Data
}
/** How a call goes wrong: refused before or after Outlook did it, or never answered. */
export interface Fault {
  readonly code: number
  readonly how: "before" | "after" | "silent"
}
export interface HostOptions {
  readonly mailbox: MailboxOptions
  /** The mailbox's owner, as Outlook names the person who is signed in. */
  readonly owner: MailPerson
  readonly language: string
}
export interface SendOptions {
  readonly mode: SendMode
  /** Until "is taking longer", and until Outlook gives up: five seconds and five minutes. */
  readonly slowMs: number
  readonly endMs: number
  readonly loadMs: number
}
const NAMES = new Map<number, CallName>(Object.entries(CALLS).map(([name, id]) => [id, name as CallName]))

export class WebHost {
  readonly mailbox: Mailbox
  /** Names of the calls, in order; numbers where this host does not know them. */
  readonly calls: string[] = []
  readonly faults: Partial<Record<CallName, Fault>> = {}
  /** Every message between the frames, as text. */
  readonly traffic: string[] = []
  /** Where in the traffic each save of the draft stands. */
  readonly saves: number[] = []
  readonly #options: HostOptions
  readonly #conversation = `conversation-${crypto.randomUUID()}`
  readonly #app = `app-${crypto.randomUUID()}`
  readonly #registered = new Map<string, Message>()
  readonly #completing = new Map<string, (completion: Completion) => void>()
  #isListening: () => void = () => undefined
  /** Until the add-in's page can be called. */
  readonly #listens = new Promise<true>((done) => (this.#isListening = () => done(true)))
  #frame: HTMLIFrameElement | null = null
  #origin = ""

  constructor(options: HostOptions, mailbox?: Mailbox) {
    this.#options = options
    this.mailbox = mailbox ?? new Mailbox(options.mailbox)
    addEventListener("message", (event) => void this.#receive(event))
  }

  /** Opens the add-in's page in a pane, as Outlook does: the facts stand in the address and in the frame's name. */
  open(address: string, place = "#pane"): void {
    const url = new URL(address)
    this.#origin = url.origin
    const info = `Outlook$Web$16.01$${this.#options.language}$${crypto.randomUUID()}$$$0`
    const xdm = `${this.#conversation}|${this.#app}|${location.origin}`
    url.searchParams.set("_host_Info", info)
    url.hash = `&_xdm_Info=${xdm}`
    const frame = document.createElement("iframe")
    frame.title = "Send Secure"
    const baseFrameName = `_xdm_${this.#conversation}`
    frame.name = JSON.stringify({ baseFrameName, hostInfo: info, xdmInfo: xdm, serializerVersion: "1" })
    frame.src = url.href.replaceAll("%24", "$")
    frame.sandbox.add("allow-scripts", "allow-same-origin", "allow-forms", "allow-popups", "allow-downloads")
    document.querySelector(place)?.replaceChildren(frame)
    this.#frame = frame
  }

  /** Outlook's own Send: the draft is saved, the handler asked, and only then it goes. */
  async send(handler: string, options: SendOptions): Promise<Sent> {
    this.mailbox.beforeSend()
    const isAvailable = await Promise.race([this.#listens, later(options.loadMs, false)])
    let wasSlow = false
    const slow = setTimeout(() => (wasSlow = true), options.slowMs)
    const completion = isAvailable ? await Promise.race([this.raise(handler), later(options.endMs, null)]) : null
    clearTimeout(slow)
    const { set } = this.#options.mailbox
    const sent = resultOf({ mode: options.mode, minor: minorOf(set), wasSlow, completion, isAvailable })
    if (sent.isSent) this.mailbox.send()
    return sent
  }

  /** Raises an event of the manifest and waits for its `completed`. */
  async raise(handler: string): Promise<Completion> {
    await this.#listens
    const id = crypto.randomUUID()
    const completed = new Promise<Completion>((done) => this.#completing.set(id, done))
    this.#emit("appCommandInvoked", [id, handler, JSON.stringify({ source: { id }, type: handler })])
    return completed
  }

  #emit(name: string, data: unknown): void {
    const { _correlationId } = this.#registered.get(name) ?? {}
    this.#post({ _messageType: 1, _responseType: 1, _actionName: name, _correlationId, _data: data, _errorCode: 0 })
  }
  #register(message: Message): void {
    this.#registered.set(message._actionName, message)
    this.#answer(message, { Error: 0 })
    if (message._actionName === "appCommandInvoked") this.#isListening()
  }
  /** `event.completed`, which the library sends by another way than its other calls. */
  #complete(message: Message): void {
    const data = message._data ?? {}
    const of = (index: string, name: string) => data[index] ?? data[name]
    const more = of("2", "Data")
    const parsedOptions = typeof more === "string" && more !== "" ? (JSON.parse(more) as Data) : {}
    const options = (parsedOptions["completedContext"] ?? parsedOptions) as Data
    this.#completing.get(String(of("0", "Id")))?.({ status: Number(of("1", "Status")), options })
    this.#answer(message, { Version: 1, Error: 0 })
  }

  #post(message: object): void {
    const envelope = {
      _conversationId: this.#conversation,
      _origin: location.origin,
      _serializerVersion: 1,
      ...message,
    }
    const text = JSON.stringify(envelope)
    this.traffic.push(text)
    this.#frame?.contentWindow?.postMessage(text, this.#origin)
  }
  #answer({ _actionName, _correlationId }: Message, data: unknown, error = 0): void {
    this.#post({ _messageType: 1, _responseType: 0, _actionName, _correlationId, _data: data, _errorCode: error })
  }

  async #receive(event: MessageEvent): Promise<void> {
    if (event.source !== this.#frame?.contentWindow || event.origin !== this.#origin) return
    this.traffic.push(String(event.data))
    const message = parsed(event.data)
    if (message === null || message._messageType !== 0 || message._conversationId !== this.#conversation) return
    if (message._actionType === 1) return this.#register(message)
    if (message._actionType === 2) return this.#answer(message, { Error: 0 })
    switch (message._actionName) {
      case "ContextActivationManager_getAppContextAsync":
        return this.#answer(message, this.#context())
      case "ContextActivationManager_notifyHost":
        return this.#answer(message, null)
      case "GetInitialData":
        return this.#answer(message, this.#initialData())
      case "ExecuteMethod": {
        const answer = await this.#execute(message._data ?? {})
        return answer === null ? undefined : this.#answer(message, answer)
      }
      case "executeMethod":
        return this.#complete(message)
      default:
        this.calls.push(message._actionName)
        return this.#answer(message, null, -2)
    }
  }

  /** null: no answer ever. */
  async #execute(data: Data): Promise<Data | null> {
    const id = Number((data["MethodData"] as Data)["DispatchId"])
    const name = NAMES.get(id)
    this.calls.push(name ?? String(id))
    const refused = (code: number) => ({ error: true, errorCode: code })
    try {
      if (name === undefined) throw new Refused(ERROR.notSupported)
      const fault = this.faults[name]
      if (fault?.how === "silent") return null
      if (fault?.how === "before") return refused(fault.code)
      const value = await this.mailbox.do(name, (data["ApiParams"] ?? {}) as Data)
      if (name === "save") this.saves.push(this.traffic.length)
      return fault === undefined ? { wasSuccessful: true, ...value } : refused(fault.code)
    } catch (error) {
      return refused(error instanceof Refused ? error.code : ERROR.server)
    }
  }

  #context(): Data {
    const { language, mailbox } = this.#options
    return {
      _id: this.#app,
      // 64: Outlook on the web.
      _appName: 64,
      _appVersion: "16.01",
      _appUILocale: language,
      _dataLocale: language,
      _docUrl: location.href,
      _clientMode: 1,
      _settings: mailbox.settings,
      _reason: "documentOpened",
      _osfControlType: 0,
      _eToken: "",
      _correlationId: crypto.randomUUID(),
      _appInstanceId: this.#app,
      _requirementMatrix: JSON.stringify({ Mailbox: mailbox.set }),
      _hostFullVersion: "16.0.0.0",
      _clientWindowHeight: innerHeight,
      _clientWindowWidth: innerWidth,
      _addinName: "Send Secure",
      _appDomains: [this.#origin],
      _dialogRequirementMatrix: "{}",
      _featureGates: {},
      _initialDisplayMode: 0,
    }
  }

  #initialData(): Data {
    const { item, options } = this.mailbox
    const { owner } = this.#options
    return {
      permissionLevel: PERMISSION_LEVEL[options.permission],
      // 1: a received mail, 4: a draft.
      itemType: item.isReceived ? 1 : 4,
      hostVersion: "16.0.0.0",
      userDisplayName: owner.name,
      userEmailAddress: owner.address,
      userTimeZone: "UTC",
      timeZoneOffsets: [],
      userProfileType: "office365",
      ewsUrl: "",
      restUrl: "",
      owaView: "ThreeColumns",
      conversationId: null,
      // Somebody else's mailbox: a draft in its folder, or one whose From was changed to it.
      isFromSharedFolder: item.from.address !== owner.address && !item.isReceived,
      ...(item.isReceived ? this.#received() : {}),
    }
  }

  #received(): Data {
    const { item } = this.mailbox
    return {
      id: item.id,
      itemClass: "IPM.Note",
      subject: item.subject,
      normalizedSubject: item.subject,
      internetMessageId: item.headers["Message-ID"] ?? "",
      from: item.from,
      sender: item.from,
      to: item.to,
      cc: item.cc,
      attachments: item.attachments.map(detailsOf),
      dateTimeCreated: Date.now(),
      dateTimeModified: Date.now(),
      isRead: true,
    }
  }
}

const later = <T>(ms: number, value: T): Promise<T> => new Promise((done) => setTimeout(() => done(value), ms))

function parsed(data: unknown): Message | null {
  try {
    return JSON.parse(String(data)) as Message
  } catch {
    return null
  }
}

Object.assign(window, { WebHost })
